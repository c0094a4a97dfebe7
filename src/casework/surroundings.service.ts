import type { Accounts } from '../accounts'
import type { Case, Cases } from '../cases'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { Surroundings } from './surroundings'

/** The cases before and after this one in the list that a person came from. */
export type Neighbours = (
  tx: Tx,
  actor: StaffActor,
  back: string,
  found: Case,
) => Promise<Omit<Surroundings, 'viewers'>>

type Deps = {
  readonly cases: Pick<Cases, 'noteViewer' | 'viewersOf'>
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly queue: { readonly neighbours: Neighbours }
}

/** What lies around an open case: its neighbours in the list, and who else is in it. Says that the actor is. */
export const surroundingsOf = async (
  { cases, accounts, lawbook, clock, queue }: Deps,
  tx: Tx,
  actor: StaffActor,
  { found, back }: { readonly found: Case; readonly back: string },
): Promise<Surroundings> => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  const minutes = limits['queue.viewing-minutes']
  const others = (await cases.viewersOf(tx, actor, [found.id], minutes)).get(found.id) ?? []
  await cases.noteViewer(tx, actor, found.id, minutes)
  const names = await accounts.namesOf(tx, others)
  return {
    ...(await queue.neighbours(tx, actor, back, found)),
    viewers: others.map(id => names.get(id) ?? '同事'),
  }
}
