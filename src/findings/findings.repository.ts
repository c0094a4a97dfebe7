import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { FindingTotals } from './finding'

const FindingRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  version: z.number(),
  revision: z.number(),
  sealed_content: z.instanceof(Buffer),
  saved_by: z.string().transform(id => id as StaffId),
  saved_at: z.date(),
  decided_on: z.string().transform(asDay).nullable(),
})
export type FindingRow = z.output<typeof FindingRow>

const columns = Object.keys(FindingRow.shape)

/** Newest version first. A case has as many as it was decided, and one more while it is worked on. */
export const listFindings = async (tx: Tx, caseId: CaseId): Promise<FindingRow[]> => {
  const rows: unknown[] = await sql(tx)('findings')
    .where({ case_id: caseId })
    .orderBy('version', 'desc')
    .select(columns)
  return rows.map(row => FindingRow.parse(row))
}

export const latestFinding = async (tx: Tx, caseId: CaseId): Promise<FindingRow | undefined> => {
  const row: unknown = await sql(tx)('findings')
    .where({ case_id: caseId })
    .orderBy('version', 'desc')
    .first(columns)
  return row === undefined ? undefined : FindingRow.parse(row)
}

export const insertFinding = async (tx: Tx, row: FindingRow): Promise<void> => {
  await sql(tx)('findings').insert(row)
}

export const updateFinding = async (
  tx: Tx,
  id: string,
  change: Pick<FindingRow, 'revision' | 'sealed_content' | 'saved_by' | 'saved_at'>,
): Promise<void> => {
  await sql(tx)('findings').where({ id }).update(change)
}

/** From now on it stays, and its amounts stand in clear. */
export const freezeFinding = async (
  tx: Tx,
  id: string,
  { on, totals }: { readonly on: Day; readonly totals: FindingTotals },
): Promise<void> => {
  await sql(tx)('findings').where({ id }).update({
    decided_on: on,
    loss_fen: totals.loss.toString(),
    other_loss_fen: totals.otherLoss.toString(),
    voluntary_fen: totals.voluntary.toString(),
    recovered_fen: totals.recovered.toString(),
    fined_fen: totals.fined.toString(),
    deducted_fen: totals.deducted.toString(),
  })
}

export const deleteFindings = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('findings').where({ case_id: caseId }).delete()
}
