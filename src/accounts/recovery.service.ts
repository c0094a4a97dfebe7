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

export type Recovery = {
  /**
   * Makes the recovery key pair, once, and returns its private part as three shares of which any two restore
   * it. They exist nowhere else. Recorded in the chain of the organisation that runs the site.
   * @throws refused('recovery.already-made')
   */
  readonly make: (
    tx: Tx,
    actor: Actor,
    options: { readonly organisationId: OrganisationId; readonly demonstration: boolean },
  ) => Promise<string[]>
  /** No report is accepted before the recovery key exists. */
  readonly isReadyForReports: (tx: Tx) => Promise<boolean>
}

export const createRecovery = ({ installation, audit, clock }: Deps): Recovery => ({
  make: async (tx, actor, { organisationId, demonstration }) => {
    if ((await findRecoveryKey(tx)) !== undefined) throw refused('recovery.already-made')
    const version = 1
    const { publicKey, privateKey } = createKeyPair()
    const shares = await splitRecoveryKey(privateKey)
    wipe(privateKey)
    await insertRecoveryKey(tx, {
      version,
      publicKey,
      mac: installation.macPublicKey(publicKey, ownerOfRecoveryKey(version)),
      madeOn: dayOf(clock()),
      demonstration,
    })
    await audit.record(tx, actor, organisationId, { deed: 'recovery-key.made' })
    return shares
  },

  isReadyForReports: async tx => (await findRecoveryKey(tx)) !== undefined,
})
