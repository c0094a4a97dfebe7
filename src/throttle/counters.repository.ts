import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'

const Used = z.object({
  rows: z.array(z.object({ key: z.instanceof(Buffer), used: z.number() })),
})

/**
 * One statement: two nodes that count at the same moment take turns at the rows, in the same order, and each reads its
 * own sums, here by the key as base64url.
 */
export const addTo = async (
  tx: Tx,
  amounts: readonly { readonly key: Buffer; readonly amount: number }[],
): Promise<Map<string, number>> => {
  const answer: unknown = await sql(tx).raw(
    `INSERT INTO throttle_counts AS counts (key, used)
     SELECT * FROM unnest(?::bytea[], ?::bigint[]) AS added (key, used) ORDER BY key
     ON CONFLICT (key) DO UPDATE SET used = counts.used + excluded.used
     RETURNING key, used`,
    [amounts.map(({ key }) => key), amounts.map(({ amount }) => amount)],
  )
  const { rows } = Used.parse(answer)
  return new Map(rows.map(({ key, used }) => [key.toString('base64url'), used]))
}

export const takeFrom = async (tx: Tx, key: Buffer, amount: number): Promise<void> => {
  await sql(tx).raw('UPDATE throttle_counts SET used = greatest(used - ?, 0) WHERE key = ?', [
    amount,
    key,
  ])
}

type Salt = { readonly hour: number; readonly salt: Buffer }

const SaltRow = z.object({ hour: z.number(), salt: z.instanceof(Buffer) })

export const findSalt = async (tx: Tx): Promise<Salt | undefined> => {
  const row: unknown = await sql(tx)('throttle_salts').orderBy('hour', 'desc').first()
  return row === undefined ? undefined : SaltRow.parse(row)
}

// Any number will do, as long as every node of every version takes the same one.
const ROTATION_LOCK = 20_261_123

/** Until the transaction ends: nodes that notice the new hour together wait here in line. */
export const lockRotation = async (tx: Tx): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(?)', [ROTATION_LOCK])
}

/** TRUNCATE and not DELETE: the files themselves go, no dead row keeps the old salt. */
export const replaceSalt = async (tx: Tx, salt: Salt): Promise<void> => {
  await sql(tx).raw('TRUNCATE throttle_salts, throttle_counts')
  await sql(tx)('throttle_salts').insert(salt)
}
