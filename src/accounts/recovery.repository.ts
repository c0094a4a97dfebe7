import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'

const RecoveryRow = z.object({
  version: z.number(),
  public_key: z.instanceof(Buffer),
  public_key_mac: z.instanceof(Buffer),
})

export type RecoveryKey = {
  readonly version: number
  readonly publicKey: Buffer
  readonly mac: Buffer
}

const toRecoveryKey = (row: unknown): RecoveryKey => {
  const parsed = RecoveryRow.parse(row)
  return { version: parsed.version, publicKey: parsed.public_key, mac: parsed.public_key_mac }
}

export const findRecoveryKey = async (tx: Tx): Promise<RecoveryKey | undefined> => {
  const row: unknown = await sql(tx)('recovery_keys').orderBy('version', 'desc').first()
  return row === undefined ? undefined : toRecoveryKey(row)
}

export const findRecoveryKeyOf = async (
  tx: Tx,
  version: number,
): Promise<RecoveryKey | undefined> => {
  const row: unknown = await sql(tx)('recovery_keys').where({ version }).first()
  return row === undefined ? undefined : toRecoveryKey(row)
}

type NewRecoveryKey = RecoveryKey & { readonly madeOn: Day; readonly demonstration: boolean }

export const insertRecoveryKey = async (tx: Tx, key: NewRecoveryKey): Promise<void> => {
  await sql(tx)('recovery_keys').insert({
    version: key.version,
    public_key: key.publicKey,
    public_key_mac: key.mac,
    made_on: key.madeOn,
    demonstration: key.demonstration,
  })
}
