import type { Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { ResumeCode } from '../receipts'
import type { CaseId, DraftId } from '../vocabulary/ids'
import type { Answers, IdentityAnswer } from '../vocabulary/report-answers'
import type { Unfinished } from './unfinished.rules'

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
}
