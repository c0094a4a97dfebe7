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
import { broken } from '../platform/errors'
import type { DeskId, StaffId } from '../vocabulary/ids'
import {
  insertKey,
  insertSeal,
  type DeskKey,
  type DeskSeal,
  type SealedDeskKey,
} from './desks.repository'
import { insertMark, type listLaterMarks } from './marks.repository'

export type KeyDeps = {
  readonly installation: Pick<
    Installation,
    'macPublicKey' | 'checkPublicKey' | 'macSeal' | 'sealHolds'
  >
  readonly accounts: Accounts
  readonly clock: Clock
  /** A row that no member's session wrote lies in desk_seals: somebody writes there by other ways. */
  readonly onUnproved: (seal: KeyVersion & { readonly staffId: StaffId }) => void
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

const sealOwner = ({ deskId, version, staffId }: Omit<DeskSeal, 'sealed' | 'mac'>): string =>
  `desk-seal:${deskId}:${version}:${staffId}`

/**
 * Only the seals that this service wrote. Any other row is as if it were not there: whoever can write to the
 * database could otherwise make himself a member, who gets the real key when it is next renewed.
 */
export const provedOf = <S extends DeskSeal>(
  { installation, onUnproved }: Pick<KeyDeps, 'installation' | 'onUnproved'>,
  seals: readonly S[],
): S[] =>
  seals.filter(seal => {
    const proved = installation.sealHolds(seal.sealed, sealOwner(seal), seal.mac)
    if (!proved) onUnproved(seal)
    return proved
  })

/** @throws broken('public-key.broken') when this installation never vouched for the desk's key */
export const checkDeskKey = ({ installation }: KeyDeps, key: DeskKey): void => {
  installation.checkPublicKey(key.publicKey, ownerOf(key), key.mac)
}

/**
 * Nobody took a newer version of a key out of the table, which has left its mark. Marks that this installation did not make say nothing.
 * @throws broken('public-key.broken')
 */
export const refuseLater = (
  deps: Pick<KeyDeps, 'installation'>,
  later: Awaited<ReturnType<typeof listLaterMarks>>,
): void => {
  const proved = later.some(({ publicKey, mac, ...mark }) => {
    try {
      deps.installation.checkPublicKey(publicKey, ownerOf(mark), mac)
      return true
    } catch {
      return false
    }
  })
  if (proved) throw broken('public-key.broken')
}

/** @throws broken when the seal was moved or changed, or the desk's public key was */
export const openDeskKey = (deps: KeyDeps, keys: StaffKeys, seal: SealedDeskKey): KeyPair => {
  checkDeskKey(deps, seal.key)
  return {
    publicKey: seal.key.publicKey,
    privateKey: openSealedKey(keys, sealPlace(seal, keys.staffId), seal.sealed),
  }
}

type Handing = { readonly key: KeyVersion; readonly privateKey: Buffer; readonly to: StaffId }

/** Seals a desk's private key to a person, whose public key must be vouched for. */
export const sealDeskKeyTo = async (
  { accounts, installation }: KeyDeps,
  tx: Tx,
  { key, privateKey, to }: Handing,
): Promise<void> => {
  const { publicKey } = await accounts.recipient(tx, to)
  const { deskId, version } = key
  const sealed = sealKeyTo(publicKey, sealPlace(key, to), privateKey)
  const mac = installation.macSeal(sealed, sealOwner({ deskId, version, staffId: to }))
  await insertSeal(tx, { deskId, version, staffId: to, sealed, mac })
}

/** Makes one version of a desk's key pair, sealed to these people and to nobody else. */
export const makeDeskKey = async (
  deps: KeyDeps,
  tx: Tx,
  { key, to }: { readonly key: KeyVersion; readonly to: readonly StaffId[] },
): Promise<void> => {
  const { publicKey, privateKey } = createKeyPair()
  const mac = deps.installation.macPublicKey(publicKey, ownerOf(key))
  await insertKey(tx, { ...key, publicKey, mac, createdOn: dayOf(deps.clock()) })
  await insertMark(tx, { ...key, publicKey, mac })
  for (const staffId of to) await sealDeskKeyTo(deps, tx, { key, privateKey, to: staffId })
  wipe(privateKey)
}
