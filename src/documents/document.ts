import type { Paper } from '../papers'
import type { Day } from '../platform/clock'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'

/** A document as it was issued; nothing of it changes any more but that it may be withdrawn. */
export type IssuedDocument = {
  readonly id: string
  readonly caseId: CaseId
  readonly organisationId: OrganisationId
  readonly template: string
  readonly number: string
  readonly issuedBy: StaffId
  readonly issuedOn: Day
  readonly withdrawnOn: Day | null
}

export type IssueWish = {
  /** Named by the form: the same form again issues nothing. */
  readonly once: string
  readonly template: string
  readonly typed: ReadonlyMap<string, string>
}

/** With everything it says. */
export type OpenDocument = { readonly document: IssuedDocument; readonly paper: Paper }

export type ServedOn = {
  readonly once: string
  readonly way: string
  readonly on: Day
  /** Whom it was handed to and by what that is shown. */
  readonly proof: string
}

export type Service = Omit<ServedOn, 'once'> & { readonly id: string; readonly by: StaffId }

/** All that a stranger who holds the paper is told. */
export type Verdict =
  | { readonly known: false }
  | {
      readonly known: true
      readonly kind: string
      readonly body: string
      readonly issuedOn: Day
      readonly withdrawnOn: Day | null
    }
