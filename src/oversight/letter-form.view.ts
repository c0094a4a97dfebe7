import type { FormState } from '../platform/http/form'
import type { LetterFile } from './letter'
import { verdicts, type LetterAction, type Verdict } from './letter.rules'

export const doWords: Readonly<Record<LetterAction, string>> = {
  receive: '签收',
  hand: '交案卷复核',
  judge: '写复核意见',
  answer: '答复',
  chase: '催办',
  prolong: '延期',
  'send-back': '退回重新答复',
  close: '结办',
}

export const verdictWords: Readonly<Record<Verdict, string>> = {
  'in-order': '没有问题',
  remarks: '有意见，不用重办',
  returned: '退回重新办理',
}

const hints: Readonly<Partial<Record<LetterAction, string>>> = {
  answer: '督办单位看得到。写办到哪一步、结果和依据，不写举报人的任何信息。',
  chase: '承办单位看得到，会记一次催办，并提醒负责人和承办人。',
  prolong: '承办单位看得到。',
  'send-back': '承办单位看得到。写哪里还不够，还要查什么。',
  close: '承办单位看得到。',
  judge: '承办单位看得到。一点一行：事实、证据、程序、定性、处理。写好以后本单位打不开这一件。',
}

const labels: Readonly<Partial<Record<LetterAction, string>>> = {
  answer: '办理的情况',
  chase: '催办的话',
  close: '结办的意见',
  judge: '复核的意见，逐点写',
}

const toVerdicts = (chosen: string | undefined) =>
  verdicts.map(code => ({ code, words: verdictWords[code], chosen: code === chosen }))

/** Who will read it, before it is handed over. */
const readersOf = ({ from, reviewers }: LetterFile) => [
  {
    when: '交了以后',
    who: `还有${from.name}督办岗位（${reviewers} 人）：核查要点、各步的决定和理由`,
  },
  { when: '复核完以后', who: `${from.name}打不开这一件，留下复核的意见` },
  { when: '举报人的身份和举报的原文', who: '不给上级看' },
]

/** An answer of its own kind of words; a judgement with what was found; a hand-over with who will read. */
const partsOf = (file: LetterFile, action: LetterAction, verdict: string | undefined) => ({
  asksDay: ['prolong', 'send-back', 'judge'].includes(action),
  dayOptional: action === 'judge',
  verdicts: action === 'judge' ? toVerdicts(verdict) : [],
  readers: action === 'hand' ? readersOf(file) : [],
  asksWords: action !== 'hand',
})

const answerForm = ({ letter, limits }: LetterFile) => ({
  head: letter.answers > 0 ? '更正答复' : doWords.answer,
  button: '报上级',
  limit: limits.text,
})

/** One of the forms of a letter. */
export const toForm = (
  file: LetterFile,
  action: LetterAction,
  { values, errors }: FormState,
  once: string,
) => ({
  ...{ action, once, values, errors, seen: file.letter.answers },
  ...{ label: labels[action] ?? '理由', hint: hints[action] ?? '' },
  ...{ head: doWords[action], button: doWords[action], limit: file.limits.max },
  ...(action === 'answer' ? answerForm(file) : {}),
  ...partsOf(file, action, values['verdict']),
})
