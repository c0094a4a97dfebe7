import type { Cases } from '../cases'
import type { Desks, Holder } from '../desks'
import type { Identities } from '../identity'
import type { Tx } from '../platform/db/transaction'
import { forbidden } from '../platform/errors'
import type { CaseId, OrganisationId, ReportId } from '../vocabulary/ids'
import type { IdentityAnswer } from '../vocabulary/report-answers'

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly identities: Identities
}

type OfReporter = {
  readonly caseId: CaseId
  /** The reporter's own key pair: one of the two that open the identity. */
  readonly reporter: Holder
}

/** A reporter without a name gives one after the report was sent. */
export type LateNaming = {
  /** Whether anybody could open the name of a reporter whose case this body has. */
  readonly canTake: (tx: Tx, organisationId: OrganisationId) => Promise<boolean>
  /**
   * Seals the identity in the place of «none», to the reporter and to the identity desk. False when there is a
   * name already. Records nothing.
   * @throws forbidden `identity.code-heard` where an officer knows the code (ADR 0022); unavailable `desk.missing`
   */
  readonly give: (
    tx: Tx,
    name: OfReporter & { readonly identity: IdentityAnswer },
  ) => Promise<boolean>
  /**
   * Seals anew what is there. Every other change that a reporter makes comes by here, so that two dumps of the
   * database do not tell which of the changes was a name.
   */
  readonly pass: (tx: Tx, whose: OfReporter) => Promise<void>
}

export const createLateNaming = ({ cases, desks, identities }: Deps): LateNaming => ({
  canTake: async (tx, organisationId) =>
    (await desks.nearestWith(tx, organisationId, 'identity')) !== undefined,

  give: async (tx, { caseId, reporter, identity }) => {
    // Two windows at once: the second finds what the first gave.
    const { organisationId } = await cases.lock(tx, caseId)
    if ((await cases.codeStateOf(tx, reporter.id as ReportId)).seenByOfficer)
      throw forbidden('identity.code-heard')
    return identities.rewrite(tx, { reporter, organisationId, identity })
  },

  pass: async (tx, { caseId, reporter }) => {
    const { organisationId } = await cases.lock(tx, caseId)
    await identities.rewrite(tx, { reporter, organisationId })
  },
})
