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

const doWords: Readonly<Record<LetterAction, string>> = {
  receive: '签收',
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

const factsOf = (file: LetterFile) => {
  const { letter, from, to } = file
  return [
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
}

const labels: Readonly<Partial<Record<LetterAction, string>>> = {
  answer: '办理的情况',
  chase: '催办的话',
  close: '结办的意见',
}

const toForm = (
  { letter, limits }: LetterFile,
  action: LetterAction,
  { values, errors }: FormState,
  once: string,
) => ({
  ...{ action, once, values, errors, seen: letter.answers },
  head: action === 'answer' && letter.answers > 0 ? '更正答复' : doWords[action],
  label: labels[action] ?? '理由',
  hint: hints[action] ?? '',
  button: action === 'answer' ? '报上级' : doWords[action],
  limit: action === 'answer' ? limits.text : limits.max,
  asksDay: action === 'prolong' || action === 'send-back',
})

const notes = {
  above:
    '上级的负责人和督办岗位看得到；承办单位由负责人看，签收以后承办人也看得到。督办单位打不开这一件。',
  below: '本单位由负责人看，签收以后承办人也看得到。答复报给督办单位，它打不开这一件。',
  handler: '这一件由您承办，答复由负责人报给督办单位。',
} as const

const doneWords: Readonly<Record<LetterAction | 'issue', string>> = {
  issue: '督办函已经发给承办单位。',
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

const listOf = ({ side, letter: { state } }: LetterFile): string => {
  if (side !== 'above') return listHref(state === 'open' ? 'in' : 'done')
  return listHref(state === 'open' ? 'waiting' : state)
}

const tasksOf = (file: LetterFile, self: string, open: LetterAction | undefined) => {
  const can = possible(file.letter, file)
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
