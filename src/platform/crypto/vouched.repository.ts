import { z } from 'zod'
import { sql } from '../db/sql'
import type { Tx } from '../db/transaction'
import type { Vouched } from './vouched'

const versionBytes = (version: number): Buffer => {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(version)
  return bytes
}

const older = 'substring(?? from 1 for 2) < ?'
const Count = z.object({ rows: z.tuple([z.object({ count: z.number() })]) })

/** How many an earlier version than this vouches for, counted up to `cap`. */
export const countVouched = async (
  tx: Tx,
  { table, mac }: Vouched,
  version: number,
  cap: number,
): Promise<number> => {
  const found: unknown = await sql(tx).raw(
    `SELECT count(*)::int FROM (SELECT FROM ?? WHERE ${older} LIMIT ?) AS found`,
    [table, mac, versionBytes(version), cap],
  )
  return Count.parse(found).rows[0].count
}

const Rows = z.array(z.record(z.string(), z.unknown()))

/** Those that nobody else is at. */
export const takeVouched = async (
  tx: Tx,
  { table, keys, columns, mac }: Vouched,
  version: number,
  limit: number,
): Promise<Record<string, unknown>[]> => {
  const rows: unknown = await sql(tx)(table)
    .whereRaw(older, [mac, versionBytes(version)])
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .select([...keys, ...columns, mac])
  return Rows.parse(rows)
}

export const saveVouched = async (
  tx: Tx,
  { table, keys, mac }: Vouched,
  row: Readonly<Record<string, unknown>>,
  bytes: Buffer,
): Promise<void> => {
  const which = Object.fromEntries(keys.map(key => [key, row[key]]))
  await sql(tx)(table)
    .where(which)
    .update({ [mac]: bytes })
}
