import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'

type CodeRow = { readonly staff_id: StaffId; readonly code_hash: Buffer; readonly made_at: Date }

export const deleteCodes = async (tx: Tx, staffId: StaffId): Promise<void> => {
  await sql(tx)('recovery_codes').where({ staff_id: staffId }).delete()
}

export const replaceCodes = async (
  tx: Tx,
  staffId: StaffId,
  hashes: readonly Buffer[],
  madeAt: Date,
): Promise<void> => {
  await deleteCodes(tx, staffId)
  await sql(tx)<CodeRow>('recovery_codes').insert(
    hashes.map(hash => ({ staff_id: staffId, code_hash: hash, made_at: madeAt })),
  )
}

/** False when the person has no such code, or no longer. */
export const burnCode = async (
  tx: Tx,
  staffId: StaffId,
  hashes: readonly Buffer[],
): Promise<boolean> =>
  (await sql(tx)('recovery_codes')
    .where({ staff_id: staffId })
    .whereIn('code_hash', [...hashes])
    .delete()) > 0

export const listMadeAt = async (tx: Tx, staffId: StaffId): Promise<Date[]> =>
  sql(tx)<CodeRow>('recovery_codes').where({ staff_id: staffId }).pluck<Date[]>('made_at')
