import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, DraftId, ReportId } from '../vocabulary/ids'

const buffer = z.instanceof(Buffer)
const ReportRow = z.object({
  id: z.string().transform(id => id as ReportId),
  case_id: z.string().transform(id => id as CaseId),
  received_on: z.string().transform(asDay),
  public_key: buffer,
  public_key_mac: buffer,
  wrapped_private_key: buffer,
  sealed_content: buffer,
  sealed_claim: buffer.nullable(),
  code_seen_by_officer: z.boolean(),
  code_replaced: z.boolean(),
})
export type ReportRow = z.output<typeof ReportRow>

export const insertReport = async (
  tx: Tx,
  row: Omit<ReportRow, 'code_replaced'> & {
    readonly draft_id: DraftId
    readonly receipt_lookup: Buffer
    readonly receipt_version: number
  },
): Promise<void> => {
  await sql(tx)('reports').insert(row)
}

const WithoutClaim = ReportRow.pick({ id: true, public_key: true, public_key_mac: true })

/** In the order of their ids. */
export const takeWithoutClaim = async (
  tx: Tx,
  after: string | undefined,
  limit: number,
): Promise<z.output<typeof WithoutClaim>[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT id, public_key, public_key_mac FROM reports
     WHERE sealed_claim IS NULL AND id > ? ORDER BY id LIMIT ? FOR UPDATE SKIP LOCKED`,
    [after ?? '00000000-0000-0000-0000-000000000000', limit],
  )
  return z.object({ rows: z.array(WithoutClaim) }).parse(found).rows
}

export const putClaim = async (tx: Tx, id: ReportId, sealed: Buffer): Promise<void> => {
  await sql(tx)('reports').where({ id }).update({ sealed_claim: sealed })
}

const FoundRow = ReportRow.extend({ receipt_lookup: buffer })

/** One question whether there are several secrets or one, and whether the code exists or not. */
export const findReportByReceipt = async (
  tx: Tx,
  lookups: readonly Buffer[],
): Promise<z.output<typeof FoundRow> | undefined> => {
  const row: unknown = await sql(tx)('reports')
    .whereRaw('receipt_lookup = ANY(?::bytea[])', [[...lookups]])
    .first()
  return row === undefined ? undefined : FoundRow.parse(row)
}

type NewReceipt = Pick<ReportRow, 'wrapped_private_key' | 'public_key_mac'> & {
  readonly receipt_lookup: Buffer
  readonly receipt_version: number
}

/** Only while the report still answers to the code that was entered: it may have been replaced meanwhile. */
export const moveReceipt = async (
  tx: Tx,
  { id, from }: { readonly id: ReportId; readonly from: Buffer },
  to: NewReceipt,
): Promise<void> => {
  await sql(tx)('reports')
    .where({ id, receipt_lookup: from })
    .update({ ...to })
}

const Count = z.object({ rows: z.tuple([z.object({ count: z.number() })]) })

/** Reports whose holder has not been here since the secret of this version came; counted up to `cap`. */
export const countReceiptsBelow = async (tx: Tx, version: number, cap: number): Promise<number> => {
  const found: unknown = await sql(tx).raw(
    `SELECT count(*)::int FROM (SELECT FROM reports WHERE receipt_version < ? LIMIT ?) AS found`,
    [version, cap],
  )
  return Count.parse(found).rows[0].count
}

export const findReportByDraft = async (
  tx: Tx,
  draftId: DraftId,
): Promise<ReportRow | undefined> => {
  const row: unknown = await sql(tx)('reports').where({ draft_id: draftId }).first()
  return row === undefined ? undefined : ReportRow.parse(row)
}

export const findReportForUpdate = async (tx: Tx, id: ReportId): Promise<ReportRow | undefined> => {
  const row: unknown = await sql(tx)('reports').where({ id }).forUpdate().first()
  return row === undefined ? undefined : ReportRow.parse(row)
}

export const replaceCode = async (
  tx: Tx,
  id: ReportId,
  code: Pick<NewReceipt, 'wrapped_private_key' | 'receipt_lookup' | 'receipt_version'>,
): Promise<void> => {
  await sql(tx)('reports')
    .where({ id })
    .update({ ...code, code_replaced: true })
}

export const findReport = async (tx: Tx, id: ReportId): Promise<ReportRow | undefined> => {
  const row: unknown = await sql(tx)('reports').where({ id }).first()
  return row === undefined ? undefined : ReportRow.parse(row)
}

export const listReports = async (tx: Tx, caseId: CaseId): Promise<ReportRow[]> => {
  const rows: unknown[] = await sql(tx)('reports')
    .where({ case_id: caseId })
    .orderBy(['received_on', 'id'])
  return rows.map(row => ReportRow.parse(row))
}

export const listReportsOf = async (tx: Tx, caseIds: readonly CaseId[]): Promise<ReportRow[]> => {
  const rows: unknown[] = await sql(tx)('reports')
    .whereIn('case_id', caseIds)
    .orderBy(['received_on', 'id'])
  return rows.map(row => ReportRow.parse(row))
}
