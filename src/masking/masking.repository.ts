import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'

const MaskingRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  version: z.number(),
  staff_id: z.string().transform(id => id as StaffId),
  set_at: z.date(),
  sealed_words: z.instanceof(Buffer),
})
export type MaskingRow = z.output<typeof MaskingRow>

export const insertMasking = async (tx: Tx, row: MaskingRow): Promise<void> => {
  await sql(tx)('maskings').insert(row)
}

export const lastMasking = async (tx: Tx, caseId: CaseId): Promise<MaskingRow | undefined> => {
  const row: unknown = await sql(tx)('maskings')
    .where({ case_id: caseId })
    .orderBy('version', 'desc')
    .first()
  return row === undefined ? undefined : MaskingRow.parse(row)
}

/** The last setting of each of these cases that has one. */
export const lastMaskings = async (
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<Map<CaseId, MaskingRow>> => {
  const rows: unknown[] = await sql(tx)('maskings')
    .distinctOn('case_id')
    .whereIn('case_id', caseIds)
    .orderBy([{ column: 'case_id' }, { column: 'version', order: 'desc' }])
  return new Map(rows.map(row => MaskingRow.parse(row)).map(row => [row.case_id, row]))
}
