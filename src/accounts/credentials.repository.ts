import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'

const bytes = z.instanceof(Buffer)

const PasswordRow = z.object({
  id: z.string().transform(id => id as StaffId),
  status: z.enum(['invited', 'active', 'disabled']),
  password_salt: bytes,
  password_verifier: bytes,
  one_time_until: z.date().nullable(),
  factor_reset_until: z.date().nullable(),
})

export type PasswordRecord = {
  readonly staffId: StaffId
  readonly status: 'invited' | 'active' | 'disabled'
  readonly salt: Buffer
  readonly verifier: Buffer
  readonly oneTimeUntil: Date | undefined
  /** Two people have reset the second factor: until then a new one may be enrolled. */
  readonly factorResetUntil: Date | undefined
}

const toPasswordRecord = (row: unknown): PasswordRecord => {
  const parsed = PasswordRow.parse(row)
  return {
    staffId: parsed.id,
    status: parsed.status,
    salt: parsed.password_salt,
    verifier: parsed.password_verifier,
    oneTimeUntil: parsed.one_time_until ?? undefined,
    factorResetUntil: parsed.factor_reset_until ?? undefined,
  }
}

export const findPassword = async (
  tx: Tx,
  username: string,
): Promise<PasswordRecord | undefined> => {
  const row: unknown = await sql(tx)('staff').where({ username }).first()
  return row === undefined ? undefined : toPasswordRecord(row)
}

export const findPasswordOf = async (tx: Tx, id: StaffId): Promise<PasswordRecord | undefined> => {
  const row: unknown = await sql(tx)('staff').where({ id }).first()
  return row === undefined ? undefined : toPasswordRecord(row)
}

const KeyRow = z.object({
  public_key: bytes,
  public_key_mac: bytes,
  sealed_private_key: bytes,
  sealed_totp: bytes,
  totp_step: z.number(),
})

/** What a person's sign-in needs besides the password. All of it sealed, or checked by a MAC. */
export type KeyRecord = {
  readonly publicKey: Buffer
  readonly mac: Buffer
  readonly sealedPrivateKey: Buffer
  readonly sealedTotp: Buffer
  readonly totpStep: number
}

const readKeyRow = (row: unknown): KeyRecord | undefined => {
  if (row === undefined) return undefined
  const parsed = KeyRow.parse(row)
  return {
    publicKey: parsed.public_key,
    mac: parsed.public_key_mac,
    sealedPrivateKey: parsed.sealed_private_key,
    sealedTotp: parsed.sealed_totp,
    totpStep: parsed.totp_step,
  }
}

/** The keys of a person who has any and is not disabled. */
export const findKeys = async (tx: Tx, id: StaffId): Promise<KeyRecord | undefined> => {
  const row: unknown = await sql(tx)('staff').where({ id, status: 'active' }).first()
  return readKeyRow(row)
}

/**
 * As findKeys, holding the row, so that one code cannot be used by two requests at once. Rows that only name the person
 * are written meanwhile: whoever holds a case and writes down who did it would wait for one who waits for the case.
 */
export const findKeysForUpdate = async (tx: Tx, id: StaffId): Promise<KeyRecord | undefined> => {
  const row: unknown = await sql(tx)('staff')
    .where({ id, status: 'active' })
    .forNoKeyUpdate()
    .first()
  return readKeyRow(row)
}

export const saveStep = async (tx: Tx, id: StaffId, step: number): Promise<void> => {
  await sql(tx)('staff').where({ id }).update({ totp_step: step })
}

export type Enrolment = {
  readonly salt: Buffer
  readonly verifier: Buffer
  readonly publicKey: Buffer
  readonly mac: Buffer
  readonly sealedPrivateKey: Buffer
  readonly recoveryCopy: Buffer
  readonly recoveryVersion: number
  readonly sealedTotp: Buffer
  readonly totpStep: number
}

export type Rewrapped = {
  readonly salt: Buffer
  readonly verifier: Buffer
  readonly sealedPrivateKey: Buffer
}

/** The same private key under a one-time password: the person is to choose anew at the next sign-in. */
export const saveRecovered = async (
  tx: Tx,
  id: StaffId,
  { salt, verifier, sealedPrivateKey, until }: Rewrapped & { readonly until: Date },
): Promise<void> => {
  await sql(tx)('staff').where({ id, status: 'active' }).update({
    one_time_until: until,
    password_salt: salt,
    password_verifier: verifier,
    sealed_private_key: sealedPrivateKey,
  })
}

/** False when the person was not, or is no longer, waiting to choose anew. */
export const saveChosenAnew = async (
  tx: Tx,
  id: StaffId,
  chosen: Rewrapped & { readonly sealedTotp: Buffer; readonly totpStep: number },
): Promise<boolean> =>
  (await sql(tx)('staff').where({ id, status: 'active' }).whereNotNull('one_time_until').update({
    one_time_until: null,
    factor_reset_until: null,
    password_salt: chosen.salt,
    password_verifier: chosen.verifier,
    sealed_private_key: chosen.sealedPrivateKey,
    sealed_totp: chosen.sealedTotp,
    totp_step: chosen.totpStep,
  })) > 0

/** Of somebody with keys: the factor counts no longer, a new one may be enrolled until then. False for others. */
export const openFactorReset = async (tx: Tx, id: StaffId, until: Date): Promise<boolean> =>
  (await sql(tx)('staff').where({ id, status: 'active' }).update({ factor_reset_until: until })) > 0

/** False when the factor was not reset, or too long ago. */
export const saveNewFactor = async (
  tx: Tx,
  id: StaffId,
  factor: { readonly sealedTotp: Buffer; readonly totpStep: number; readonly now: Date },
): Promise<boolean> =>
  (await sql(tx)('staff')
    .where({ id, status: 'active' })
    .where('factor_reset_until', '>', factor.now)
    .update({
      factor_reset_until: null,
      sealed_totp: factor.sealedTotp,
      totp_step: factor.totpStep,
    })) > 0

const RecoveryCopyRow = z.object({ recovery_copy: bytes, recovery_version: z.number() })

/** Of somebody who has keys and is not disabled. The row is held. */
export const findRecoveryCopy = async (
  tx: Tx,
  id: StaffId,
): Promise<{ readonly sealed: Buffer; readonly version: number } | undefined> => {
  const row: unknown = await sql(tx)('staff').where({ id, status: 'active' }).forUpdate().first()
  if (row === undefined) return undefined
  const { recovery_copy: sealed, recovery_version: version } = RecoveryCopyRow.parse(row)
  return { sealed, version }
}

/** False when the person was not, or is no longer, waiting to be enrolled. */
export const saveEnrolment = async (tx: Tx, id: StaffId, enrolment: Enrolment): Promise<boolean> =>
  (await sql(tx)('staff').where({ id, status: 'invited' }).update({
    status: 'active',
    one_time_until: null,
    password_salt: enrolment.salt,
    password_verifier: enrolment.verifier,
    public_key: enrolment.publicKey,
    public_key_mac: enrolment.mac,
    sealed_private_key: enrolment.sealedPrivateKey,
    recovery_copy: enrolment.recoveryCopy,
    recovery_version: enrolment.recoveryVersion,
    sealed_totp: enrolment.sealedTotp,
    totp_step: enrolment.totpStep,
  })) > 0
