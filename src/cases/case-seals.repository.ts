import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'

const SealRow = z.object({
  case_id: z.string().transform(id => id as CaseId),
  recipient_kind: z.enum(['reporter', 'desk', 'staff']),
  recipient_id: z.string(),
  version: z.number(),
  sealed: z.instanceof(Buffer),
})
export type SealRow = z.output<typeof SealRow>

export const insertSeals = async (tx: Tx, rows: readonly SealRow[]): Promise<void> => {
  await sql(tx)('case_seals')
    .insert([...rows])
    .onConflict(['case_id', 'recipient_kind', 'recipient_id', 'version'])
    .merge(['sealed'])
}

export const listSeals = async (
  tx: Tx,
  caseIds: readonly CaseId[],
  recipientIds: readonly string[],
): Promise<SealRow[]> => {
  const rows: unknown[] = await sql(tx)('case_seals')
    .whereIn('case_id', caseIds)
    .whereIn('recipient_id', recipientIds)
  return rows.map(row => SealRow.parse(row))
}

export const deleteStaffSeals = async (
  tx: Tx,
  caseId: CaseId,
  staffIds: readonly string[],
): Promise<void> => {
  await sql(tx)('case_seals')
    .where({ case_id: caseId, recipient_kind: 'staff' })
    .whereIn('recipient_id', staffIds)
    .delete()
}

/** Every case key that was sealed to a person. How many. */
export const deleteAllStaffSeals = async (tx: Tx, staffId: string): Promise<number> =>
  sql(tx)('case_seals').where({ recipient_kind: 'staff', recipient_id: staffId }).delete()
