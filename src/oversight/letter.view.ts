import { momentInWords } from '../accounts'
import { caseLabel } from '../cases'
import { dayInWords, dayOf } from '../platform/clock'
import type { FormState } from '../platform/http/form'
import { lampWords } from '../vocabulary/case-words'
import type { StaffId } from '../vocabulary/ids'
import { letterLabel } from '../vocabulary/letter-words'
import { refusals } from '../vocabulary/refusals'
import { caseHref } from '../vocabulary/staff-paths'
import type { Letter, LetterFile, Saying } from './letter'
import { doWords, toForm, verdictWords } from './letter-form.view'
import {
  listHref,
  possible,
  type LetterAction,
  type LetterState,
  type Urgency,
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

/** Drawn, and not judged yet. */
const isDrawn = ({ sample }: Letter): boolean => sample?.verdict === null

const dueName = (letter: Letter): string => (isDrawn(letter) ? '交案卷的期限' : '答复的期限')

/** Where it stands, in words. */
export const standingOf = (letter: Letter): string => {
  if (!isDrawn(letter)) return stateWords[letter.state]
  return letter.sample?.handedAt === null ? '等交案卷' : '案卷交上去了，等复核'
}

const caseLine = ({ letter: { caseNumber } }: LetterFile) =>
  caseNumber === undefined
    ? []
    : [{ name: '督办的件', words: caseLabel(caseNumber.year, caseNumber.serial) }]

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
    { name: dueName(letter), words: `${dayInWords(letter.dueOn)}以前` },
    receiptLine(file),
    { name: '现在', words: standingOf(letter) },
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

const notes = {
  above:
    '上级的负责人和督办岗位看得到；承办单位由负责人看，签收以后承办人也看得到。督办单位打不开这一件。',
  below: '本单位由负责人看，签收以后承办人也看得到。答复报给督办单位，它打不开这一件。',
  handler: '这一件由您承办，答复由负责人报给督办单位。',
} as const

const drawnNotes = {
  above:
    '案卷交来以后，督办岗位看得到核查要点和各步的决定，复核完就打不开了。负责人看得到这份函和复核的意见。',
  below: '签收以后，负责人或者承办人可以交案卷。上级看不到举报的原文，也看不到举报人是谁。',
  handler: '您可以交案卷。上级看不到举报的原文，也看不到举报人是谁。',
} as const

const noteOf = ({ letter, side }: LetterFile): string =>
  (isDrawn(letter) ? drawnNotes : notes)[side]

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
    note: noteOf(file),
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
