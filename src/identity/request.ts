import type { IdentityField } from '../vocabulary/identity-fields'
import type {
  CaseId,
  DeskId,
  IdentityRequestId,
  OrganisationId,
  ReportId,
  StaffId,
} from '../vocabulary/ids'
import type { RequestState } from './requests.rules'

/** A request to see who a reporter is: the clear part. What the asker wrote is sealed. */
export type IdentityRequest = {
  readonly id: IdentityRequestId
  readonly position: number
  readonly caseId: CaseId
  readonly reportId: ReportId
  readonly organisationId: OrganisationId
  /** The identity desk that is asked. */
  readonly deskId: DeskId
  readonly askerId: StaffId
  readonly askedAt: Date
  /** Not answered by then, it is over. */
  readonly expiresAt: Date
  readonly fields: readonly IdentityField[]
  /** Code of lawbook kind `release-ground`. */
  readonly ground: string
  readonly minutes: number
  readonly state: RequestState
  readonly approverId: StaffId | null
  readonly approvedAt: Date | null
  readonly answererId: StaffId | null
  readonly answeredAt: Date | null
  /** The asker looked for the first time. */
  readonly openedAt: Date | null
  readonly closedBy: StaffId | null
  readonly closedAt: Date | null
}

/** What the desk gave; a field that the reporter left empty is ''. `none`: there is no identity. */
export type Released =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'given'
      readonly fields: Readonly<Partial<Record<IdentityField, string>>>
    }
