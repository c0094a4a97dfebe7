import type { Limits, RefusedFile, Shelf } from '../files'
import type { Blobs } from '../platform/blobs'
import type { Clock, Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { CaseId, DraftId, EvidenceId, MessageId, ReportId } from '../vocabulary/ids'

/** One stored file, its sealed words opened. */
export type EvidenceFile = {
  readonly id: EvidenceId
  readonly caseId: CaseId
  readonly reportId: ReportId | null
  readonly messageId: MessageId | null
  readonly source: 'reporter' | 'staff'
  readonly stage: 'draft' | 'sent'
  readonly addedOn: Day
  readonly scan: 'unscanned'
  /** Made harmless by readFileName, always with an extension. */
  readonly name: string
  /** Code of a line in format.rules. */
  readonly format: string
  readonly shelf: Shelf
  /** Media type by content, never by what the client said. */
  readonly type: string
  readonly size: number
  /** Of the original, hex. */
  readonly sha256: string
  readonly note: string
  /** Protected by a password of its own: nobody here can look inside. */
  readonly locked: boolean
  /** false: the end of the file is missing, it will hardly open. */
  readonly whole: boolean
}

/** What became of one file of a POST. A refusal has its sentence in the view (uploadSentence). */
export type Received =
  { readonly ok: true; readonly id: EvidenceId; readonly name: string } | RefusedFile

/** Where the files of one POST belong, and who may send them. */
export type UploadPlace = {
  readonly caseId: CaseId
  readonly caseKey: SymmetricKey
  readonly source: 'reporter' | 'staff'
  /** Set: the files are part of a draft until `submitDraft`. Not set: they are sent at once. */
  readonly draftId?: DraftId
  readonly reportId?: ReportId
  /** How many files of this source the case may have; unset, as many as one form may bring. */
  readonly most?: number
  /** Asked once, before the first byte of a file is kept. */
  readonly checkCsrf: (token: string) => boolean
  /**
   * Runs in the transaction that stores the rows, first: keeps every other upload to the same place waiting until
   * the end, and throws where it takes no files any more. Not given: one case takes one upload at a time.
   */
  readonly hold?: (tx: Tx) => Promise<void>
  /**
   * Runs in the transaction that stores the rows, last. Check here that the draft or case still takes
   * files, record the deed, make the message. Throwing undoes everything, blobs included.
   */
  readonly afterStored?: (tx: Tx, upload: Upload) => Promise<void>
}

export type Upload = {
  /** Text fields of the form, by name; later ones win. */
  readonly fields: Readonly<Record<string, string>>
  /** In the order in which they were chosen. */
  readonly results: readonly Received[]
  /** How many were stored by this very POST: 0 when it was sent a second time. */
  readonly stored: number
}

export type EvidenceDeps = {
  readonly db: Db
  readonly blobs: Blobs
  readonly random: Random
  readonly clock: Clock
  readonly limits: Limits
  /** Where the blobs lie, and how much of it files may never take. */
  readonly disk: { readonly free: () => Promise<number>; readonly reserveBytes: number }
}

/** A case whose key is in the caller's hands. */
export type OpenCase = { readonly caseId: CaseId; readonly caseKey: SymmetricKey }
