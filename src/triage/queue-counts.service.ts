import { caseStates, isOpen, type Cases, type QueueFilters } from '../cases'
import { addDays, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import type { EndlessLists } from './endless-lists'
import type { Dropped, QueueFindings } from './queue'
import {
  countCap,
  filterNames,
  lights,
  type Light,
  type QueueView,
  type QueueWish,
} from './queue.rules'

const viewFilters = (view: QueueView, actor: StaffActor): QueueFilters => {
  if (view === 'mine') return { handler: actor.id }
  if (view === 'unassigned') return { unassigned: true }
  return view === 'new-messages' ? { unread: true } : {}
}

type Edges = { readonly today: Day; readonly nearUntil: Day }

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
  const stage = caseStates.find(known => known === state)
  return {
    ...view,
    ...lightFilters(wish.light, edges),
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

/** How many each of these lists has, for one person. */
export const countEach = async (
  { cases, endless, tx, actor, edges }: Asking,
  wishes: readonly QueueWish[],
): Promise<number[]> => {
  const scope = cases.scopeOf(actor)
  const lists = wishes.map(wish => toFilters(wish, actor, edges))
  const names = lists.map(filters => JSON.stringify([scope, Object.entries(filters)]))
  const asked = lists.filter((_, at) => !endless.has(names[at] ?? ''))
  const counts = await cases.countQueues(tx, scope, asked, countCap)
  const countOf = new Map(asked.map((filters, at) => [filters, counts[at] ?? 0]))
  return lists.map((filters, at) => {
    const counted = countOf.get(filters)
    if (counted !== undefined && counted >= countCap) endless.keep(names[at] ?? '')
    return counted ?? countCap
  })
}

/** Handlers see only what was given to them: for them «all» is «mine», and «unassigned» has nothing. */
const viewsFor = (cases: Cases, actor: StaffActor): QueueView[] =>
  cases.scopeOf(actor).handledBy === undefined
    ? ['all', 'mine', 'unassigned', 'new-messages']
    : ['mine', 'new-messages']

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
