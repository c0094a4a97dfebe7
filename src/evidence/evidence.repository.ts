import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, DraftId, EvidenceId, MessageId, ReportId } from '../vocabulary/ids'

const Row = z.object({
  id: z.string().transform(id => id as EvidenceId),
  case_id: z.string().transform(id => id as CaseId),
  report_id: z
    .string()
    .nullable()
    .transform(id => id as ReportId | null),
  message_id: z
    .string()
    .nullable()
    .transform(id => id as MessageId | null),
  source: z.enum(['reporter', 'staff']),
  stage: z.enum(['draft', 'sent']),
  once: z.string(),
  on_day: z.string().transform(day => day as Day),
  scan: z.enum(['unscanned']),
  blob_id: z.string(),
  sealed_key: z.instanceof(Buffer),
  sealed_meta: z.instanceof(Buffer),
  clean_blob_id: z.string().nullable(),
  sealed_clean_key: z.instanceof(Buffer).nullable(),
  sealed_clean_meta: z.instanceof(Buffer).nullable(),
})

export type EvidenceRow = z.output<typeof Row>

export type NewEvidenceRow = {
  readonly id: string
  readonly case_id: CaseId
  readonly draft_id: DraftId | null
  readonly report_id: ReportId | null
  readonly source: 'reporter' | 'staff'
  readonly stage: 'draft' | 'sent'
  readonly once: string
  readonly on_day: Day
  readonly scan: 'unscanned'
  readonly blob_id: string
  readonly sealed_key: Buffer
  readonly sealed_meta: Buffer
}

export type EvidenceFilter = {
  readonly stage?: 'draft' | 'sent'
  readonly reportId?: ReportId
  readonly messageId?: MessageId
}

/** Call it under lockCaseFiles: the place within the case is counted. */
const nextArrival = (tx: Tx, caseId: CaseId) =>
  sql(tx).raw('(SELECT coalesce(max(arrival), 0) + 1 FROM evidence_files WHERE case_id = ?)', [
    caseId,
  ])

/** Two uploads to one case count and store one after the other. */
export const lockCaseFiles = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`evidence:${caseId}`])
}

export const insertFile = async (tx: Tx, row: NewEvidenceRow): Promise<void> => {
  await sql(tx)('evidence_files').insert({ ...row, arrival: nextArrival(tx, row.case_id) })
}

export const listFiles = async (
  tx: Tx,
  caseId: CaseId,
  only: EvidenceFilter = {},
): Promise<EvidenceRow[]> => {
  const question = sql(tx)('evidence_files').where({ case_id: caseId }).orderBy('arrival')
  if (only.stage !== undefined) void question.where({ stage: only.stage })
  if (only.reportId !== undefined) void question.where({ report_id: only.reportId })
  if (only.messageId !== undefined) void question.where({ message_id: only.messageId })
  const rows: unknown[] = await question
  return rows.map(row => Row.parse(row))
}

