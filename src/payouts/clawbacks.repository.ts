import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { AwardId, StaffId } from '../vocabulary/ids'

const staff = z.string().transform(text => text as StaffId)

const Row = z.object({
  id: z.string(),
  award_id: z.string().transform(text => text as AwardId),
  ground: z.string(),
  asked_by: staff,
  asked_at: z.date(),
  approved_by: staff.nullable(),
  approved_at: z.date().nullable(),
  received_by: staff.nullable(),
  received_on: z.string().transform(asDay).nullable(),
  sealed_text: z.instanceof(Buffer),
})
export type ClawbackRow = z.output<typeof Row>

/** Held until the transaction ends. */
export const holdClawback = async (tx: Tx, awardId: AwardId): Promise<ClawbackRow | undefined> => {
  const row: unknown = await sql(tx)('clawbacks').where({ award_id: awardId }).forUpdate().first()
  return row === undefined ? undefined : Row.parse(row)
}

/** Two have agreed to it: what the reporter is told of. */
export const findApproved = async (tx: Tx, awardId: AwardId): Promise<ClawbackRow | undefined> => {
  const row: unknown = await sql(tx)('clawbacks')
    .where({ award_id: awardId })
    .whereNotNull('approved_at')
    .first()
  return row === undefined ? undefined : Row.parse(row)
}

export const insertClawback = async (
  tx: Tx,
  row: Pick<ClawbackRow, 'id' | 'award_id' | 'ground' | 'asked_by' | 'asked_at' | 'sealed_text'>,
): Promise<void> => {
  await sql(tx)('clawbacks').insert(row)
}

type Change = {
  readonly approved_by?: StaffId
  readonly approved_at?: Date
  readonly received_by?: StaffId
  readonly received_on?: Day
}

export const updateClawback = async (tx: Tx, id: string, change: Change): Promise<void> => {
  await sql(tx)('clawbacks').where({ id }).update(change)
}

export const deleteClawback = async (tx: Tx, id: string): Promise<void> => {
  await sql(tx)('clawbacks').where({ id }).whereNull('approved_by').delete()
}
