import type { Day } from '../platform/clock'

export const entryStates = ['written', 'returned', 'published', 'changed', 'withdrawn'] as const
export type EntryState = (typeof entryStates)[number]

/** What is written for the public. */
export type Draft = {
  /** Code of lawbook kind `decision-kind`. */
  readonly kind: string
  /** 文号 */
  readonly number: string
  readonly decidedOn: Day
  /** As the public list of institutions calls it; people are not named. */
  readonly institution: string
  readonly articles: string
  readonly body: string
}

const decisions: readonly (string | null)[] = ['penalty', 'no-penalty', 'agreement']
const standing: readonly string[] = ['decided', 'closed', 'archived']

type Decided = { readonly state: string; readonly outcome: string | null }

/** A decision was taken, and stands. */
export const isDecided = ({ state, outcome }: Decided): boolean =>
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
export const isPublic = ({ state }: { readonly state: EntryState }): boolean =>
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

/** As many digits as the numbers of identity papers have, old and new. */
export const hasPaperNumber = (text: string): boolean => numberOfPaper.test(text)
