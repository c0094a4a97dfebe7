import type { Desks } from '../desks'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, DeskId, OrganisationId } from '../vocabulary/ids'
import type { Case } from './case'
import { listOfficers, stopHandling } from './case-officers.repository'
import { dropDeskSeals, dropSeals, moveCase } from './passing.repository'

/** Desks of a body that read its own cases. What lies at its supervision desk was laid there by reporters of others. */
const readers = ['intake', 'legal'] as const

export type Passing = {
  /**
   * From now on it is the case of that body, with a number of that body: the one that had it can open it no more, its
   * desks and its people alike. The new body's intake desk has the key already. The caller holds the case.
   */
  readonly passOn: (tx: Tx, found: Case, to: OrganisationId) => Promise<void>
  /** What was sealed to a desk that will not have it after all. */
  readonly withholdFrom: (tx: Tx, caseIds: readonly CaseId[], deskId: DeskId) => Promise<void>
}

export const createPassing = ({
  desks,
  clock,
}: {
  readonly desks: Pick<Desks, 'versionsOf'>
  readonly clock: Clock
}): Passing => ({
  passOn: async (tx, { id, organisationId: from }, to) => {
    const own = (await desks.versionsOf(tx, from)).filter(({ kind }) =>
      (readers as readonly string[]).includes(kind),
    )
    const officers = await listOfficers(tx, [id])
    await stopHandling(
      tx,
      id,
      officers.map(({ staffId }) => staffId),
    )
    await dropSeals(
      tx,
      id,
      own.map(desk => desk.id),
    )
    await moveCase(tx, id, { organisationId: to, year: Number(dayOf(clock()).slice(0, 4)) })
  },
  withholdFrom: dropDeskSeals,
})
