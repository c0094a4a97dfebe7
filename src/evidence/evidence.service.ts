import type { IncomingMessage } from 'node:http'
import type { Blobs } from '../platform/blobs'
import type { Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { CaseId, DraftId, EvidenceId, MessageId, ReportId } from '../vocabulary/ids'
import type { EvidenceFile, Limits, OpenFile, Upload, UploadPlace } from './evidence'

export type EvidenceDeps = {
  readonly db: Db
  readonly blobs: Blobs
  readonly random: Random
  readonly clock: Clock
  readonly limits: Limits
}

/** A case whose key is in the caller's hands. */
export type OpenCase = { readonly caseId: CaseId; readonly caseKey: SymmetricKey }

export type Evidence = {
  readonly limits: Limits
  /**
   * Reads a multipart POST whose first fields are `_csrf` and `once` (a UUID of the drawn form), then
   * `files`. Files are sealed while they stream and durable when this resolves. A file that is not taken
   * is a line in the results and does not harm the others. The same form sent twice stores nothing twice.
   * A request that breaks off stores nothing.
   * @throws too-large `evidence.request` before reading, when the announced length can't be allowed
   * @throws forbidden `csrf`
   * @throws refused `evidence.cut` when the request broke off
   */
  readonly receive: (req: IncomingMessage, place: UploadPlace) => Promise<Upload>
  readonly list: (
    tx: Tx,
    open: OpenCase,
    only?: {
      readonly stage?: 'draft' | 'sent'
      readonly reportId?: ReportId
      readonly messageId?: MessageId
    },
  ) => Promise<EvidenceFile[]>
  /** How many files the case has, without opening them. */
  readonly count: (tx: Tx, caseId: CaseId) => Promise<number>
  /** @throws not-found `evidence` when it is not a file of this case */
  readonly get: (tx: Tx, open: OpenCase, id: EvidenceId) => Promise<EvidenceFile>
  /** Only while it is part of a draft; unknown ids are ignored, so that sending twice is safe. */
  readonly removeDraftFile: (tx: Tx, caseId: CaseId, id: EvidenceId) => Promise<void>
  /** Notes by evidence id, while the file is part of a draft; other ids are ignored. */
  readonly saveNotes: (
    tx: Tx,
    open: OpenCase,
    notes: Readonly<Record<string, string>>,
  ) => Promise<void>
  /** The draft became a report: its files are sent. */
  readonly submitDraft: (tx: Tx, draftId: DraftId, reportId: ReportId) => Promise<void>
  /** Files that came with a message. */
  readonly attachToMessage: (
    tx: Tx,
    caseId: CaseId,
    ids: readonly EvidenceId[],
    messageId: MessageId,
  ) => Promise<void>
  /** The draft is thrown away: its file keys go at once, the unreadable blobs with the next sweep. */
  readonly dropDraft: (tx: Tx, draftId: DraftId) => Promise<void>
  /** The sealed original, decrypted while it is read. Callers record the deed. */
  readonly openOriginal: (tx: Tx, open: OpenCase, id: EvidenceId) => Promise<OpenFile>
}
