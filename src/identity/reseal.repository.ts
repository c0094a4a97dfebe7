import { z } from 'zod'
import type { DeskBelow } from '../desks'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'

/** The tables of this room in which keys are sealed to desks, and what names the row that a key belongs to. */
const itemOf = {
  identity_seals: 'report_id',
  identity_request_seals: 'request_id',
  identity_letter_seals: 'letter_id',
} as const
export type DeskSeals = keyof typeof itemOf

const Count = z.object({ rows: z.tuple([z.object({ count: z.number() })]) })

export const countOldSeals =
  (table: DeskSeals) =>
  async (tx: Tx, { deskId, below }: DeskBelow, cap: number): Promise<number> => {
    const found: unknown = await sql(tx).raw(
      `SELECT count(*)::int FROM (SELECT FROM ?? WHERE recipient_kind = 'desk' AND recipient_id = ?
         AND version < ? LIMIT ?) AS found`,
      [table, deskId, below, cap],
    )
    return Count.parse(found).rows[0].count
  }

const Row = z.object({ item: z.string(), version: z.number(), sealed: z.instanceof(Buffer) })
export type OldSeal = z.output<typeof Row>

export const takeOldSeals = async (
  tx: Tx,
  table: DeskSeals,
  { deskId, below, skip, limit }: DeskBelow & { skip: readonly string[]; limit: number },
): Promise<OldSeal[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT ?? AS item, version, sealed FROM ?? WHERE recipient_kind = 'desk' AND recipient_id = ?
       AND version < ? AND NOT ?? = ANY(?::uuid[]) LIMIT ? FOR UPDATE SKIP LOCKED`,
    [itemOf[table], table, deskId, below, itemOf[table], [...skip], limit],
  )
  return z.object({ rows: z.array(Row) }).parse(found).rows
}

/** The new seal stands before the old one goes. */
export const replaceSeal = async (
  tx: Tx,
  table: DeskSeals,
  seal: DeskBelow & { readonly item: string; readonly sealed: Buffer },
): Promise<void> => {
  const { item, deskId, below, sealed } = seal
  const to = { [itemOf[table]]: item, recipient_kind: 'desk', recipient_id: deskId }
  await sql(tx)(table)
    .insert({ ...to, version: below, sealed })
    .onConflict([itemOf[table], 'recipient_kind', 'recipient_id', 'version'])
    .merge(['sealed'])
  await sql(tx)(table).where(to).where('version', '<', below).delete()
}
