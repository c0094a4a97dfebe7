import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, ReportId } from '../vocabulary/ids'

const AmendmentRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  report_id: z.string().transform(id => id as ReportId),
  made_on: z.string().transform(asDay),
  once: z.string(),
  sealed_change: z.instanceof(Buffer),
})
export type AmendmentRow = z.output<typeof AmendmentRow>

/** false when this form was sent before. The caller holds the lock on the case. */
export const insertAmendment = async (tx: Tx, row: AmendmentRow): Promise<boolean> => {
  const arrival = sql(tx).raw(
    '(SELECT coalesce(max(arrival), 0) + 1 FROM report_amendments WHERE report_id = ?)',
    [row.report_id],
  )
  const inserted: unknown[] = await sql(tx)('report_amendments')
    .insert({ ...row, arrival })
    .onConflict(['report_id', 'once'])
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** Oldest first. Few: each is the opposite of one before it. */
export const listAmendmentRows = async (tx: Tx, caseId: CaseId): Promise<AmendmentRow[]> => {
  const rows: unknown[] = await sql(tx)('report_amendments')
    .where({ case_id: caseId })
    .orderBy(['report_id', 'arrival'])
  return rows.map(row => AmendmentRow.parse(row))
}

export const deleteAmendments = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('report_amendments').where({ case_id: caseId }).delete()
}
