import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'

const Row = z.object({ key: z.instanceof(Buffer), sealed: z.instanceof(Buffer) })
type TriesRow = z.output<typeof Row>

/** All that ask for one claim take turns, whether it has a row or not. */
export const holdTries = async (tx: Tx, key: Buffer): Promise<Buffer | undefined> => {
  const name = `claim-tries:${key.toString('base64url')}`
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [name])
  const row: unknown = await sql(tx)('claim_tries').where({ key }).first()
  return row === undefined ? undefined : Row.parse(row).sealed
}

export const saveTries = async (tx: Tx, row: TriesRow): Promise<void> => {
  await sql(tx)('claim_tries').insert(row).onConflict('key').merge(['sealed'])
}

export const deleteTries = async (tx: Tx, keys: readonly Buffer[]): Promise<void> => {
  await sql(tx)('claim_tries')
    .whereIn('key', [...keys])
    .delete()
}

export const listTries = async (tx: Tx): Promise<TriesRow[]> =>
  z.array(Row).parse(await sql(tx)('claim_tries').select())
