import { z } from 'zod'
import type { DeskBelow } from '../desks'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { DeskId, LetterId } from '../vocabulary/ids'

const Row = z.object({
  letter_id: z.string().transform(text => text as LetterId),
  desk_id: z.string().transform(text => text as DeskId),
  version: z.number(),
  sealed: z.instanceof(Buffer),
})
export type LetterSeal = z.output<typeof Row>

export const insertSeals = async (tx: Tx, rows: readonly LetterSeal[]): Promise<void> => {
  await sql(tx)('oversight_seals').insert([...rows])
}

export const listSeals = async (
  tx: Tx,
  letterIds: readonly LetterId[],
  deskIds: readonly string[],
): Promise<LetterSeal[]> => {
  const rows: unknown[] = await sql(tx)('oversight_seals')
    .whereIn('letter_id', [...letterIds])
    .whereIn('desk_id', [...deskIds])
  return rows.map(row => Row.parse(row))
}

const Count = z.object({ count: z.number() })

export const countOldSeals = async (
  tx: Tx,
  { deskId, below }: DeskBelow,
  cap: number,
): Promise<number> => {
  const some = sql(tx)('oversight_seals')
    .where({ desk_id: deskId })
    .where('version', '<', below)
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx)
    .from(some.as('some'))
    .first(sql(tx).raw('count(*)::int AS count'))
  return Count.parse(row).count
}

export const takeOldSeals = async (
  tx: Tx,
  { deskId, below, skip, limit }: DeskBelow & { skip: readonly string[]; limit: number },
): Promise<LetterSeal[]> => {
  const rows: unknown[] = await sql(tx)('oversight_seals')
    .where({ desk_id: deskId })
    .where('version', '<', below)
    .whereNotIn('letter_id', [...skip])
    .limit(limit)
    .forUpdate()
    .skipLocked()
  return rows.map(row => Row.parse(row))
}

export const saveSeal = async (tx: Tx, seal: LetterSeal): Promise<void> => {
  const { letter_id, desk_id, version, sealed } = seal
  await sql(tx)('oversight_seals').where({ letter_id, desk_id }).update({ version, sealed })
}
