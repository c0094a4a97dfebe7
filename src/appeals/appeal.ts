import { z } from 'zod'
import type { Day } from '../platform/clock'
import type { AppealId, CaseId, DeskId, OrganisationId, ReportId, StaffId } from '../vocabulary/ids'

export const appealKinds = ['objection', 'protection'] as const
export type AppealKind = (typeof appealKinds)[number]

/** What lies in clear: whom it was laid before, when, and until when it is to be answered. */
export type Appeal = {
  readonly id: AppealId
  readonly kind: AppealKind
  readonly caseId: CaseId
  readonly reportId: ReportId
  readonly organisationId: OrganisationId
  readonly deskId: DeskId
  readonly deskVersion: number
  readonly madeOn: Day
  readonly dueOn: Day
  readonly provisional: boolean
  readonly readOn: Day | null
  readonly actedOn: Day | null
}

export const ToldSchema = z.object({
  version: z.literal(1),
  /** An objection: to which decision; '' in a call for protection. */
  decisionId: z.string(),
  text: z.string(),
  /** A call for protection: when it happened, and how the reporter can be reached safely. */
  when: z.string(),
  reach: z.string(),
  /** Whether the reporter said that the case's own body may know. */
  shared: z.boolean(),
})
export type Told = z.output<typeof ToldSchema>

type AppealAnswer = {
  readonly staffId: StaffId
  readonly sentOn: Day
  readonly sentAt: Date
  readonly readByReporterOn: Day | null
  readonly body: string
}

/** Opened by the reporter or by the desk that it was laid before. Lives as long as the request. */
export type OpenAppeal = Appeal & {
  readonly told: Told
  readonly answers: readonly AppealAnswer[]
  /** What was done about it; undefined until then. */
  readonly action: string | undefined
}
