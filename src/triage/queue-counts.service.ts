import { caseStates, type Cases, type QueueFilters } from '../cases'
import { addDays, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import type { Dropped } from './queue'
import {
  countCap,
  type FilterName,
  type Light,
  type QueueView,
  type QueueWish,
} from './queue.rules'

const viewFilters = (view: QueueView, actor: StaffActor): QueueFilters => {
  if (view === 'mine') return { handler: actor.id }
  if (view === 'unassigned') return { unassigned: true }
  return view === 'new-messages' ? { unread: true } : {}
}

export type Edges = { readonly today: Day; readonly nearUntil: Day }

const lightFilters = (light: Light | undefined, { today, nearUntil }: Edges): QueueFilters => {
  if (light === undefined) return {}
  if (light === 'red') return { dueTo: addDays(today, -1) }
  return light === 'amber'
    ? { dueFrom: today, dueTo: nearUntil }
    : { dueFrom: addDays(nearUntil, 1) }
}

/** What the address asks for, in the terms of the cases room. A named stage may be a closed one. */
export const toFilters = (wish: QueueWish, actor: StaffActor, edges: Edges): QueueFilters => {
  const { behaviour, kind, state, source, region, handler, screening } = wish.filters
  const view = viewFilters(wish.view, actor)
  return {
    ...view,
    ...lightFilters(wish.light, edges),
    open: state === undefined ? true : undefined,
    state: caseStates.find(known => known === state),
    behaviour,
    targetKind: kind,
    source,
    regionCode: region,
    toScreen: screening === undefined ? undefined : screening === 'suspect',
    // Somebody else's cases among mine: none, rather than theirs.
    handler: view.handler ?? (handler as StaffId | undefined),
  }
}

/** One page asks for the same number under several names: as a view, as a light, as the list itself. */
export const counter = (cases: Cases, tx: Tx, actor: StaffActor, edges: Edges) => {
  const scope = cases.scopeOf(actor)
  const counted = new Map<string, Promise<number>>()
  return (wish: QueueWish): Promise<number> => {
    const filters = toFilters(wish, actor, edges)
    const question = JSON.stringify(Object.entries(filters).sort())
    const known = counted.get(question) ?? cases.countQueue(tx, scope, filters, countCap)
    counted.set(question, known)
    return known
  }
}

export type Count = ReturnType<typeof counter>

/** Handlers see only what was given to them: for them «all» is «mine», and «unassigned» has nothing. */
export const viewsFor = (cases: Cases, actor: StaffActor): QueueView[] =>
  cases.scopeOf(actor).handledBy === undefined
    ? ['all', 'mine', 'unassigned', 'new-messages']
    : ['mine', 'new-messages']

export const countViews = async (count: Count, views: readonly QueueView[], wish: QueueWish) => {
  const counts: Partial<Record<QueueView, number>> = {}
  for (const view of views)
    counts[view] = await count({ ...wish, view, light: undefined, filters: {} })
  return counts
}

/** What stands on the lamps, and how many the list has: one pass over what the other filters leave. */
export const countLights = async (
  cases: Cases,
  tx: Tx,
  actor: StaffActor,
  { wish, edges }: { readonly wish: QueueWish; readonly edges: Edges },
): Promise<{ lights: Record<Light, number>; listed: number }> => {
  const filters = toFilters({ ...wish, light: undefined }, actor, edges)
  const due = await cases.countByDue(tx, cases.scopeOf(actor), filters, edges)
  const lights = { red: due.overdue, amber: due.near, green: due.later }
  return { lights, listed: wish.light === undefined ? due.all : lights[wish.light] }
}

export const countWithout = async (count: Count, wish: QueueWish) => {
  const without: Partial<Record<Dropped, number>> = {}
  if (wish.light !== undefined) without.light = await count({ ...wish, light: undefined })
  for (const name of Object.keys(wish.filters) as FilterName[]) {
    const filters = { ...wish.filters, [name]: undefined }
    without[name] = await count({ ...wish, filters })
  }
  return without
}