export const listSentFilesOf = async (
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<EvidenceRow[]> => {
  const rows: unknown[] = await sql(tx)('evidence_files')
    .whereIn('case_id', caseIds)
    .where({ stage: 'sent' })
  return rows.map(row => Row.parse(row))
}

export const findFile = async (
  tx: Tx,
  caseId: CaseId,
  id: EvidenceId,
): Promise<EvidenceRow | undefined> => {
  const row: unknown = await sql(tx)('evidence_files').where({ case_id: caseId, id }).first()
  return row === undefined ? undefined : Row.parse(row)
}

export const findCaseOfFile = async (tx: Tx, id: EvidenceId): Promise<CaseId | undefined> => {
  const row: unknown = await sql(tx)('evidence_files').where({ id }).first('case_id')
  return row === undefined ? undefined : Row.pick({ case_id: true }).parse(row).case_id
}

export const countFiles = async (
  tx: Tx,
  caseId: CaseId,
  source?: 'reporter' | 'staff',
): Promise<number> => {
  const rows: unknown[] = await sql(tx)('evidence_files')
    .where({ case_id: caseId, ...(source && { source }) })
    .select('id')
  return rows.length
}

/** What was sent with this report. */
export const countFilesOf = async (tx: Tx, caseId: CaseId, reportId: ReportId): Promise<number> => {
  const rows: unknown[] = await sql(tx)('evidence_files')
    .where({ case_id: caseId, report_id: reportId, stage: 'sent' })
    .select('id')
  return rows.length
}

const DeletedRows = z.array(Row.pick({ blob_id: true, clean_blob_id: true }))

/** @returns the blobs that no row names any more */
const deleteRows = async (
  tx: Tx,
  which: Readonly<Record<string, string>>,
): Promise<readonly string[]> => {
  const rows: unknown = await sql(tx)('evidence_files')
    .where(which)
    .delete(['blob_id', 'clean_blob_id'])
  return DeletedRows.parse(rows).flatMap(row => [row.blob_id, row.clean_blob_id ?? []].flat())
}

export const deleteDraftFile = (tx: Tx, caseId: CaseId, id: EvidenceId) =>
  deleteRows(tx, { case_id: caseId, id, stage: 'draft' })

export const deleteDraftFiles = (tx: Tx, draftId: DraftId) => deleteRows(tx, { draft_id: draftId })

/** The case is destroyed: every file of it, and who took which original. @returns the blobs of it */
export const deleteFilesOfCase = async (tx: Tx, caseId: CaseId): Promise<readonly string[]> => {
  await sql(tx).raw(
    'DELETE FROM evidence_downloads WHERE evidence_id IN (SELECT id FROM evidence_files WHERE case_id = ?)',
    [caseId],
  )
  return deleteRows(tx, { case_id: caseId })
}

export const saveMeta = async (tx: Tx, id: EvidenceId, sealedMeta: Buffer): Promise<void> => {
  await sql(tx)('evidence_files').where({ id }).update({ sealed_meta: sealedMeta })
}

export const sendDraftFiles = async (
  tx: Tx,
  draftId: DraftId,
  reportId: ReportId,
): Promise<number> =>
  sql(tx)('evidence_files')
    .where({ draft_id: draftId })
    .update({ stage: 'sent', draft_id: null, report_id: reportId })

export const attachFiles = async (
  tx: Tx,
  caseId: CaseId,
  ids: readonly EvidenceId[],
  messageId: MessageId,
): Promise<void> => {
  await sql(tx)('evidence_files')
    .where({ case_id: caseId })
    .whereIn('id', ids)
    .update({ message_id: messageId })
}

/** false when another session was first; its copy stays. */
export const saveCopy = async (
  tx: Tx,
  id: EvidenceId,
  copy: {
    readonly clean_blob_id: string
    readonly sealed_clean_key: Buffer
    readonly sealed_clean_meta: Buffer
  },
): Promise<boolean> =>
  (await sql(tx)('evidence_files').where({ id }).whereNull('clean_blob_id').update(copy)) === 1

export const saveCopyMeta = async (tx: Tx, id: EvidenceId, sealedMeta: Buffer): Promise<void> => {
  await sql(tx)('evidence_files').where({ id }).update({ sealed_clean_meta: sealedMeta })
}

const Named = z.array(z.object({ id: z.string() }))

/** Which of these blobs belong to a file, as original or as copy. */
export const ownedBlobs = async (tx: Tx, blobIds: readonly string[]): Promise<Set<string>> => {
  const found: unknown = await sql(tx).raw(
    `SELECT blob_id AS id FROM evidence_files WHERE blob_id = ANY(?::uuid[])
     UNION ALL SELECT clean_blob_id FROM evidence_files WHERE clean_blob_id = ANY(?::uuid[])`,
    [[...blobIds], [...blobIds]],
  )
  const { rows } = z.object({ rows: Named }).parse(found)
  return new Set(rows.map(({ id }) => id))
}
