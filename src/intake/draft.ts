import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { ResumeCode } from '../receipts'
import type { CaseId, DraftId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import type { Step } from './steps.rules'
import type { Typed, Unfinished } from './unfinished.rules'

/** What the reporter's session holds: the draft's name, and the one key that opens it. */
export type DraftHold = { readonly id: DraftId; readonly key: SymmetricKey }

/** A draft whose key is in the caller's hands. Lives in the memory of one request. */
export type OpenDraft = {
  readonly id: DraftId
  readonly key: SymmetricKey
  readonly caseId: CaseId
  readonly caseKey: SymmetricKey
  readonly identityKey: SymmetricKey
  readonly answers: Answers
  readonly identity: IdentityAnswer | undefined
  /** Pages that were left halfway, as they stood. */
  readonly unfinished: Unfinished
  /** Shown to whoever has the draft open; undefined until it was put aside for the first time. */
  readonly resumeCode: ResumeCode | undefined
  /** The last day on which it opens; its session ends in the course of that day. */
  readonly expiresOn: Day
  /** Which version of the row was read: whoever saves without holding the row is told when it changed. */
  readonly version: string
}

/** What is written of a draft; what is absent stays as it is. */
export type DraftChange = {
  readonly answers: Answers
  /** null: no longer named, which leaves no half-written name either. */
  readonly identity?: IdentityAnswer | null
  /** What stands on a page that is not finished; undefined: nothing any more. */
  readonly unfinished?: { readonly step: Step; readonly typed: Typed | undefined }
}
