import type { Cases } from '../cases'
import type { Desks, Holder } from '../desks'
import type { Identities } from '../identity'
import { newSymmetricKey, wipe } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import type { Random } from '../platform/random'
import type { CaseId, OrganisationId, ReportId } from '../vocabulary/ids'
import type { IdentityAnswer } from '../vocabulary/report-answers'

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly identities: Identities
  readonly random: Random
}

type LateName = {
  readonly caseId: CaseId
  /** The reporter's own key pair: one of the two that open the identity. */
  readonly reporter: Holder
  readonly identity: IdentityAnswer
}

/** A reporter without a name gives one after the report was sent. */
export type LateNaming = {
  /** Whether anybody could open the name of a reporter whose case this body has. */
  readonly canTake: (tx: Tx, organisationId: OrganisationId) => Promise<boolean>
  /**
   * Seals the identity under a key made here, to the reporter and to the identity desk. False when there is a
   * name already. Records nothing.
   * @throws forbidden `identity.code-heard` where an officer knows the code (ADR 0022); unavailable `desk.missing`
   */
  readonly give: (tx: Tx, name: LateName) => Promise<boolean>
}

export const createLateNaming = ({ cases, desks, identities, random }: Deps): LateNaming => ({
  canTake: async (tx, organisationId) =>
    (await desks.nearestWith(tx, organisationId, 'identity')) !== undefined,

  give: async (tx, { caseId, reporter, identity }) => {
    const reportId = reporter.id as ReportId
    // Two windows at once: the second finds what the first gave.
    const { organisationId } = await cases.lock(tx, caseId)
    if ((await cases.codeStateOf(tx, reportId)).seenByOfficer)
      throw forbidden('identity.code-heard')
    if ((await identities.open(tx, [reporter], reportId)) !== undefined) return false
    const identityKey = newSymmetricKey(random)
    const reporterPublicKey = reporter.pair.publicKey
    await identities.store(tx, {
      ...{ reportId, organisationId, identityKey, reporterPublicKey, identity },
    })
    wipe(identityKey)
    return true
  },
})
