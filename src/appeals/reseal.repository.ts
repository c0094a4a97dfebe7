import { z } from 'zod'
import type { DeskBelow } from '../desks'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'

const Count = z.object({ rows: z.tuple([z.object({ count: z.number() })]) })

export const countOldKeys = async (
  tx: Tx,
  { deskId, below }: DeskBelow,
  cap: number,
): Promise<number> => {
  const found: unknown = await sql(tx).raw(
    `SELECT count(*)::int FROM (SELECT FROM appeals WHERE desk_id = ? AND desk_version < ? LIMIT ?) AS found`,
    [deskId, below, cap],
  )
  return Count.parse(found).rows[0].count
}

const Row = z.object({
  id: z.string(),
  desk_version: z.number(),
  sealed_key_desk: z.instanceof(Buffer),
})

export const takeOldKeys = async (
  tx: Tx,
  { deskId, below, skip, limit }: DeskBelow & { skip: readonly string[]; limit: number },
): Promise<z.output<typeof Row>[]> => {
  const rows: unknown[] = await sql(tx)('appeals')
    .where({ desk_id: deskId })
    .where('desk_version', '<', below)
    .whereNotIn('id', skip)
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .select('id', 'desk_version', 'sealed_key_desk')
  return rows.map(row => Row.parse(row))
}

export const saveDeskKey = async (
  tx: Tx,
  {
    id,
    version,
    sealed,
  }: { readonly id: string; readonly version: number; readonly sealed: Buffer },
): Promise<void> => {
  await sql(tx)('appeals').where({ id }).update({ desk_version: version, sealed_key_desk: sealed })
}
