import type { Case, CaseAction } from '../cases'
import type { StaffId } from '../vocabulary/ids'

/** A handler who can be given a key, and how many open cases they have. */
export type Candidate = { readonly id: StaffId; readonly name: string; readonly load: number }

/** The decision that came last, with the name of who took it. */
export type LastDecision = {
  readonly id: string
  readonly action: CaseAction
  readonly by: string
  readonly at: Date
}

/** What every decision page shows of the case. */
export type CaseHead = {
  readonly found: Case
  readonly label: string
  readonly target: string
  readonly last: LastDecision | undefined
}
