import type { Accounts, StaffKeys } from '../accounts'
import { dayOf, type Clock } from '../platform/clock'
import {
  createKeyPair,
  openSealedKey,
  sealKeyTo,
  wipe,
  type Installation,
  type KeyPair,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { DeskId, StaffId } from '../vocabulary/ids'
import { insertKey, insertSeal, type DeskKey, type SealedDeskKey } from './desks.repository'

export type KeyDeps = {
  readonly installation: Pick<Installation, 'macPublicKey' | 'checkPublicKey'>
  readonly accounts: Accounts
  readonly clock: Clock
}

type KeyVersion = { readonly deskId: DeskId; readonly version: number }

const ownerOf = ({ deskId, version }: KeyVersion): string => `desk:${deskId}:${version}`

// A person has one key pair, so the version of the recipient's key is always the first.
const sealPlace = ({ deskId, version }: KeyVersion, staffId: StaffId) => ({
  table: 'desk_seals',
  column: 'sealed',
  row: `${deskId}:${version}`,
  recipient: staffId,
  version: 1,
})

/** @throws broken('public-key.broken') when this installation never vouched for the desk's key */
export const checkDeskKey = ({ installation }: KeyDeps, key: DeskKey): void => {
  installation.checkPublicKey(key.publicKey, ownerOf(key), key.mac)
}

/** @throws broken when the seal was moved or changed, or the desk's public key was */
export const openDeskKey = (deps: KeyDeps, keys: StaffKeys, seal: SealedDeskKey): KeyPair => {
  checkDeskKey(deps, seal)
  return {
    publicKey: seal.publicKey,
    privateKey: openSealedKey(keys, sealPlace(seal, keys.staffId), seal.sealed),
  }
}

type Handing = { readonly key: KeyVersion; readonly privateKey: Buffer; readonly to: StaffId }

/** Seals a desk's private key to a person, whose public key must be vouched for. */
export const sealDeskKeyTo = async (
  { accounts }: KeyDeps,
  tx: Tx,
  { key, privateKey, to }: Handing,
): Promise<void> => {
  const { publicKey } = await accounts.recipient(tx, to)
  await insertSeal(tx, {
    deskId: key.deskId,
    version: key.version,
    staffId: to,
    sealed: sealKeyTo(publicKey, sealPlace(key, to), privateKey),
  })
}

/** Makes one version of a desk's key pair, sealed to these people and to nobody else. */
export const makeDeskKey = async (
  deps: KeyDeps,
  tx: Tx,
  { key, to }: { readonly key: KeyVersion; readonly to: readonly StaffId[] },
): Promise<void> => {
  const { publicKey, privateKey } = createKeyPair()
  await insertKey(tx, {
    ...key,
    publicKey,
    mac: deps.installation.macPublicKey(publicKey, ownerOf(key)),
    createdOn: dayOf(deps.clock()),
  })
  for (const staffId of to) await sealDeskKeyTo(deps, tx, { key, privateKey, to: staffId })
  wipe(privateKey)
}
