import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { dayInWords, dayOf } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { lampWords } from '../vocabulary/case-words'
import type { StaffId } from '../vocabulary/ids'
import { letterLabel } from '../vocabulary/letter-words'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import type { LetterFile, Saying } from './letter'
import {
  listHref,
  possible,
  verdicts,
  type LetterAction,
  type LetterState,
  type Urgency,
  type Verdict,
} from './letter.rules'

export const urgencyWords: Readonly<Record<Urgency, string>> = {
  plain: '一般',
  urgent: '加急',
  utmost: '特急',
}

export const stateWords: Readonly<Record<LetterState, string>> = {
  open: '等答复',
  answered: '已答复，等上级审看',
  closed: '已结办',
}

const doWords: Readonly<Record<LetterAction, string>> = {
  receive: '签收',
  hand: '交案卷复核',
  judge: '写复核意见',
  answer: '答复',
  chase: '催办',
  prolong: '延期',
  'send-back': '退回重新答复',
  close: '结办',
}

/** What is in the way, in words: never a code. */
export const toProblem = (code: string) =>
  refusals[code] ?? { title: '现在还不能办这一步', text: '请看看最新的情况再决定。' }

const linesOf = (text: string): string[] => text.split('\n').filter(line => line.trim() !== '')

const nameIn = ({ names }: LetterFile, id: StaffId | null): string =>
  id === null ? '' : (names.get(id) ?? '同事')

const receiptLine = (file: LetterFile) => {
  const { receivedAt, receivedBy } = file.letter
  const words =
    receivedAt === null ? '还没有签收' : `${nameIn(file, receivedBy)}，${momentInWords(receivedAt)}`
  return { name: '签收', words }
}

const caseLine = ({ letter: { caseNumber } }: LetterFile) =>
  caseNumber === undefined
    ? []
    : [{ name: '督办的件', words: caseLabel(caseNumber.year, caseNumber.serial) }]

export const verdictWords: Readonly<Record<Verdict, string>> = {
  'in-order': '没有问题',
  remarks: '有意见，不用重办',
  returned: '退回重新办理',
}

const sampleLines = (file: LetterFile) => {
  const { sample } = file.letter
  if (sample === undefined) return []
  const { handedAt, handedBy, verdict } = sample
  const handed =
    handedAt === null ? '还没有交' : `${nameIn(file, handedBy)}，${momentInWords(handedAt)}`
  return [
    { name: '来由', words: '随机抽查复核' },
    { name: '交案卷', words: handed },
    ...(verdict === null ? [] : [{ name: '复核结果', words: verdictWords[verdict] }]),
  ]
}

const factsOf = (file: LetterFile) => {
  const { letter, from, to } = file
  return [
    ...sampleLines(file),
    { name: '文号', words: letterLabel(letter.year, letter.serial) },
    { name: '缓急', words: urgencyWords[letter.urgency] },
    { name: '督办单位', words: from.name },
    { name: '承办单位', words: to.name },
    ...caseLine(file),
    {
      name: '签发',
      words: `${nameIn(file, letter.issuedBy)}，${momentInWords(letter.issuedAt)}`,
    },
    { name: '答复的期限', words: `${dayInWords(letter.dueOn)}以前` },
    receiptLine(file),
    { name: '现在', words: stateWords[letter.state] },
    ...(letter.chases > 0 ? [{ name: '催办', words: `${letter.chases} 次` }] : []),
  ]
}

const heads: Readonly<Record<Saying['kind'], (one: Saying) => string>> = {
  answer: ({ number }) => (number === 1 ? '答复' : `答复（第 ${number} 版）`),
  'send-back': ({ number }) => `第 ${number} 版答复退回`,
  chase: ({ number }) => `第 ${number} 次催办`,
  prolong: ({ toDay }) => (toDay === undefined ? '延期' : `延期到 ${dayInWords(toDay)}`),
  close: () => '结办',
  judge: () => '复核意见',
}

const saidOf = (file: LetterFile) =>
  file.sayings.map(one => ({
    head: heads[one.kind](one),
    by: `${nameIn(file, one.by)}，${momentInWords(one.at)}`,
    lines: linesOf(one.words),
  }))

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

