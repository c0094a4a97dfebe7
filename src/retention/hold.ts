import type { Case } from '../cases'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'

/** As it lies in case_holds. */
export type Hold = {
  readonly id: string
  readonly case_id: CaseId
  readonly organisation_id: OrganisationId
  readonly ground: string
  readonly set_by: StaffId
  readonly set_at: Date
  readonly lifted_at: Date | null
}

export type HeldCase = { readonly hold: Hold; readonly found: Case }
