import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'

/** Retention: what was masked, and who looked at the original. */
export const eraseMasks = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('unmaskings').where({ case_id: caseId }).delete()
  await sql(tx)('maskings').where({ case_id: caseId }).delete()
}
