import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'

const UnmaskingRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  staff_id: z.string().transform(id => id as StaffId),
  session_hash: z.instanceof(Buffer),
  ground: z.string(),
  sealed_reason: z.instanceof(Buffer),
  begun_at: z.date(),
  ends_at: z.date(),
  closed_at: z.date().nullable(),
})
export type UnmaskingRow = z.output<typeof UnmaskingRow>

export const insertUnmasking = async (tx: Tx, row: UnmaskingRow): Promise<void> => {
  await sql(tx)('unmaskings').insert(row)
}

/** One person in one session at one moment. */
export type Reader = {
  readonly staffId: StaffId
  readonly sessionHash: Buffer
  readonly now: Date
}

export const findOpenUnmasking = async (
  tx: Tx,
  caseId: CaseId,
  { staffId, sessionHash, now }: Reader,
): Promise<UnmaskingRow | undefined> => {
  const row: unknown = await sql(tx)('unmaskings')
    .where({ case_id: caseId, staff_id: staffId, session_hash: sessionHash })
    .where('ends_at', '>', now)
    .whereNull('closed_at')
    .first()
  return row === undefined ? undefined : UnmaskingRow.parse(row)
}

/** Those that end first come first. */
export const listOpenUnmaskings = async (
  tx: Tx,
  staffId: StaffId,
  now: Date,
): Promise<UnmaskingRow[]> => {
  const rows: unknown[] = await sql(tx)('unmaskings')
    .where({ staff_id: staffId })
    .where('ends_at', '>', now)
    .whereNull('closed_at')
    .orderBy(['ends_at', 'id'])
    .limit(20)
  return rows.map(row => UnmaskingRow.parse(row))
}

/** Newest first. */
export const listUnmaskings = async (
  tx: Tx,
  caseId: CaseId,
  most: number,
): Promise<UnmaskingRow[]> => {
  const rows: unknown[] = await sql(tx)('unmaskings')
    .where({ case_id: caseId })
    .orderBy([
      { column: 'begun_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(most)
  return rows.map(row => UnmaskingRow.parse(row))
}

export const closeUnmasking = async (tx: Tx, id: string, now: Date): Promise<void> => {
  await sql(tx)('unmaskings').where({ id }).update({ closed_at: now })
}
