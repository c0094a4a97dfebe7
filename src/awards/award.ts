import type { Day } from '../platform/clock'
import type { AwardId, CaseId, DeskId, OrganisationId, ReportId, StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'
import type { AwardState } from './award.rules'

type AwardKind = 'grant' | 'refusal'
/** Whoever was first in the matter, or somebody after whose part is told apart. */
export type AwardShare = 'first' | 'further'

type RuleRef = { readonly code: string; readonly place: string; readonly version: number }

/** The clear part: sums, days and hands, nothing that was written. */
export type Award = {
  readonly id: AwardId
  readonly arrival: number
  readonly once: string
  readonly caseId: CaseId
  readonly matterId: CaseId
  readonly reportId: ReportId
  /** Whose case it was when it was proposed, and whose finance desk pays. */
  readonly organisationId: OrganisationId
  readonly financeBody: OrganisationId
  readonly deskId: DeskId
  readonly year: number
  readonly serial: number
  readonly kind: AwardKind
  readonly share: AwardShare
  readonly state: AwardState
  readonly decidedOn: Day
  readonly rule: RuleRef | null
  readonly basis: Fen
  readonly fen: Fen
  readonly budgetSubject: string
  readonly proposedBy: StaffId
  readonly proposedAt: Date
  readonly reviewedBy: StaffId | null
  readonly reviewedAt: Date | null
  readonly approvedBy: StaffId | null
  readonly approvedAt: Date | null
  readonly claimUntil: Day | null
  readonly claimProvisional: boolean
  readonly paidOn: Day | null
}

/** One line of the calculation. `amount` in hundred-millionths of a fen, as digits. */
export type SummaryLine = {
  readonly what: string
  readonly of?: string | undefined
  readonly rate?: string | undefined
  readonly times?: string | undefined
  readonly grade?: string | undefined
  readonly amount: string
}

/** What the finance side and the reporter read: no text of anybody, no target. */
export type AwardSummary = {
  readonly version: 1
  readonly caseNumber: string
  /** Number of the decision document, as it is printed. */
  readonly decision: string
  readonly ruleTitle: string
  readonly ruleDocument: string
  readonly grade: string
  readonly subject: '' | 'unit' | 'individual'
  readonly insider: boolean
  readonly rate: string
  readonly match: 'full' | 'partly' | 'no'
  /** In fen, as digits. */
  readonly loss: string
  readonly basis: string
  readonly lines: readonly SummaryLine[]
  /** Code of lawbook kind `reward-test` that speaks against it; '' for a grant. */
  readonly against: string
}

type TestAnswer = { readonly code: string; readonly yes: boolean }

/** With which words each test was answered: for those who know the case, and nobody else. */
export type AwardGrounds = {
  readonly version: 1
  readonly conditions: readonly TestAnswer[]
  readonly exclusions: readonly TestAnswer[]
  readonly conditionsWhy: string
  readonly exclusionsWhy: string
}

/** Opened by somebody who holds one of its keys. */
export type OpenAward = Award & {
  readonly summary: AwardSummary
  /** Why it was returned, waived or may be claimed for longer; ''. */
  readonly note: string
}
