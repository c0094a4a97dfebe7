import type { Case } from '../cases'
import type { Excerpt } from './hit.rules'

export type Hit = {
  readonly found: Case
  readonly number: string
  /** As this person may read it; '' when the key is not at hand yet. */
  readonly target: string
  readonly strict: boolean
  /** How it was found: by its number, or where the words stand. */
  readonly by: 'number' | 'registry' | 'words'
  readonly excerpts: readonly Excerpt[]
  readonly score: number
}

export type Answer = {
  readonly hits: readonly Hit[]
  /** Where to look on: before this arrival; undefined when that was all. */
  readonly next: number | undefined
}

/** Whether the words of cases can be asked for, and how many cases nobody has opened. */
export type Reach = { readonly hasKey: boolean; readonly unindexed: number }

export type RelatedCase = {
  readonly found: Case
  readonly number: string
  readonly target: string
  /** Nearly the same text. Otherwise it is about the same target. */
  readonly alike: boolean
}
