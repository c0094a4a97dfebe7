import type { Audit } from '../audit'
import { dayOf, type Clock } from '../platform/clock'
import { createKeyPair, wipe } from '../platform/crypto'
import { splitRecoveryKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Actor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'
import { findRecoveryKey, insertRecoveryKey } from './recovery.repository'
import { ownerOfRecoveryKey, type Vouching } from './staff-keys.service'

type Deps = { readonly installation: Vouching; readonly audit: Audit; readonly clock: Clock }

type Owner = { readonly organisationId: OrganisationId; readonly demonstration: boolean }

type PreparedRecovery = { readonly publicKey: Buffer; readonly shares: readonly string[] }

export type Recovery = {
  /**
   * A recovery key pair that is kept nowhere yet: its private part exists as the three shares alone, of which any
   * two restore it.
   */
  readonly prepare: () => Promise<PreparedRecovery>
  /**
   * From now on every private key has a copy sealed to this recovery key. Once only; recorded in the chain of the
   * organisation that runs the site. @throws refused('recovery.already-made')
   */
  readonly store: (
    tx: Tx,
    actor: Actor,
    key: Owner & { readonly publicKey: Buffer },
  ) => Promise<void>
  /** Both at once. @returns the shares @throws refused('recovery.already-made') */
  readonly make: (tx: Tx, actor: Actor, owner: Owner) => Promise<readonly string[]>
  /** No report is accepted before the recovery key exists. */
  readonly isReadyForReports: (tx: Tx) => Promise<boolean>
}

const VERSION = 1

const prepare = async (): Promise<PreparedRecovery> => {
  const { publicKey, privateKey } = createKeyPair()
  const shares = await splitRecoveryKey(privateKey)
  wipe(privateKey)
  return { publicKey, shares }
}

export const createRecovery = ({ installation, audit, clock }: Deps): Recovery => {
  const store: Recovery['store'] = async (tx, actor, key) => {
    const { publicKey, organisationId, demonstration } = key
    if ((await findRecoveryKey(tx)) !== undefined) throw refused('recovery.already-made')
    await insertRecoveryKey(tx, {
      version: VERSION,
      publicKey,
      mac: installation.macPublicKey(publicKey, ownerOfRecoveryKey(VERSION)),
      madeOn: dayOf(clock()),
      demonstration,
    })
    await audit.record(tx, actor, organisationId, { deed: 'recovery-key.made' })
  }

  return {
    prepare,
    store,
    make: async (tx, actor, owner) => {
      const { publicKey, shares } = await prepare()
      await store(tx, actor, { ...owner, publicKey })
      return shares
    },
    isReadyForReports: async tx => (await findRecoveryKey(tx)) !== undefined,
  }
}
