import type { Accounts, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import { decisionMark, shortLabel, type Case, type Cases, type CaseTitle } from '../cases'
import type { Deadlines, Lamp } from '../deadlines'
import type { Desks, Holder } from '../desks'
import type { Lawbook } from '../lawbook'
import { addDays, dayOf, type Clock, type Day } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Search } from '../search'
import type { StaffActor } from '../vocabulary/actor'
import type { LampColour } from '../vocabulary/case-words'
import type { CaseId } from '../vocabulary/ids'
import { createEndlessLists } from './endless-lists'
import { createNeighbours } from './neighbours.service'
import type { FoldedRow, QueueAsk, QueueFindings, QueueRow, RowLamp } from './queue'
import { countEach, countPage, countWithout, toFilters, type Asking } from './queue-counts.service'
import { groupAlike } from './queue-groups.rules'
import type { QueueWish } from './queue.rules'
import { createViews, type Views } from './views.service'

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly accounts: Accounts
  readonly deadlines: Deadlines
  readonly search: Pick<Search, 'alikeOf'>
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly audit: Audit
  readonly random: Random
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
  /** The list behind an address of this site. */
  readonly readAddress: (address: string) => QueueWish
}

export type Queue = {
  /** The lists that people keep by a name. */
  readonly views: Views
  /** How many working days the tab of what is due soon looks ahead. */
  readonly soonDays: (tx: Tx) => Promise<number>
  readonly neighbours: ReturnType<typeof createNeighbours>
  /** One page of what this person may see, titles opened with the keys of the session. */
  readonly page: (
    tx: Tx,
    actor: StaffActor,
    keys: StaffKeys,
    ask: QueueAsk,
  ) => Promise<QueueFindings>
  /** How many each of these lists has. */
  readonly counts: (tx: Tx, actor: StaffActor, wishes: readonly QueueWish[]) => Promise<number[]>
}

const colourOf: Record<Lamp, LampColour> = { overdue: 'red', near: 'amber', normal: 'green' }
const noClock: RowLamp = { colour: 'pause', workingDays: 0 }

const handlersByCase = async (
  deps: Deps,
  tx: Tx,
  ids: readonly CaseId[],
): Promise<Map<CaseId, string[]>> => {
  const officers = (await deps.cases.officersOf(tx, ids)).filter(({ handling }) => handling)
  const names = await deps.accounts.namesOf(tx, [...new Set(officers.map(one => one.staffId))])
  const byCase = new Map<CaseId, string[]>()
  for (const { caseId, staffId } of officers)
    byCase.set(caseId, [...(byCase.get(caseId) ?? []), names.get(staffId) ?? ''])
  return byCase
}

const viewersByCase = async (
  { cases, accounts, lawbook }: Deps,
  tx: Tx,
  { actor, today }: Pick<Shown, 'actor' | 'today'>,
  ids: readonly CaseId[],
): Promise<Map<CaseId, string[]>> => {
  const limits = await lawbook.limits(tx, { place: '*', on: today })
  const viewers = await cases.viewersOf(tx, actor, ids, limits['queue.viewing-minutes'])
  const names = await accounts.namesOf(tx, [...new Set([...viewers.values()].flat())])
  return new Map(
    [...viewers].map(([id, people]) => [id, people.map(one => names.get(one) ?? '同事')]),
  )
}

type Shown = {
  readonly actor: StaffActor
  readonly found: readonly Case[]
  readonly today: Day
}

/** What is folded under one row and shown; the count of a flood is told by the page of the case. */
const MOST_FOLDED = 20

const lampsFor = async (
  { deadlines }: Deps,
  tx: Tx,
  today: Day,
  found: readonly Case[],
): Promise<(day: Day | null) => RowLamp> => {
  const days = found.flatMap(({ nextDueOn }) => (nextDueOn === null ? [] : [nextDueOn]))
  const lamps = await deadlines.lamps(tx, today, [...new Set(days)])
  return day => {
    const lamp = day === null ? undefined : lamps.get(day)
    if (lamp === undefined) return noClock
    return { colour: colourOf[lamp.lamp], workingDays: Math.abs(lamp.workingDaysLeft) }
  }
}

/** Which rows lead, and which cases of the page or from elsewhere are listed under them. */
const grouped = async (
  { search }: Deps,
  tx: Tx,
  actor: StaffActor,
  found: readonly Case[],
): Promise<{ readonly head: Case; readonly folded: readonly Case[] }[]> => {
  const ids = found.map(({ id }) => id)
  const alike = await search.alikeOf(tx, actor, ids)
  const known = new Map([...alike.values()].flat().map(one => [one.id, one]))
  for (const one of found) known.set(one.id, one)
  const pairs = [...alike].map(([id, others]): [CaseId, CaseId[]] => [
    id,
    others.slice(0, MOST_FOLDED).map(other => other.id),
  ])
  const casesOf = (some: readonly CaseId[]) =>
    some.map(id => known.get(id)).filter(one => one !== undefined)
  return groupAlike(ids, new Map(pairs)).flatMap(({ head, folded }) =>
    casesOf([head]).map(one => ({ head: one, folded: casesOf(folded) })),
  )
}

