import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import { joinRecoveryKey, publicKeyOf, wipe } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Sessions } from '../sessions'
import { findRecoveryCopy, saveRecovered } from './credentials.repository'
import { newOneTimePassword } from './one-time-password'
import type { RecoveryCodes } from './recovery-codes.service'
import { findRecoveryKeyOf } from './recovery.repository'
import type { Staff } from './staff'
import {
  openRecoveryCopy,
  ownerOfRecoveryKey,
  wrapPrivateKey,
  type Vouching,
} from './staff-keys.service'
import { findStaffByName } from './staff.repository'

type Deps = {
  readonly db: Db
  readonly installation: Vouching
  readonly audit: Audit
  readonly sessions: Sessions
  readonly recoveryCodes: RecoveryCodes
  readonly random: Random
  readonly clock: Clock
}

/** As long as an invitation. */
const DAYS_7 = 7 * 24 * 60 * 60_000

export type RecoverStaff = {
  /** @throws refused('recovery.nobody') for who has no keys that could be recovered */
  readonly find: (username: string) => Promise<Staff>
  /**
   * Puts the recovery key together for a moment and wraps the person's private key in a one-time password, with
   * which they choose a password and an app anew. Their sessions and recovery codes end. All of it or nothing.
   * @throws refused('recovery.share-slip' | 'recovery.shares-differ' | 'recovery.other-key' | 'recovery.nobody')
   */
  readonly recover: (username: string, shares: readonly string[]) => Promise<{ password: string }>
}

const getRecoverable = async (tx: Tx, username: string) => {
  const staff = await findStaffByName(tx, username)
  const copy = staff && (await findRecoveryCopy(tx, staff.id))
  if (staff === undefined || copy === undefined) throw refused('recovery.nobody')
  return { staff, copy }
}

/** The private key of the person, opened by the recovery key; that is wiped before this returns. */
const openCopy = async (
  { installation }: Deps,
  tx: Tx,
  { staff, copy }: Awaited<ReturnType<typeof getRecoverable>>,
  shares: readonly string[],
): Promise<Buffer> => {
  const privateKey = await joinRecoveryKey(shares)
  try {
    const recovery = await findRecoveryKeyOf(tx, copy.version)
    if (recovery === undefined) throw refused('recovery.not-made')
    installation.checkPublicKey(
      recovery.publicKey,
      ownerOfRecoveryKey(recovery.version),
      recovery.mac,
    )
    if (!publicKeyOf(privateKey).equals(recovery.publicKey)) throw refused('recovery.other-key')
    return openRecoveryCopy(
      { publicKey: recovery.publicKey, privateKey },
      { id: staff.id, ...copy },
    )
  } finally {
    wipe(privateKey)
  }
}

/** Shares that do not fit are written down too: somebody tried to get at a key. */
const noteRefusal = (deps: Deps, username: string, { code }: KnownError): Promise<void> =>
  deps.db.inTransaction(async tx => {
    const staff = await findStaffByName(tx, username)
    if (staff === undefined) return
    await deps.audit.record(tx, { side: 'system' }, staff.organisationId, {
      deed: 'staff.recovery-refused',
      subject: staff.id,
      ground: code,
    })
  })

const recover = (deps: Deps, username: string, shares: readonly string[]) =>
  deps.db.inTransaction(async tx => {
    const found = await getRecoverable(tx, username)
    const { staff } = found
    const privateKey = await openCopy(deps, tx, found, shares)
    const password = newOneTimePassword(deps.random)
    const wrapped = await wrapPrivateKey(deps.random, { staffId: staff.id, privateKey }, password)
    wipe(privateKey)
    const until = new Date(deps.clock().getTime() + DAYS_7)
    await saveRecovered(tx, staff.id, { ...wrapped, until })
    await deps.recoveryCodes.end(tx, staff.id)
    await deps.sessions.endAllOf(tx, staff.id)
    await deps.audit.record(tx, { side: 'system' }, staff.organisationId, {
      deed: 'staff.recovered',
      subject: staff.id,
    })
    return { password }
  })

export const createRecoverStaff = (deps: Deps): RecoverStaff => ({
  find: username => deps.db.inTransaction(async tx => (await getRecoverable(tx, username)).staff),

  recover: async (username, shares) => {
    try {
      return await recover(deps, username, shares)
    } catch (error) {
      if (error instanceof KnownError && error.kind === 'refused')
        await noteRefusal(deps, username, error)
      throw error
    }
  },
})
