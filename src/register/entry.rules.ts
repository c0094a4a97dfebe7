import type { Case } from '../cases'
import { findIdentifying } from '../masking'
import { halfWidth } from '../vocabulary/typing'
import type { Draft, Entry, EntryState, Faults } from './entry'

const decisions: readonly (string | null)[] = ['penalty', 'no-penalty', 'agreement']
const standing: readonly string[] = ['decided', 'closed', 'archived']

/** A decision was taken, and stands. */
export const isDecided = ({ state, outcome }: Pick<Case, 'state' | 'outcome'>): boolean =>
  standing.includes(state) && decisions.includes(outcome)

/** Which state follows which: the table's trigger holds the same. */
export const course: Readonly<Record<EntryState, readonly EntryState[]>> = {
  written: ['returned', 'published'],
  returned: ['written'],
  published: ['changed', 'withdrawn'],
  changed: ['withdrawn'],
  withdrawn: [],
}

/** Anybody may read it: until it is withdrawn, also where it has changed. */
export const isPublic = ({ state }: Pick<Entry, 'state'>): boolean =>
  state === 'published' || state === 'changed'

/** The same text again: the form was sent twice. */
export const isSameDraft = (one: Draft, other: Draft): boolean =>
  one.kind === other.kind &&
  one.number === other.number &&
  one.decidedOn === other.decidedOn &&
  one.institution === other.institution &&
  one.articles === other.articles &&
  one.body === other.body

const numberOfPaper =
  /(?<![\da-z])(?:\d[ -]?){14}(?:(?:\d[ -]?){2}[\dx]|\d[ -]?\d[ -]?\d[ -]?[\dx]|\d)(?![\da-z])/i

const words = {
  'id-number': '身份证号一类的号码',
  phone: '电话号码',
  contact: '微信、QQ 或者邮箱',
  'staff-number': '工号',
  name: '个人姓名',
  relation: '能认出个人的说法',
  'only-me': '能认出个人的说法',
} as const

const isNamed = (kind: string): kind is keyof typeof words => kind in words

/** What of a person stands in a text that anybody will read; '' for nothing. */
export const personIn = (text: string): string => {
  if (numberOfPaper.test(halfWidth(text))) return words['id-number']
  const found = findIdentifying(text).find(({ kind }) => isNamed(kind))
  return found !== undefined && isNamed(found.kind) ? words[found.kind] : ''
}

/** By field: decisions are published with the institution, and nobody's name, number or telephone. */
export const personFaults = (typed: Readonly<Record<string, string>>): Faults =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([field, text]) => {
      const found = personIn(text)
      return found === '' ? [] : [[field, `这里有${found}。公开的决定不写个人，请删去`]]
    }),
  )
