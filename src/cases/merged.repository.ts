import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Case } from './case'
import { caseColumns, caseFromRow, findCaseForUpdate } from './cases.repository'

/** A case that leads has a handful of others at most; the bound keeps a flood from one page. */
const MANY = 200

/**
 * Those that were merged into it, held until the transaction ends. Who leads is always held before who follows; what
 * only points at a follower (an upload that runs) is not in the way.
 */
export const lockMerged = async (tx: Tx, lead: CaseId): Promise<CaseId[]> => {
  const rows: unknown[] = await sql(tx)('cases')
    .where({ merged_into: lead })
    .orderBy('arrival')
    .forNoKeyUpdate()
    .select(caseColumns)
  return rows.map(row => caseFromRow(row).id)
}

/** The case with all that are about the same matter, the leading one held first; undefined when there is no such case. */
export const lockGroup = async (
  tx: Tx,
  caseId: CaseId,
): Promise<{ readonly found: Case; readonly ids: readonly CaseId[] } | undefined> => {
  const lead = (await holdLead(tx, caseId)) ?? caseId
  const found = await findCaseForUpdate(tx, caseId)
  if (found === undefined) return undefined
  return { found, ids: [lead, ...(await lockMerged(tx, lead))] }
}

export const follow = async (tx: Tx, caseIds: readonly CaseId[], lead: CaseId): Promise<void> => {
  await sql(tx)('cases').whereIn('id', caseIds).update({ merged_into: lead })
}

const LeadRow = z.object({ merged_into: z.string().nullable() })

const leadOf = async (tx: Tx, caseId: CaseId): Promise<CaseId | undefined> => {
  const row: unknown = await sql(tx)('cases').where({ id: caseId }).first('merged_into')
  if (row === undefined) return undefined
  return (LeadRow.parse(row).merged_into ?? undefined) as CaseId | undefined
}

/** The case that leads this one, held until the transaction ends; undefined where it leads itself. */
export const holdLead = async (tx: Tx, caseId: CaseId): Promise<CaseId | undefined> => {
  const lead = await leadOf(tx, caseId)
  if (lead !== undefined) await sql(tx)('cases').where({ id: lead }).forNoKeyUpdate().first('id')
  return lead
}

/** What was read in a case is read where it counted too; what its followers have unread goes on counting in it. */
export const settleUnread = async (tx: Tx, caseId: CaseId): Promise<void> => {
  const lead = await holdLead(tx, caseId)
  if (lead !== undefined)
    await sql(tx).raw(
      `UPDATE cases SET unread = greatest(unread - (SELECT unread FROM cases WHERE id = ?), 0) WHERE id = ?`,
      [caseId, lead],
    )
  await sql(tx).raw(
    `UPDATE cases SET unread =
       (SELECT coalesce(sum(f.unread), 0) FROM cases AS f WHERE f.merged_into = cases.id)
     WHERE id = ?`,
    [caseId],
  )
}

/**
 * What is unread or waited for in a case shows on the one that leads it from now on; what its own followers have stays
 * counted once, for they follow the new lead directly.
 */
export const carryUnread = async (tx: Tx, caseId: CaseId, lead: CaseId): Promise<void> => {
  await sql(tx).raw(
    `UPDATE cases SET unread = cases.unread + m.unread,
       awaits_reporter = cases.awaits_reporter OR m.awaits_reporter
     FROM cases AS m WHERE m.id = ? AND cases.id = ?`,
    [caseId, lead],
  )
  await sql(tx).raw(
    `UPDATE cases SET unread = greatest(unread -
       (SELECT coalesce(sum(f.unread), 0) FROM cases AS f WHERE f.merged_into = cases.id), 0)
     WHERE id = ?`,
    [caseId],
  )
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
