import type { CaseId } from '../vocabulary/ids'

export type Surroundings = {
  readonly earlier: CaseId | undefined
  readonly later: CaseId | undefined
  /** Its number in the list, from 1, and how many there are; undefined: it has left the list. */
  readonly place: number | undefined
  readonly of: { readonly count: number; readonly more: boolean }
  /** Colleagues who have the same case open. */
  readonly viewers: readonly string[]
}
