import type { Case, CaseBrief } from '../cases'
import type { EvidenceFile } from '../evidence'
import type { LawEntry } from '../lawbook'
import type { CaseMask } from '../masking'
import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId, DeskId, OrganisationId, ReviewId, StaffId } from '../vocabulary/ids'

export const reviewResults = ['pass', 'changes', 'return'] as const
export type ReviewResult = (typeof reviewResults)[number]

type PointOpinion = {
  /** Code of lawbook kind `review-point`, and what it was called on that day. */
  readonly code: string
  readonly name: string
  readonly passed: boolean
  readonly text: string
}

/** What a reviewer says, sealed under the key of the case. */
export type Opinion = {
  readonly points: readonly PointOpinion[]
  readonly text: string
  readonly changes: readonly string[]
}

export type Answer = {
  readonly change: number
  readonly by: StaffId
  readonly at: Date
  readonly text: string
}

/** One submission and, once it is there, its opinion. */
export type Review = {
  readonly id: ReviewId
  readonly caseId: CaseId
  readonly version: number
  readonly organisationId: OrganisationId
  readonly deskId: DeskId
  /** Code of lawbook kind `review-rule`. */
  readonly ground: string
  readonly submittedBy: StaffId
  readonly submittedAt: Date
  readonly dueOn: Day
  readonly result: ReviewResult | null
  readonly reviewedBy: StaffId | null
  readonly reviewedAt: Date | null
  readonly changes: number
}

export type OpenReview = Review & {
  readonly note: string
  readonly opinion: Opinion | undefined
  readonly answers: readonly Answer[]
}

/** What is known of a case when it is asked whether it needs a review. */
export type ReviewFacts = {
  readonly outcome: string | undefined
  readonly measures: readonly string[]
  /** Fines together, in fen. */
  readonly fined: bigint
  readonly recordKinds: readonly string[]
  readonly outsideBand: boolean
}

/** What the rooms beside this one know of a case; the house brings it. */
type CaseFacts = Omit<ReviewFacts, 'outcome'> & {
  /** What was found, for the reviewer's page; empty when nothing was entered yet. */
  readonly summary: readonly { readonly name: string; readonly words: string }[]
}
export type FactsOf = (
  tx: Tx,
  open: { readonly caseId: CaseId; readonly key: SymmetricKey },
) => Promise<CaseFacts>

/** A case opened with the keys of the session. */
export type OpenCase = { readonly found: Case; readonly key: SymmetricKey; readonly mask: CaseMask }

export type Lamped = { readonly colour: LampColour; readonly workingDays: number }

export type ReviewFile = OpenCase & {
  readonly today: Day
  readonly target: string
  readonly body: string
  readonly behaviours: readonly string[]
  readonly brief: CaseBrief | undefined
  readonly facts: CaseFacts
  readonly files: readonly EvidenceFile[]
  /** The newest first. */
  readonly reviews: readonly OpenReview[]
  readonly bodies: ReadonlyMap<OrganisationId, string>
  readonly names: ReadonlyMap<StaffId, string>
  readonly grounds: readonly LawEntry<'review-rule'>[]
  readonly points: readonly LawEntry<'review-point'>[]
  /** What makes a review necessary as things stand, whatever the outcome may be. */
  readonly called: readonly LawEntry<'review-rule'>[]
  readonly lamp: Lamped | undefined
  /** Where a submission would go; undefined: nobody up to the top has a legal desk. */
  readonly desk: { readonly body: string; readonly above: boolean } | undefined
  readonly may: { readonly submit: boolean; readonly answer: boolean; readonly respond: boolean }
  readonly limits: { readonly opinion: number; readonly note: number; readonly changes: number }
}

export type ReviewRow = {
  readonly review: Review
  readonly found: Case
  readonly target: string
  readonly body: string
  readonly lamp: Lamped
}

export type ReviewWish = {
  readonly done: boolean
  readonly after: { readonly key: string; readonly id: string } | undefined
}
