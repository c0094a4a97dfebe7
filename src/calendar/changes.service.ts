import type { Audit } from '../audit'
import type { CalendarYear, CalendarYears, Deadlines } from '../deadlines'
import type { Lawbook } from '../lawbook'
import { asDay, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { CalendarChangeId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { Change, ChangeState, MoveCount, MoveLine, Place } from './change'
import {
  findChange,
  findOpen,
  insertChange,
  listOfYear,
  listProposed,
  setState,
  setWalk,
} from './changes.repository'
import { changesBetween, faultsOf } from './check.rules'
import type { NoticeDay, Year } from './days.rules'
import { statutoryOf, type Statutory } from './holidays.rules'
import { countCases, countMoves, listMoves, type Eye } from './moves.repository'
import { orderTurn } from './turns'
import { yearOf } from './walk.service'
import { stateWords } from './words'

type Deps = {
  readonly years: CalendarYears
  readonly deadlines: Pick<Deadlines, 'forgetCalendar'>
  readonly lawbook: Lawbook
  readonly audit: Audit
  readonly clock: Clock
}

type NewChange = {
  readonly id: CalendarChangeId
  readonly year: number
  readonly days: readonly NoticeDay[]
  readonly source: string
  readonly notice: string
}

type Preview = {
  readonly cases: number
  readonly counts: readonly MoveCount[]
  /** Numbers of cases, for those who may see them; undefined for everybody else. */
  readonly lines: readonly MoveLine[] | undefined
}

export type Decision = 'approved' | 'refused'

export type CalendarChanges = {
  readonly year: (tx: Tx, year: number) => Promise<Year>
  readonly years: (tx: Tx) => Promise<number[]>
  readonly ofYear: (tx: Tx, year: number) => Promise<Change[]>
  readonly proposed: (tx: Tx) => Promise<Change[]>
  readonly statutory: (tx: Tx, year: number) => Promise<Statutory>
  /** Why these days are no year, by their days; and that they are those that are in force already. */
  readonly check: (tx: Tx, year: number, days: readonly NoticeDay[]) => Promise<string[]>
  /** @throws notFound('calendar-change') */
  readonly find: (tx: Tx, id: CalendarChangeId) => Promise<Change>
  /** What would move, or has moved, as far as this person may know of it. */
  readonly preview: (
    tx: Tx,
    actor: StaffActor,
    id: CalendarChangeId,
    page: { readonly after: Place | undefined; readonly limit: number },
  ) => Promise<Preview>
  /** A draft takes the place of another draft of the year. @throws refused('calendar.change-open') */
  readonly draft: (tx: Tx, actor: StaffActor, wanted: NewChange) => Promise<void>
  /** @throws refused('calendar.still-counting'), refused('calendar.moved-on') */
  readonly propose: (tx: Tx, actor: StaffActor, id: CalendarChangeId) => Promise<void>
  readonly withdraw: (tx: Tx, actor: StaffActor, id: CalendarChangeId) => Promise<void>
  /** By somebody else than who entered it. @throws refused('calendar.same-person'), refused('calendar.moved-on') */
  readonly decide: (
    tx: Tx,
    actor: StaffActor,
    id: CalendarChangeId,
    decision: Decision,
  ) => Promise<void>
}

const toYear = (year: number, found: CalendarYear | undefined): Year => ({
  year,
  published: found?.status === 'published',
  source: found?.source ?? '',
  days: found?.days ?? [],
})

/** A notice that comes in makes every day of its year certain; a correction touches its days alone. */
const spanOf = ({ year, published, days: before }: Year, days: readonly NoticeDay[]) => {
  const changes = changesBetween(before, days)
  const [first, last] = [changes[0]?.day, changes.at(-1)?.day]
  return published && first !== undefined && last !== undefined
    ? { from: asDay(first), to: asDay(last) }
    : { from: asDay(`${year}-01-01`), to: asDay(`${year}-12-31`) }
}

const startOver = { after: null, walked: false, looked: 0, restUntil: null } as const

const eyeOf = (actor: StaffActor): Eye => ({
  viewer: actor.id,
  body: isAllowed(actor, 'queue.view') ? actor.organisationId : undefined,
})

type Done = Pick<Change, 'id' | 'year'> & {
  readonly deed: 'drafted' | 'proposed' | 'withdrawn' | Decision
}

const record = (
  { audit }: Deps,
  tx: Tx,
  actor: StaffActor,
  { id, year, deed }: Done,
): Promise<void> =>
  audit.record(tx, actor, actor.organisationId, {
    ...{ deed: `calendar.${deed}` as const, subject: id, ground: String(year) },
  })

const createReading = ({ years, lawbook }: Deps) => {
  const year = async (tx: Tx, wanted: number) => toYear(wanted, await years.find(tx, wanted))

  const statutory = async (tx: Tx, wanted: number) => {
    const at = { place: '*', on: asDay(`${wanted}-06-30`) }
    const holidays = await lawbook.list(tx, 'holiday', at)
    return statutoryOf(
      wanted,
      holidays.map(({ data }) => data),
    )
  }

  const check: CalendarChanges['check'] = async (tx, wanted, days) => {
    const now = await year(tx, wanted)
    const at = { place: '*', on: asDay(`${wanted}-06-30`) }
    const { 'calendar.name': longestName } = await lawbook.limits(tx, at)
    const entered = { year: wanted, days, statutory: await statutory(tx, wanted), longestName }
    const faults = faultsOf(entered)
    return faults.length === 0 && now.published && changesBetween(now.days, days).length === 0
      ? ['和现在的日历一样，没有要改的']
      : faults
  }

  return { year, statutory, check }
}

const createDeciding = (deps: Deps) => {
  const { years, deadlines, clock } = deps

  /** Held, and still in one of these states; the same deed sent twice is no fault: undefined. */
  const hold = async (
    tx: Tx,
    id: CalendarChangeId,
    { from, isDone }: { from: readonly ChangeState[]; isDone: (change: Change) => boolean },
  ): Promise<Change | undefined> => {
    const change = await findChange(tx, id, 'wait')
    if (change === undefined) throw notFound('calendar-change')
    if (from.includes(change.state)) return change
    if (isDone(change)) return undefined
    throw refused('calendar.moved-on', { state: stateWords[change.state] })
  }

  const propose: CalendarChanges['propose'] = async (tx, actor, id) => {
    const change = await hold(tx, id, {
      from: ['draft'],
      isDone: ({ state }) => state === 'proposed',
    })
    if (change === undefined) return
    if (!change.walk.walked) throw refused('calendar.still-counting')
    await setState(tx, id, 'proposed')
    await record(deps, tx, actor, { ...change, deed: 'proposed' })
  }

  const withdraw: CalendarChanges['withdraw'] = async (tx, actor, id) => {
    const change = await hold(tx, id, {
      from: ['draft', 'proposed'],
      isDone: ({ state }) => state === 'withdrawn',
    })
    if (change === undefined) return
    await setState(tx, id, 'withdrawn')
    await record(deps, tx, actor, { ...change, deed: 'withdrawn' })
  }

  const putIntoForce = async (tx: Tx, change: Change): Promise<void> => {
    await years.replace(tx, yearOf(change))
    deadlines.forgetCalendar()
    const total = await years.countAcross(tx, change.span)
    await setWalk(tx, change.id, { ...startOver, round: 1, total })
    await orderTurn(tx, { id: change.id, turn: 'a' })
  }

  const decide: CalendarChanges['decide'] = async (tx, actor, id, decision) => {
    const change = await hold(tx, id, {
      from: ['proposed'],
      isDone: ({ state, decidedBy }) =>
        decidedBy === actor.id && (state === 'refused') === (decision === 'refused'),
    })
    if (change === undefined) return
    if (change.madeBy === actor.id) throw refused('calendar.same-person')
    await setState(tx, id, decision, { by: actor.id, at: clock() })
    if (decision === 'approved') await putIntoForce(tx, change)
    await record(deps, tx, actor, { ...change, deed: decision })
  }

  return { propose, withdraw, decide }
}

export const createCalendarChanges = (deps: Deps): CalendarChanges => {
  const { years, clock } = deps
  const reading = createReading(deps)

  const find: CalendarChanges['find'] = async (tx, id) => {
    const change = await findChange(tx, id)
    if (change === undefined) throw notFound('calendar-change')
    return change
  }

  return {
    ...reading,
    ...createDeciding(deps),
    years: years.list,
    ofYear: listOfYear,
    proposed: listProposed,
    find,
    preview: async (tx, actor, id, page) => {
      const eye = eyeOf(actor)
      return {
        cases: await countCases(tx, id, eye),
        counts: await countMoves(tx, id, eye),
        lines: eye.body === undefined ? undefined : await listMoves(tx, id, eye, page),
      }
    },
    draft: async (tx, actor, wanted) => {
      const open = await findOpen(tx, wanted.year)
      // The same form sent twice.
      if (open?.id === wanted.id) return
      if (open !== undefined && open.state !== 'draft') throw refused('calendar.change-open')
      if (open !== undefined) await setState(tx, open.id, 'withdrawn')
      const before = await reading.year(tx, wanted.year)
      const span = spanOf(before, wanted.days)
      const total = await years.countAcross(tx, span)
      const made = { ...wanted, before, span, total, madeBy: actor.id, madeAt: clock() }
      if (!(await insertChange(tx, made))) throw refused('calendar.change-open')
      await orderTurn(tx, { id: wanted.id, turn: 'a' })
      await record(deps, tx, actor, { ...wanted, deed: 'drafted' })
    },
  }
}
