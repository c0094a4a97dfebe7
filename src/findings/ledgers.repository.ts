import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { ledgers, type LedgerTotals } from './ledger'

// Amounts come and go as digits: an integer of the driver would not hold every one of them.
const EntryRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  ledger: z.enum(ledgers),
  voluntary: z.boolean(),
  amount_fen: z.string().transform(BigInt),
  received_on: z.string().transform(asDay),
  corrects: z.string().nullable(),
  sealed_note: z.instanceof(Buffer),
  posted_by: z.string().transform(id => id as StaffId),
  posted_at: z.date(),
})
export type EntryRow = z.output<typeof EntryRow>

const columns = Object.keys(EntryRow.shape).filter(column => column !== 'amount_fen')

const amounts = 'amount_fen::text AS amount_fen'

/** In the order in which they were posted. A case has some dozens. */
export const listEntries = async (tx: Tx, caseId: CaseId): Promise<EntryRow[]> => {
  const rows: unknown[] = await sql(tx)('money_entries')
    .where({ case_id: caseId })
    .orderBy('position')
    .select([...columns, sql(tx).raw(amounts)])
  return rows.map(row => EntryRow.parse(row))
}

export const findEntry = async (
  tx: Tx,
  caseId: CaseId,
  id: string,
): Promise<EntryRow | undefined> => {
  const row: unknown = await sql(tx)('money_entries')
    .where({ id, case_id: caseId })
    .first([...columns, sql(tx).raw(amounts)])
  return row === undefined ? undefined : EntryRow.parse(row)
}

/** false when this form, or a counter-entry to the same row, was sent before. */
export const insertEntry = async (tx: Tx, { amount_fen, ...row }: EntryRow): Promise<boolean> => {
  const inserted: unknown[] = await sql(tx)('money_entries')
    .insert({ ...row, amount_fen: amount_fen.toString() })
    .onConflict()
    .ignore()
    .returning('id')
  return inserted.length > 0
}

const Totals = z.object({
  recovered: z.string().transform(BigInt),
  voluntary: z.string().transform(BigInt),
  fined: z.string().transform(BigInt),
})

/** What came in, corrections taken off. Voluntary money is a part of the recovered. */
export const sumEntries = async (tx: Tx, caseId: CaseId): Promise<LedgerTotals> => {
  const row: unknown = await sql(tx)('money_entries')
    .where({ case_id: caseId })
    .first(
      sql(tx).raw(`
        coalesce(sum(amount_fen) FILTER (WHERE ledger = 'recovery'), 0)::text AS recovered,
        coalesce(sum(amount_fen) FILTER (WHERE voluntary), 0)::text AS voluntary,
        coalesce(sum(amount_fen) FILTER (WHERE ledger = 'fine'), 0)::text AS fined`),
    )
  return Totals.parse(row)
}

export const deleteEntries = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('money_entries').where({ case_id: caseId }).delete()
}
