import { caseStates, isOpen, type Cases, type QueueFilters } from '../cases'
import { addDays, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { EndlessLists } from './endless-lists'
import type { Dropped, QueueFindings } from './queue'
import {
  countCap,
  filterNames,
  lights,
  queueViews,
  type Light,
  type QueueView,
  type QueueWish,
} from './queue.rules'

type Edges = {
  readonly today: Day
  /** The last days that are amber, and that the tab of what is due soon shows. */
  readonly nearUntil: Day
  readonly soonUntil: Day
  readonly soonDays: number
  /** High-risk clues that came until then are slow. */
  readonly slowUntil: Day
}

const viewFilters = (view: QueueView, actor: StaffActor, edges: Edges): QueueFilters => {
  const { today, soonUntil } = edges
  const filters: Record<QueueView, QueueFilters> = {
    all: {},
    new: { justIn: true },
    mine: { handler: actor.id },
    unassigned: { unassigned: true },
    due: { dueFrom: today, dueTo: soonUntil },
    overdue: lightFilters('red', edges),
    waiting: { awaitsReporter: true },
    'new-messages': { unread: true },
    approval: { forApprovalBy: actor.id },
    rising: { slowRiskUntil: edges.slowUntil },
  }
  return filters[view]
}

const lightFilters = (light: Light | undefined, { today, nearUntil }: Edges): QueueFilters => {
  if (light === undefined) return {}
  if (light === 'red') return { dueTo: addDays(today, -1) }
  return light === 'amber'
    ? { dueFrom: today, dueTo: nearUntil }
    : { dueFrom: addDays(nearUntil, 1) }
}

/** Both of two ends: the later beginning, the earlier end. */
const within = (view: QueueFilters, light: QueueFilters): QueueFilters => {
  const from = [view.dueFrom, light.dueFrom].filter(day => day !== undefined).sort()
  const to = [view.dueTo, light.dueTo].filter(day => day !== undefined).sort()
  return { dueFrom: from.at(-1), dueTo: to[0] }
}

/** What the address asks for, in the terms of the cases room. A named stage may be a closed one. */
export const toFilters = (wish: QueueWish, actor: StaffActor, edges: Edges): QueueFilters => {
  const { behaviour, kind, state, source, region, handler, screening } = wish.filters
  const view = viewFilters(wish.view, actor, edges)
  const stage = caseStates.find(known => known === state)
  return {
    ...view,
    ...within(view, lightFilters(wish.light, edges)),
    open: stage === undefined || isOpen(stage),
    state: stage,
    behaviour,
    targetKind: kind,
    source,
    regionCode: region,
    toScreen: screening === undefined ? undefined : screening === 'suspect',
    // Somebody else's cases among mine: none, rather than theirs.
    handler: view.handler ?? (handler as StaffId | undefined),
  }
}

export type Asking = {
  readonly cases: Cases
  readonly endless: EndlessLists
  readonly tx: Tx
  readonly actor: StaffActor
  readonly edges: Edges
}

/** The same filters have one name, in whatever order they were written. */
const nameOf = (scope: unknown, filters: QueueFilters): string => {
  const set = Object.entries(filters).filter(([, value]) => value !== undefined)
  return JSON.stringify([scope, set.sort(([one], [other]) => (one < other ? -1 : 1))])
}

/** How many each of these lists has, for one person. */
export const countEach = async (
  { cases, endless, tx, actor, edges }: Asking,
  wishes: readonly QueueWish[],
): Promise<number[]> => {
  const scope = cases.scopeOf(actor)
  const lists = wishes.map(wish => toFilters(wish, actor, edges))
  const names = lists.map(filters => nameOf(scope, filters))
  // A tab and a lamp may ask for the same list.
  const asked = new Map(lists.map((filters, at) => [names[at] ?? '', filters]))
  for (const name of asked.keys()) if (endless.has(name)) asked.delete(name)
  const counts = await cases.countQueues(tx, scope, [...asked.values()], countCap)
  const countOf = new Map([...asked.keys()].map((name, at) => [name, counts[at] ?? 0]))
  for (const [name, count] of countOf) if (count >= countCap) endless.keep(name)
  return names.map(name => countOf.get(name) ?? countCap)
}

/** Handlers see only what was given to them: for them «all» is «mine», and «unassigned» has nothing. */
const viewsFor = (cases: Cases, actor: StaffActor): QueueView[] => {
  const widest = cases.scopeOf(actor).handledBy === undefined
  return queueViews.filter(view => {
    if (view === 'approval') return isAllowed(actor, 'case.approve')
    return widest || !wideViews.includes(view)
  })
}

const wideViews: readonly QueueView[] = ['all', 'new', 'unassigned']

type PageCounts = Pick<QueueFindings, 'lights' | 'listed' | 'views'>

const hasFilters = ({ filters }: QueueWish): boolean =>
  filterNames.some(name => filters[name] !== undefined)

/** What stands on the lamps and the views, and how many the list has. */
export const countPage = async (asking: Asking, wish: QueueWish): Promise<PageCounts> => {
  const views = viewsFor(asking.cases, asking.actor)
  // The three lamps together are the whole list, which needs no counting of its own.
  const others = views.filter(view => view !== wish.view || hasFilters(wish))
  const [red = 0, amber = 0, green = 0, ...rest] = await countEach(asking, [
    ...lights.map(light => ({ ...wish, light })),
    ...others.map(view => ({ ...wish, view, light: undefined, filters: {} })),
  ])
  const byLight = { red, amber, green }
  const all = red + amber + green
  const counted = new Map(others.map((view, at) => [view, rest[at] ?? 0]))
  return {
    lights: byLight,
    listed: wish.light === undefined ? all : byLight[wish.light],
    views: Object.fromEntries(views.map(view => [view, counted.get(view) ?? all])),
  }
}

/** How many there would be without one of the filters. */
export const countWithout = async (
  asking: Asking,
  wish: QueueWish,
): Promise<QueueFindings['without']> => {
  const wishes: [Dropped, QueueWish][] = filterNames
    .filter(name => wish.filters[name] !== undefined)
    .map(name => [name, { ...wish, filters: { ...wish.filters, [name]: undefined } }])
  if (wish.light !== undefined) wishes.push(['light', { ...wish, light: undefined }])
  const counts = await countEach(
    asking,
    wishes.map(([, without]) => without),
  )
  return Object.fromEntries(wishes.map(([name], at) => [name, counts[at] ?? 0]))
}
