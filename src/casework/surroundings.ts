import type { CaseId } from '../vocabulary/ids'

export type Surroundings = {
  readonly earlier: CaseId | undefined
  readonly later: CaseId | undefined
  /** Colleagues who have the same case open. */
  readonly viewers: readonly string[]
}