const titlesFor = async (
  { cases }: Deps,
  tx: Tx,
  holders: readonly Holder[],
  ids: readonly CaseId[],
): Promise<Map<CaseId, CaseTitle>> => cases.titlesOf(tx, await cases.keysOf(tx, holders, ids))

/** What is asked together leaves together; the keys first, which are opened while the database answers the rest. */
const dressed = async (
  deps: Deps,
  tx: Tx,
  groups: readonly { readonly head: Case; readonly folded: readonly Case[] }[],
  { actor, holders, found, today }: Shown & { readonly holders: readonly Holder[] },
): Promise<QueueRow[]> => {
  const ids = groups.flatMap(({ head, folded }) => [head.id, ...folded.map(({ id }) => id)])
  const heads = groups.map(({ head }) => head.id)
  const [titles, handlers, marks, viewers, lampOf] = await Promise.all([
    titlesFor(deps, tx, holders, ids),
    handlersByCase(deps, tx, heads),
    deps.cases.lastDecisionsOf(tx, ids),
    viewersByCase(deps, tx, { actor, today }, heads),
    lampsFor(deps, tx, today, found),
  ])
  const plainRow = (one: Case): FoldedRow => ({
    found: one,
    number: shortLabel(one.year, one.serial),
    title: titles.get(one.id),
    mark: decisionMark(marks.get(one.id)),
  })
  return groups.map(({ head, folded }) => ({
    ...plainRow(head),
    lamp: lampOf(head.nextDueOn),
    handlers: handlers.get(head.id) ?? [],
    viewers: viewers.get(head.id) ?? [],
    folded: folded.map(plainRow),
  }))
}

/** One row more than a page is read, to know whether there is another page in that direction. */
const pageOf = (found: readonly Case[], size: number, from: QueueAsk['from']) => {
  const more = found.length > size
  if (from?.backwards === true)
    return { shown: more ? found.slice(1) : found, hasEarlier: more, hasLater: true }
  return {
    shown: found.slice(0, size),
    hasEarlier: from !== undefined,
    hasLater: more,
  }
}

/** How many working days «soon» is, and its last day. */
const dueSoon = async ({ deadlines, lawbook }: Deps, tx: Tx, today: Day) => {
  const days = (await lawbook.limits(tx, { place: '*', on: today }))['queue.due-days']
  let until = today
  while ((await deadlines.workingDaysLeft(tx, today, addDays(until, 1))) <= days)
    until = addDays(until, 1)
  return { days, until }
}

/** The last day from which a high-risk clue without a step is slow, as the law book has it. */
const slowUntilOf = async ({ deadlines, lawbook }: Deps, tx: Tx, today: Day): Promise<Day> => {
  const levels = await lawbook.list(tx, 'risk-level', { place: '*', on: today })
  const days = levels.find(({ code }) => code === 'high')?.data.slowAfterWorkingDays ?? 0
  let day = today
  while ((await deadlines.workingDaysLeft(tx, day, today)) < days) day = addDays(day, -1)
  return day
}

const edgesFor = async (deps: Deps, tx: Tx): Promise<Asking['edges']> => {
  const today = dayOf(deps.clock())
  const nearUntil = await deps.deadlines.nearUntil(tx, today)
  const { days: soonDays, until: soonUntil } = await dueSoon(deps, tx, today)
  const slowUntil = await slowUntilOf(deps, tx, today)
  return { today, nearUntil, soonUntil, soonDays, slowUntil }
}

export const createQueue = (deps: Deps): Queue => {
  const endless = createEndlessLists(deps.clock)
  const askingFor = async (tx: Tx, actor: StaffActor): Promise<Asking> => {
    return { cases: deps.cases, endless, tx, actor, edges: await edgesFor(deps, tx) }
  }
  return {
    views: createViews(deps),
    soonDays: async tx => (await edgesFor(deps, tx)).soonDays,
    neighbours: createNeighbours({ ...deps, endless, edgesFor: tx => edgesFor(deps, tx) }),
    counts: async (tx, actor, wishes) => {
      return countEach(await askingFor(tx, actor), wishes)
    },
    page: async (tx, actor, keys, { wish, from }) => {
      const asking = await askingFor(tx, actor)
      const { edges } = asking
      const { today } = edges
      const [found, holders] = await Promise.all([
        deps.cases.listQueue(tx, {
          scope: deps.cases.scopeOf(actor),
          filters: toFilters(wish, actor, edges),
          sort: wish.sort,
          cursor: from,
          limit: wish.size + 1,
        }),
        deps.desks.holdersOf(tx, keys),
      ])
      const { shown, hasEarlier, hasLater } = pageOf(found, wish.size, from)
      const groups = await grouped(deps, tx, actor, shown)
      const [rows, counts] = await Promise.all([
        dressed(deps, tx, groups, { actor, holders, found: shown, today }),
        countPage(asking, wish),
      ])
      return {
        today,
        soonDays: edges.soonDays,
        rows,
        ...counts,
        onPage: shown.length,
        first: shown[0],
        last: shown.at(-1),
        hasEarlier,
        hasLater,
        without: shown.length === 0 ? await countWithout(asking, wish) : {},
      }
    },
  }
}
