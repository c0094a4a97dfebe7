import type { SecondFactor, Visitor } from '../accounts'
import type { Audit } from '../audit'
import type { Notices } from '../notify'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, ReviewId } from '../vocabulary/ids'
import type { Opinion, Review, ReviewFile, ReviewResult, ReviewRow, ReviewWish } from './review'
import type { ReviewFileDeps } from './review-file.service'

type StepAction = 'submit-review' | 'pass-review' | 'return-review'

/** The course of the case, from the room that keeps it. */
type TakeStep = (
  tx: Tx,
  who: Visitor & { readonly caseId: CaseId },
  step: { readonly action: StepAction },
) => Promise<unknown>

export type LegalDeps = ReviewFileDeps & {
  readonly audit: Audit
  readonly notices: Notices
  readonly random: Random
  readonly secondFactor: SecondFactor
  readonly take: TakeStep
}

export type Submission = { readonly ground: string; readonly note: string }

export type Given = {
  readonly seen: string
  readonly result: ReviewResult
  readonly opinion: Opinion
  readonly otp: string
}

export type PastReview = {
  readonly review: Review
  readonly by: string
  readonly points: readonly { readonly code: string; readonly name: string }[]
}

type Answering = {
  readonly review: ReviewId
  readonly change: number
  readonly text: string
}

export type Legal = {
  /** Everything that the page shows, recorded. @throws notFound('case'), forbidden('case.no-key') */
  readonly open: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<ReviewFile>
  /** What a form is read by; recorded by nobody. */
  readonly frame: (tx: Tx, visitor: Visitor, caseId: CaseId) => Promise<ReviewFile>
  /**
   * Seals the case key to the legal desk in the session of the handler, and takes the step. Safe to send twice.
   * @throws forbidden('review.not-handler'), unavailable('review.no-desk'), and what the step says
   */
  readonly submit: (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
    submission: Submission,
  ) => Promise<void>
  /**
   * Once, by somebody of the desk who has nothing to do with the case. @returns what was wrong with the code
   * @throws forbidden('review.own-case'), refused('review.decided') when a colleague was first
   */
  readonly decide: (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
    given: Given | undefined,
  ) => Promise<'right' | Exclude<Awaited<ReturnType<SecondFactor['check']>>['kind'], 'right'>>
  /**
   * That submission, when it lay at this person's desk and somebody has given an opinion on it; for whoever comes
   * with one of their own afterwards.
   */
  readonly past: (
    tx: Tx,
    actor: StaffActor,
    at: { readonly caseId: CaseId; readonly seen: ReviewId },
  ) => Promise<PastReview | undefined>
  /** By a handler, once for each change. @throws forbidden('review.not-handler'), refused('review.answered') */
  readonly respond: (
    tx: Tx,
    visitor: Visitor,
    caseId: CaseId,
    answering: Answering,
  ) => Promise<void>
  readonly list: (
    tx: Tx,
    visitor: Visitor,
    wish: ReviewWish,
  ) => Promise<{ readonly rows: readonly ReviewRow[]; readonly next: string }>
  readonly count: (
    tx: Tx,
    actor: StaffActor,
  ) => Promise<{
    readonly waiting: number
    readonly overdue: number
    /** The next day on which one is due. */
    readonly next: Day | undefined
  }>
  /** One's own opinion, to be read again. @throws notFound('review'), forbidden('case.no-key') */
  readonly own: (tx: Tx, visitor: Visitor, id: ReviewId) => Promise<ReviewFile>
  readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
}
