import type { Case, CaseAction, Load } from '../cases'
import type { StaffId } from '../vocabulary/ids'

/** A handler of the body, how much they have in hand, and what speaks against giving them this case. */
export type Candidate = {
  readonly id: StaffId
  readonly name: string
  readonly load: Load
  /** Must keep away (回避): the words of the ground. '' for who is free to take it. */
  readonly conflict: string
  /** What somebody who gives the case to them all the same has to give a reason for. '' for nothing. */
  readonly warning: string
}

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
