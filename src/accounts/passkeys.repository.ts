import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { PasskeyId, StaffId } from '../vocabulary/ids'
import type { StoredPasskey } from './passkey'

const bytes = z.instanceof(Buffer)

const PasskeyRow = z.object({
  id: z.string().transform(id => id as PasskeyId),
  staff_id: z.string().transform(id => id as StaffId),
  name: z.string(),
  credential_id: bytes,
  public_key: bytes,
  public_key_mac: bytes,
  counter: z.number(),
  transports: z.array(z.string()),
  created_on: z.string(),
  last_used_on: z.string().nullable(),
})

const toPasskey = (row: unknown): StoredPasskey => {
  const read = PasskeyRow.parse(row)
  return {
    id: read.id,
    staffId: read.staff_id,
    name: read.name,
    credentialId: read.credential_id,
    publicKey: read.public_key,
    mac: read.public_key_mac,
    counter: read.counter,
    transports: read.transports,
    createdOn: read.created_on,
    lastUsedOn: read.last_used_on ?? undefined,
  }
}

export const listPasskeys = async (tx: Tx, staffId: StaffId): Promise<StoredPasskey[]> => {
  const rows: unknown[] = await sql(tx)('passkeys')
    .where({ staff_id: staffId })
    .orderBy(['created_on', 'id'])
  return rows.map(toPasskey)
}

/** The row is held, so that one counter is not used by two requests at once. */
export const findByCredential = async (
  tx: Tx,
  staffId: StaffId,
  credentialId: Buffer,
): Promise<StoredPasskey | undefined> => {
  const row: unknown = await sql(tx)('passkeys')
    .where({ staff_id: staffId, credential_id: credentialId })
    .forUpdate()
    .first()
  return row === undefined ? undefined : toPasskey(row)
}

type NewPasskey = Omit<StoredPasskey, 'lastUsedOn' | 'createdOn'> & { readonly createdOn: Day }

/** False when this key is registered already, by whomever. */
export const insertPasskey = async (tx: Tx, passkey: NewPasskey): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('passkeys')
    .insert({
      id: passkey.id,
      staff_id: passkey.staffId,
      name: passkey.name,
      credential_id: passkey.credentialId,
      public_key: passkey.publicKey,
      public_key_mac: passkey.mac,
      counter: passkey.counter,
      transports: [...passkey.transports],
      created_on: passkey.createdOn,
    })
    .onConflict('credential_id')
    .ignore()
    .returning('id')
  return made.length > 0
}

export const saveUse = async (
  tx: Tx,
  id: PasskeyId,
  use: { readonly counter: number; readonly on: Day },
): Promise<void> => {
  await sql(tx)('passkeys').where({ id }).update({ counter: use.counter, last_used_on: use.on })
}

/** False when this person has no such passkey (any more). */
export const deletePasskey = async (tx: Tx, staffId: StaffId, id: PasskeyId): Promise<boolean> =>
  (await sql(tx)('passkeys').where({ id, staff_id: staffId }).delete()) > 0

export const deletePasskeysOf = async (tx: Tx, staffId: StaffId): Promise<void> => {
  await sql(tx)('passkeys').where({ staff_id: staffId }).delete()
}

type Purpose = 'register' | 'prove'
type Asked = { readonly session: Buffer; readonly purpose: Purpose }

/** The one before it, if there was any, can no longer be answered. */
export const putChallenge = async (
  tx: Tx,
  { session, purpose }: Asked,
  put: { readonly challenge: Buffer; readonly name: string | null; readonly until: Date },
): Promise<void> => {
  await sql(tx)('passkey_challenges')
    .insert({
      session_hash: session,
      purpose,
      challenge: put.challenge,
      name: put.name,
      expires_at: put.until,
    })
    .onConflict(['session_hash', 'purpose'])
    .merge(['challenge', 'name', 'expires_at'])
}

const ChallengeRow = z.object({ challenge: bytes, name: z.string().nullable() })
export type Challenge = z.output<typeof ChallengeRow>

const live = (tx: Tx, { session, purpose }: Asked, now: Date) =>
  sql(tx)('passkey_challenges')
    .where({ session_hash: session, purpose })
    .where('expires_at', '>', now)

export const findChallenge = async (
  tx: Tx,
  asked: Asked,
  now: Date,
): Promise<Challenge | undefined> => {
  const row: unknown = await live(tx, asked, now).first()
  return row === undefined ? undefined : ChallengeRow.parse(row)
}

/** Whoever takes it is the only one. */
export const takeChallenge = async (
  tx: Tx,
  asked: Asked,
  now: Date,
): Promise<Challenge | undefined> => {
  const rows: unknown[] = await live(tx, asked, now).delete().returning(['challenge', 'name'])
  return rows.map(row => ChallengeRow.parse(row))[0]
}
