import type { Accounts } from '../accounts'
import type { Cases, Load } from '../cases'
import type { Deadlines } from '../deadlines'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { TeamMember } from './home'

export type TeamDeps = {
  readonly cases: Cases
  readonly accounts: Accounts
  readonly deadlines: Pick<Deadlines, 'nearUntil'>
  readonly clock: Clock
}

const NOTHING: Load = { open: 0, overdue: 0, near: 0 }

const byNeed = ({ load: one }: TeamMember, { load: other }: TeamMember): number =>
  other.overdue - one.overdue || other.near - one.near || other.open - one.open

/** What each handler of the actor's body has in hand, who needs help first; without what is kept from the actor. */
export const listTeam = async (
  { cases, accounts, deadlines, clock }: TeamDeps,
  tx: Tx,
  actor: StaffActor,
): Promise<TeamMember[]> => {
  const { organisationId, id: viewer } = actor
  const people = await accounts.listActive(tx, organisationId, 'handler')
  const today = dayOf(clock())
  const nearUntil = await deadlines.nearUntil(tx, today)
  const loads = await cases.loadsOf(tx, { organisationId, viewer, today, nearUntil })
  return people
    .map(({ id, displayName: name }) => ({ id, name, load: loads.get(id) ?? NOTHING }))
    .sort(byNeed)
}
