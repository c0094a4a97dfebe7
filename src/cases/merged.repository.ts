import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Case } from './case'
import { caseColumns, caseFromRow } from './cases.repository'

/** A case that leads has a handful of others at most; the bound keeps a flood from one page. */
const MANY = 200

/** Those that were merged into it, held until the transaction ends. */
export const lockMerged = async (tx: Tx, lead: CaseId): Promise<CaseId[]> => {
  const rows: unknown[] = await sql(tx)('cases')
    .where({ merged_into: lead })
    .orderBy('arrival')
    .forUpdate()
    .select(caseColumns)
  return rows.map(row => caseFromRow(row).id)
}

export const follow = async (tx: Tx, caseIds: readonly CaseId[], lead: CaseId): Promise<void> => {
  await sql(tx)('cases').whereIn('id', caseIds).update({ merged_into: lead })
}

const Rows = z.object({ rows: z.array(z.unknown()) })

/**
 * The case and those that were merged into it, whoever was accepted first at the head: being merged counts as
 * accepted for what nobody had accepted before.
 */
export const listByRank = async (tx: Tx, lead: CaseId): Promise<Case[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT ${caseColumns.map(name => `c.${name}`).join(', ')} FROM cases AS c
     LEFT JOIN LATERAL (
       SELECT min(position) AS accepted FROM case_decisions
       WHERE case_id = c.id AND action IN ('accept', 'merge')
     ) AS d ON true
     WHERE c.id = ? OR c.merged_into = ?
     ORDER BY d.accepted NULLS LAST, c.arrival LIMIT ${MANY}`,
    [lead, lead],
  )
  return Rows.parse(found).rows.map(caseFromRow)
}
