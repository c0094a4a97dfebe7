import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'

export const hasDeclared = async (tx: Tx, caseId: CaseId, staffId: StaffId): Promise<boolean> =>
  (await sql(tx)('case_declarations')
    .where({ case_id: caseId, staff_id: staffId })
    .first('declared_on')) !== undefined

/** False when the person had declared before. */
export const insertDeclaration = async (
  tx: Tx,
  declaration: { readonly caseId: CaseId; readonly staffId: StaffId; readonly on: Day },
): Promise<boolean> => {
  const { caseId, staffId, on } = declaration
  const made: unknown[] = await sql(tx)('case_declarations')
    .insert({ case_id: caseId, staff_id: staffId, declared_on: on })
    .onConflict(['case_id', 'staff_id'])
    .ignore()
    .returning('case_id')
  return made.length > 0
}
