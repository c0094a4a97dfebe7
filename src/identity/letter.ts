import type { Day } from '../platform/clock'
import type {
  CaseId,
  DeskId,
  IdentityLetterId,
  OrganisationId,
  ReportId,
  StaffId,
} from '../vocabulary/ids'

export const letterStates = ['handed', 'closed', 'returned', 'withdrawn'] as const
export type LetterState = (typeof letterStates)[number]

/** A letter to a reporter who may have left a name: the clear part. */
export type IdentityLetter = {
  readonly id: IdentityLetterId
  readonly position: number
  readonly caseId: CaseId
  readonly reportId: ReportId
  readonly organisationId: OrganisationId
  readonly deskId: DeskId
  readonly drafterId: StaffId
  readonly handedAt: Date
  readonly state: LetterState
  /** Who put name and address in. */
  readonly mergedBy: StaffId | null
  /** Until when the paper can be printed; after that with a fresh code again. */
  readonly paperUntil: Date | null
  readonly closedBy: StaffId | null
  readonly closedAt: Date | null
}

export type LetterText = { readonly title: string; readonly body: string }

/** What the drafter learns: served when and how, or that there was nobody to serve it on. */
export type LetterOutcome =
  | { readonly kind: 'served'; readonly on: Day; readonly way: string }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'returned'; readonly reason: string }

/** As it is printed; `nobody`: no name was left, which is sealed in the same size. */
export type LetterPaper = {
  readonly nobody: boolean
  readonly name: string
  readonly address: string
  readonly title: string
  readonly body: string
}