const toForm = (
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

const notes = {
  above:
    '上级的负责人和督办岗位看得到；承办单位由负责人看，签收以后承办人也看得到。督办单位打不开这一件。',
  below: '本单位由负责人看，签收以后承办人也看得到。答复报给督办单位，它打不开这一件。',
  handler: '这一件由您承办，答复由负责人报给督办单位。',
} as const

const doneWords: Readonly<Record<LetterAction | 'issue', string>> = {
  issue: '督办函已经发给承办单位。',
  hand: '案卷交给上级督办岗位看了。',
  judge: '复核意见写好了。本单位现在打不开这一件。',
  receive: '签收好了。承办人现在也看得到。',
  answer: '答复报上去了。',
  chase: '催办好了。',
  prolong: '延期好了。',
  'send-back': '退回去了，等重新答复。',
  close: '结办了。',
}

type Shown = {
  readonly open: LetterAction | undefined
  readonly done: LetterAction | 'issue' | undefined
  readonly once: string
  readonly problem?: string | undefined
}

const lampOf = ({ lamp }: LetterFile) =>
  lamp && { colour: lamp.colour, words: lampWords(lamp.colour, lamp.workingDays) }

const isHanded = ({ letter: { sample } }: LetterFile): boolean =>
  sample !== undefined && sample.handedAt !== null && sample.verdict === null

const listOf = ({ side, letter: { state } }: LetterFile): string => {
  if (side !== 'above') return listHref(state === 'open' ? 'in' : 'done')
  return listHref(state === 'open' ? 'waiting' : state)
}

const tasksOf = (file: LetterFile, self: string, open: LetterAction | undefined) => {
  const needsCase: readonly LetterAction[] = ['hand', 'judge']
  const can = possible(file.letter, file).filter(
    action => file.opensCase || !needsCase.includes(action),
  )
  return {
    now: can
      .filter(action => action === 'receive')
      .map(action => ({ action, words: doWords[action] })),
    later: can
      .filter(action => action !== 'receive')
      .map(action => ({
        words: action === 'answer' && file.letter.answers > 0 ? '更正答复' : doWords[action],
        href: `${self}?do=${action}#form`,
        open: action === open,
      })),
    opened: can.find(action => action === open && action !== 'receive'),
  }
}

export const toLetterPage = (file: LetterFile, form: FormState, shown: Shown) => {
  const { letter, words, found } = file
  const self = `/staff/oversight/${letter.id}`
  const { now, later, opened } = tasksOf(file, self, shown.open)
  return {
    title: `督办：${words.subject}`,
    ...{ subject: words.subject, action: self, list: listOf(file), now, later },
    label: letterLabel(letter.year, letter.serial),
    problems: [shown.problem ?? []].flat().map(toProblem),
    done: shown.done === undefined ? '' : doneWords[shown.done],
    lamp: lampOf(file),
    facts: factsOf(file),
    text: linesOf(words.text),
    said: saidOf(file),
    note: notes[file.side],
    form: opened === undefined ? undefined : toForm(file, opened, form, shown.once),
    caseLink: found === undefined ? '' : caseHref(found.id),
    sheet: `${self}/sheet`,
    file: file.side === 'above' && isHanded(file) ? `${self}/file` : '',
    formErrors: form.errors,
  }
}

/** The letter as it is printed, on the sheet of every document. */
export const toLetterSheet = ({ letter, from, to, words }: LetterFile) => {
  const { caseNumber, urgency } = letter
  const number = letterLabel(letter.year, letter.serial)
  const about =
    caseNumber === undefined
      ? []
      : [`你单位办理的 ${caseLabel(caseNumber.year, caseNumber.serial)}，现予督办。`]
  const due = `请在 ${dayInWords(letter.dueOn)}以前书面答复办理的情况。`
  return {
    title: `${number}：${words.subject}`,
    back: `/staff/oversight/${letter.id}`,
    sheet: {
      head: from.name,
      number: urgency === 'plain' ? number : `${number}，${urgencyWords[urgency]}`,
      heading: `督办函：${words.subject}`,
      addressee: to.name,
      lines: [...about, ...linesOf(words.text), due].map(text => ({ kind: 'paragraph', text })),
      body: from.name,
      day: dayInWords(dayOf(letter.issuedAt)),
      foot: [],
    },
  }
}
