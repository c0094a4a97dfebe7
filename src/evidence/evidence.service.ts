import type { IncomingMessage } from 'node:http'
import { z } from 'zod'
import { type Limits, type OpenFile, readText, type ReadText } from '../files'
import type { SymmetricKey } from '../platform/crypto'
import { afterCommit } from '../platform/db/after-commit'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { CaseId, DraftId, EvidenceId, MessageId, ReportId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'
import { createCopies, type Copies } from './copies.service'
import { createDownloads, type Downloads } from './downloads.service'
import type { EvidenceDeps, EvidenceFile, OpenCase, Upload, UploadPlace } from './evidence'
import {
  attachFiles,
  countFiles,
  countFilesOf,
  deleteDraftFile,
  deleteDraftFiles,
  deleteFilesOfCase,
  findCaseOfFile,
  findFile,
  listFiles,
  listSentFilesOf,
  saveMeta,
  sendDraftFiles,
  type EvidenceFilter,
  type EvidenceRow,
} from './evidence.repository'
import { createReadWords, createReceive } from './receive.service'
import { openMeta, openOriginalBlob, sealMeta, toEvidenceFile } from './sealed-file.service'
import { createSweep } from './sweep.service'

export type Evidence = Copies &
  Downloads & {
    readonly limits: Limits
    /**
     * Reads a multipart POST whose first fields are `_csrf` and `once` (a UUID of the drawn form), then
     * `files`. Files are sealed while they stream and durable when this resolves. A file that is not taken
     * is a line in the results and does not harm the others. The same form sent twice stores nothing twice.
     * A request that breaks off stores nothing.
     * @throws unavailable `evidence.uploads-busy`, `database.full` (the reserve of the disk) before reading
     * @throws too-large `evidence.request` before reading, when the announced length can't be allowed
     * @throws forbidden `csrf`
     * @throws malformed `evidence.cut` when the request broke off
     */
    readonly receive: (req: IncomingMessage, place: UploadPlace) => Promise<Upload>
    /**
     * The text fields that stand before the first file, for a POST whose session is gone: what was typed
     * is drawn again, the files are read away unread.
     * @throws forbidden `csrf`, malformed `evidence.cut`
     */
    readonly readWords: (
      req: IncomingMessage,
      checkCsrf: UploadPlace['checkCsrf'],
    ) => Promise<Upload['fields']>
    readonly list: (tx: Tx, open: OpenCase, only?: EvidenceFilter) => Promise<EvidenceFile[]>
    /** What the sent files of several cases are called. */
    readonly namesOf: (
      tx: Tx,
      keys: ReadonlyMap<CaseId, SymmetricKey>,
    ) => Promise<readonly Pick<EvidenceFile, 'id' | 'caseId' | 'source' | 'name' | 'note'>[]>
    /** How many files the case has, without opening them. */
    readonly count: (tx: Tx, caseId: CaseId, source?: EvidenceFile['source']) => Promise<number>
    readonly countOf: typeof countFilesOf
    /** undefined when it is not a file of this case */
    readonly find: (tx: Tx, open: OpenCase, id: EvidenceId) => Promise<EvidenceFile | undefined>
    /** Which case a file belongs to, whoever asks; for the record of attempts. */
    readonly caseOf: (tx: Tx, id: EvidenceId) => Promise<CaseId | undefined>
    /**
     * Only while it is part of a draft; unknown ids are ignored, so that sending twice is safe. Its bytes go
     * once the transaction is kept.
     */
    readonly removeDraftFile: (tx: Tx, caseId: CaseId, id: EvidenceId) => Promise<void>
    /**
     * Notes by evidence id, while the file is part of a draft; other ids are ignored. Those over the limit
     * of characters stay as they were: noteErrors has the sentences.
     */
    readonly saveNotes: (
      tx: Tx,
      open: OpenCase,
      notes: Readonly<Record<string, string>>,
      limit: number,
    ) => Promise<void>
    /** The draft became a report: its files are sent. */
    readonly submitDraft: (tx: Tx, draftId: DraftId, reportId: ReportId) => Promise<number>
    /** Files that came with a message. */
    readonly attachToMessage: (
      tx: Tx,
      caseId: CaseId,
      ids: readonly EvidenceId[],
      messageId: MessageId,
    ) => Promise<void>
    /** The draft is thrown away: its file keys go with the transaction, its bytes right after. */
    readonly dropDraft: (tx: Tx, draftId: DraftId) => Promise<void>
    /** Retention: keys and rows go with the transaction. @returns the bytes that are still to be taken away */
    readonly erase: (tx: Tx, caseId: CaseId) => Promise<readonly string[]>
    /** The sealed original, decrypted while it is read. Callers record the deed. */
    readonly openOriginal: (tx: Tx, open: OpenCase, id: EvidenceId) => Promise<OpenFile>
    /** The beginning of a text file. @throws not-found `evidence` */
    readonly openText: (tx: Tx, open: OpenCase, id: EvidenceId) => Promise<ReadText>
    /** Takes away sealed bytes that no row names, once they are old enough. Run it daily. */
    readonly sweep: () => Promise<{ readonly removed: number }>
  }

/** Ids of forms come from outside: what has not their shape names nothing. */
const isUuid = (id: string): boolean => z.uuid().safeParse(id).success

const getRow = async (tx: Tx, caseId: CaseId, id: EvidenceId): Promise<EvidenceRow> => {
  const row = await findFile(tx, caseId, id)
  if (row === undefined) throw notFound('evidence')
  return row
}

const saveNotes: Evidence['saveNotes'] = async (tx, { caseId, caseKey }, notes, limit) => {
  if (Object.keys(notes).length === 0) return
  for (const row of await listFiles(tx, caseId, { stage: 'draft' })) {
    const note = notes[row.id]
    const meta = openMeta(caseKey, row)
    if (note !== undefined && note !== meta.note && lengthOf(note) <= limit)
      await saveMeta(tx, row.id, sealMeta(caseKey, row.id, { ...meta, note }))
  }
}

const removeAfterCommit = async (
  { blobs }: EvidenceDeps,
  tx: Tx,
  ids: readonly string[],
): Promise<void> => {
  for (const id of ids) await afterCommit(tx, () => blobs.remove(id))
}

export const createEvidence = (deps: EvidenceDeps): Evidence => ({
  ...createCopies(deps),
  ...createDownloads(deps),
  limits: deps.limits,
  receive: createReceive(deps),
  readWords: createReadWords(deps),
  list: async (tx, { caseId, caseKey }, only) =>
    (await listFiles(tx, caseId, only)).map(row => toEvidenceFile(caseKey, row)),
  namesOf: async (tx, keys) =>
    (await listSentFilesOf(tx, [...keys.keys()])).flatMap(row => {
      const key = keys.get(row.case_id)
      if (key === undefined) return []
      const { id, case_id: caseId, source } = row
      const { name, note } = openMeta(key, row)
      return [{ id, caseId, source, name, note }]
    }),
  count: countFiles,
  countOf: countFilesOf,
  find: async (tx, { caseId, caseKey }, id) => {
    const row = await findFile(tx, caseId, id)
    return row === undefined ? undefined : toEvidenceFile(caseKey, row)
  },
  caseOf: findCaseOfFile,
  removeDraftFile: async (tx, caseId, id) => {
    if (isUuid(id)) await removeAfterCommit(deps, tx, await deleteDraftFile(tx, caseId, id))
  },
  saveNotes,
  submitDraft: sendDraftFiles,
  attachToMessage: attachFiles,
  dropDraft: async (tx, draftId) => {
    await removeAfterCommit(deps, tx, await deleteDraftFiles(tx, draftId))
  },
  erase: deleteFilesOfCase,
  openOriginal: async (tx, { caseId, caseKey }, id) =>
    openOriginalBlob(deps.blobs, caseKey, await getRow(tx, caseId, id)),
  openText: async (tx, { caseId, caseKey }, id) =>
    readText(openOriginalBlob(deps.blobs, caseKey, await getRow(tx, caseId, id))),
  sweep: createSweep(deps),
})
