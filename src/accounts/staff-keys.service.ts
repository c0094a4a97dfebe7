import { hkdfSync } from 'node:crypto'
import { openSealedKey, sealKeyTo } from '../platform/crypto'
import { derivePassword, newPasswordSalt } from '../platform/crypto'
import { openField, sealField } from '../platform/crypto'
import { asSymmetricKey, createKeyPair, type KeyPair, type SymmetricKey } from '../platform/crypto'
import type { Random } from '../platform/random'
import type { StaffId } from '../vocabulary/ids'
import type { Enrolment, KeyRecord, Rewrapped } from './credentials.repository'
import type { RecoveryKey } from './recovery.repository'
import type { StaffKeys } from './staff'

/** The part of the installation secret that vouches for public keys. */
export type Vouching = {
  readonly macPublicKey: (publicKey: Buffer, owner: string) => Buffer
  readonly checkPublicKey: (publicKey: Buffer, owner: string, mac: Buffer) => void
}

export const ownerOfStaffKey = (id: StaffId): string => `staff:${id}`
export const ownerOfRecoveryKey = (version: number): string => `recovery:${version}`

const privateKeyPlace = (id: StaffId) => ({ table: 'staff', column: 'sealed_private_key', row: id })
const totpPlace = (id: StaffId) => ({ table: 'staff', column: 'sealed_totp', row: id })
const recoveryPlace = (id: StaffId, version: number) => ({
  table: 'staff',
  column: 'recovery_copy',
  row: id,
  recipient: 'recovery',
  version,
})

/** Derived from the opened private key, so that the one-time code's secret opens only after the password. */
const totpKey = (privateKey: Buffer): SymmetricKey =>
  asSymmetricKey(Buffer.from(hkdfSync('sha256', privateKey, Buffer.alloc(0), 'mingshao totp', 32)))

type NewKeys = {
  readonly id: StaffId
  readonly password: string
  readonly totpSecret: string
  readonly totpStep: number
  readonly recovery: RecoveryKey
}

/** A private key under a password, as it lies in the person's row. Slow (Argon2id). */
export const wrapPrivateKey = async (
  random: Random,
  { staffId, privateKey }: Pick<StaffKeys, 'staffId' | 'privateKey'>,
  password: string,
): Promise<Rewrapped> => {
  const salt = newPasswordSalt(random)
  const { verifier, wrappingKey } = await derivePassword(password, salt)
  const sealedPrivateKey = sealField(wrappingKey, privateKeyPlace(staffId), privateKey)
  return { salt, verifier, sealedPrivateKey }
}

export const sealTotpSecret = ({ staffId, privateKey }: StaffKeys, totpSecret: string): Buffer =>
  sealField(totpKey(privateKey), totpPlace(staffId), totpSecret)

/** Makes a person's key pair and seals it: by the password, and to the recovery key. Slow (Argon2id). */
export const makeStaffKeys = async (
  deps: { readonly vouching: Vouching; readonly random: Random },
  { id, password, totpSecret, totpStep, recovery }: NewKeys,
): Promise<{ readonly keys: StaffKeys; readonly enrolment: Enrolment }> => {
  deps.vouching.checkPublicKey(
    recovery.publicKey,
    ownerOfRecoveryKey(recovery.version),
    recovery.mac,
  )
  const { publicKey, privateKey } = createKeyPair()
  const keys = { staffId: id, publicKey, privateKey }
  return {
    keys,
    enrolment: {
      ...(await wrapPrivateKey(deps.random, keys, password)),
      publicKey,
      mac: deps.vouching.macPublicKey(publicKey, ownerOfStaffKey(id)),
      recoveryCopy: sealKeyTo(recovery.publicKey, recoveryPlace(id, recovery.version), privateKey),
      recoveryVersion: recovery.version,
      sealedTotp: sealTotpSecret(keys, totpSecret),
      totpStep,
    },
  }
}

/** @throws broken when the stored key was changed, or its public part is not the one vouched for */
export const openStaffKeys = (
  vouching: Vouching,
  id: StaffId,
  { record, wrappingKey }: { readonly record: KeyRecord; readonly wrappingKey: SymmetricKey },
): StaffKeys => {
  vouching.checkPublicKey(record.publicKey, ownerOfStaffKey(id), record.mac)
  const privateKey = openField(wrappingKey, privateKeyPlace(id), record.sealedPrivateKey)
  return { staffId: id, publicKey: record.publicKey, privateKey }
}

export const openTotpSecret = (keys: StaffKeys, sealed: Buffer): string =>
  openField(totpKey(keys.privateKey), totpPlace(keys.staffId), sealed).toString('utf8')

type RecoveryCopy = { readonly id: StaffId; readonly version: number; readonly sealed: Buffer }

/** The private key from its second copy, for whoever has put the recovery key together. */
export const openRecoveryCopy = (pair: KeyPair, { id, version, sealed }: RecoveryCopy): Buffer =>
  openSealedKey(pair, recoveryPlace(id, version), sealed)
