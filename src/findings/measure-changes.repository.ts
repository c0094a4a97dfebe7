import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'

const staff = z.string().transform(id => id as StaffId)
const day = z.string().transform(asDay)

const ChangeRow = z.object({
  id: z.string(),
  measure_id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  ordinal: z.number(),
  from_responsible: staff,
  to_responsible: staff,
  from_due: day,
  to_due: day,
  sealed_reason: z.instanceof(Buffer),
  changed_by: staff,
  changed_at: z.date(),
})
export type ChangeRow = z.output<typeof ChangeRow>

/** First the reason, then the change: the database lets none happen without. */
export const changeMeasure = async (tx: Tx, row: ChangeRow): Promise<void> => {
  await sql(tx)('measure_changes').insert(row)
  const { measure_id: id, to_responsible, to_due } = row
  await sql(tx)('measures').where({ id }).update({ responsible_id: to_responsible, due_on: to_due })
}

/** Of every measure of a case, oldest first. */
export const listChanges = async (tx: Tx, caseId: CaseId): Promise<ChangeRow[]> => {
  const rows: unknown[] = await sql(tx)('measure_changes')
    .where({ case_id: caseId })
    .orderBy(['measure_id', 'ordinal'])
  return rows.map(row => ChangeRow.parse(row))
}

export const deleteChanges = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('measure_changes').where({ case_id: caseId }).delete()
}
