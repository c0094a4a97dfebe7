import type { Cases, ClockOrder } from '../cases'
import type { Lawbook } from '../lawbook'
import { addDays, dayOf, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { beginAgain } from './again.service'
import { createByHand } from './by-hand.service'
import type { CalendarCache } from './calendar-cache.service'
import { countClock } from './clock.rules'
import type { Deadline, DueDate, PlannedClock, TermRef } from './deadline'
import {
  findRunning,
  insertDeadline,
  lockDeadline,
  lockRunning,
  moveDeadlines,
  nextDays,
  setDone,
  setPaused,
} from './deadlines.repository'
import { closeExtension, listExtensions } from './extensions.repository'
import { endPause, insertPause, listPauses } from './pauses.repository'
import type { Recounting } from './recount.service'
import { ruledBy } from './term.service'

/** Where and when a clock starts. `at` is for clocks in hours: the moment; without it, midnight. */
type ClockPoint = {
  readonly place: string
  readonly on: Day
  readonly at?: Date
  /** Says how long it is, where the rule itself does not. */
  readonly term?: TermRef
}

type Context = ClockPoint & { readonly ground?: string }
type Pausing = { readonly on: Day; readonly ground: string }

export type Orders = {
  /**
   * Starts a clock; the day itself is not counted. A second start of a clock that runs changes nothing.
   * @throws not-found `law`, refused `deadline.not-a-clock`
   */
  readonly start: (tx: Tx, caseId: CaseId, ruleCode: string, at: ClockPoint) => Promise<DueDate>
  /** The same in two steps: the due day is known before there is a case. @throws as start */
  readonly plan: (tx: Tx, ruleCode: string, at: ClockPoint) => Promise<PlannedClock>
  /** Of a case that was made with the day as its next due day: that is not written again. */
  readonly begin: (tx: Tx, caseId: CaseId, planned: PlannedClock) => Promise<DueDate>
  /** What was done in time or not; a clock that does not run stays as it is. */
  readonly finish: (tx: Tx, caseId: CaseId, ruleCode: string, on: Day) => Promise<void>
  /**
   * What ended the last clock of this rule was taken back: one runs again from the same day, with what did not count
   * then; the ended one stays as it is. Nothing where none ended or one runs.
   */
  readonly again: (tx: Tx, caseId: CaseId, ruleCode: string) => Promise<void>
  /**
   * One clock whose end no step of the course tells, by the officer who saw it. false: it was entered so before.
   * @throws notFound('deadline'), refused `deadline.done`, `deadline.not-by-hand`, `deadline.end-day`
   */
  readonly finishByHand: (tx: Tx, caseId: CaseId, deadlineId: string, on: Day) => Promise<boolean>
  /**
   * One whose beginning no step of the course tells: the day of its trigger. `id` is the clock's own: sent twice it is
   * one clock, even where it has ended since. undefined: it was begun before, or runs since that day already.
   * @throws not-found `law`, refused `deadline.not-by-hand`, `deadline.start-day`, `deadline.runs`
   */
  readonly startByHand: (
    tx: Tx,
    caseId: CaseId,
    ruleCode: string,
    at: { readonly id: string; readonly place: string; readonly on: Day },
  ) => Promise<string | undefined>
  /** One clock, from that day on; the day does not count. @throws refused `pause.*`, `deadline.*` */
  readonly pause: (tx: Tx, caseId: CaseId, deadlineId: string, how: Pausing) => Promise<void>
  /** From that day on it counts again. @throws refused `pause.*` */
  readonly resume: (tx: Tx, caseId: CaseId, deadlineId: string, on: Day) => Promise<DueDate>
  /** Every clock that runs and is not overdue; those that stand still already stay so. */
  readonly pauseAll: (tx: Tx, caseId: CaseId, how: Pausing) => Promise<void>
  /** Those that pauseAll brought to a stand. */
  readonly resumeAll: (tx: Tx, caseId: CaseId, on: Day) => Promise<void>
  /**
   * What a step of the state table orders, in its order. Afterwards the case's next due day is right, as after
   * each of the functions above but `begin`.
   */
  readonly order: (
    tx: Tx,
    caseId: CaseId,
    orders: readonly ClockOrder[],
    context: Context,
  ) => Promise<void>
  /** Writes the case's next due day anew. */
  readonly settle: (tx: Tx, caseId: CaseId) => Promise<void>
}

export type OrderDeps = {
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly calendar: CalendarCache
  readonly recounting: Recounting
  readonly cases: Pick<Cases, 'setNextDue' | 'markPending'>
}

/** The ground of a pause that a step ordered without naming one. */
const STEP_GROUND = 'SUSPENDED'

const settle = async ({ cases }: OrderDeps, tx: Tx, caseId: CaseId): Promise<void> => {
  const [found] = await nextDays(tx, [caseId])
  await cases.setNextDue(tx, caseId, found?.next ?? null)
}

const plan =
  ({ lawbook, calendar }: OrderDeps): Orders['plan'] =>
  async (tx, ruleCode, at) => {
    const own = await lawbook.get(tx, 'deadline-rule', ruleCode, at)
    const rule = await ruledBy(lawbook, tx, own, at.term)
    // No clock of a report has a moment: times of reporters are days.
    if (rule.data.unit === 'hours' && at.at === undefined) throw refused('deadline.not-a-clock')
    const startedAt = rule.data.unit === 'hours' ? (at.at ?? null) : null
    const start = { on: at.on, at: startedAt }
    const { dueOn, dueAt, provisional } = countClock(await calendar.read(tx), rule.data, start)
    const { place: rulePlace, version: ruleVersion } = rule
    return {
      ...{ ruleCode, rulePlace, ruleVersion, term: at.term ?? null },
      ...{ startedOn: at.on, startedAt, dueOn, dueAt, provisional },
    }
  }

const begin: Orders['begin'] = async (tx, caseId, planned) => {
  const made = await insertDeadline(tx, caseId, planned)
  const { dueOn, provisional } =
    made ?? (await findRunning(tx, caseId, planned.ruleCode)) ?? planned
  return { dueOn, provisional }
}

/** A pause that lasts ends with the work; what waits for an approval has nothing left to be longer for. */
const finishOne = async (deps: OrderDeps, tx: Tx, clock: Deadline, on: Day): Promise<void> => {
  if (clock.pausedOn !== null) {
    await endPause(tx, clock.id, on)
    await moveDeadlines(tx, [await deps.recounting.recountOne(tx, clock)])
  }
  for (const { id, state } of await listExtensions(tx, [clock.id])) {
    if (state !== 'asked') continue
    await closeExtension(tx, id, { state: 'lapsed', deciderId: null, at: deps.clock() })
    await deps.cases.markPending(tx, clock.caseId, -1)
  }
  await setDone(tx, clock.id, on)
}

type Ending = {
  readonly ruleCode?: string
  /** Those that go on. */
  readonly but?: readonly string[]
  readonly on: Day
}

const finishAll = async (
  deps: OrderDeps,
  tx: Tx,
  caseId: CaseId,
  { ruleCode, but = [], on }: Ending,
): Promise<void> => {
  for (const clock of await lockRunning(tx, caseId)) {
    if (but.includes(clock.ruleCode)) continue
    if (ruleCode === undefined || clock.ruleCode === ruleCode) await finishOne(deps, tx, clock, on)
  }
}

/** @throws notFound('deadline'), refused `deadline.done` */
const lockOne = async (tx: Tx, caseId: CaseId, id: string): Promise<Deadline> => {
  const clock = await lockDeadline(tx, caseId, id)
  if (clock === undefined) throw notFound('deadline')
  if (clock.doneOn !== null) throw refused('deadline.done')
  return clock
}

const halt = async (tx: Tx, clock: Deadline, how: Pausing, ofCase: boolean): Promise<void> => {
  await insertPause(tx, { deadlineId: clock.id, from: how.on, ground: how.ground, ofCase })
  await setPaused(tx, clock.id, how.on)
}

/** After the trigger, not after the end, not within what did not count anyway, and not on a day to come. */
const pauseOne = async (deps: OrderDeps, tx: Tx, clock: Deadline, how: Pausing): Promise<void> => {
  const today = dayOf(deps.clock())
  if (clock.pausedOn !== null) throw refused('pause.lasts')
  if (clock.dueOn < today) throw refused('deadline.overdue')
  if (how.on < clock.startedOn || how.on > today) throw refused('pause.day')
  const before = await listPauses(tx, [clock.id])
  if (before.some(({ from, to }) => to !== null && to >= from && to >= how.on))
    throw refused('pause.overlap')
  await halt(tx, clock, how, false)
}

const runAgain = async (deps: OrderDeps, tx: Tx, clock: Deadline, on: Day): Promise<DueDate> => {
  await endPause(tx, clock.id, addDays(on, -1))
  await setPaused(tx, clock.id, null)
  const move = await deps.recounting.recountOne(tx, clock)
  await moveDeadlines(tx, [move])
  return move
}

const pauseAll = (tx: Tx, caseId: CaseId, how: Pausing): Promise<void> =>
  eachRunning(tx, caseId, async clock => {
    if (clock.pausedOn !== null || clock.dueOn < how.on) return
    await halt(tx, clock, how, true)
  })

const eachRunning = async (
  tx: Tx,
  caseId: CaseId,
  work: (clock: Deadline) => Promise<void>,
): Promise<void> => {
  for (const clock of await lockRunning(tx, caseId)) await work(clock)
}

const resumeAll = async (deps: OrderDeps, tx: Tx, caseId: CaseId, on: Day): Promise<void> => {
  const halted = (await lockRunning(tx, caseId)).filter(({ pausedOn }) => pausedOn !== null)
  const open = (
    await listPauses(
      tx,
      halted.map(({ id }) => id),
    )
  ).filter(({ to }) => to === null)
  for (const clock of halted)
    if (open.some(({ deadlineId, ofCase }) => ofCase && deadlineId === clock.id))
      await runAgain(deps, tx, clock, on)
}

const carryOut = async (
  deps: OrderDeps,
  tx: Tx,
  caseId: CaseId,
  { order, context }: { readonly order: ClockOrder; readonly context: Context },
): Promise<void> => {
  const { on, ground = STEP_GROUND } = context
  if (order === 'pause-all') return pauseAll(tx, caseId, { on, ground })
  if (order === 'resume-all') return resumeAll(deps, tx, caseId, on)
  if (order === 'finish-all') return finishAll(deps, tx, caseId, { on })
  if ('finishAllBut' in order) return finishAll(deps, tx, caseId, { but: order.finishAllBut, on })
  if ('finish' in order) return finishAll(deps, tx, caseId, { ruleCode: order.finish, on })
  const at = { at: deps.clock(), ...context }
  await begin(tx, caseId, await plan(deps)(tx, order.start, at))
}

export const createOrders = (deps: OrderDeps): Orders => {
  const byHand = createByHand({
    ...deps,
    begin,
    plan: plan(deps),
    finishOne: (tx, clock, on) => finishOne(deps, tx, clock, on),
  })
  /** Does it, and leaves the case with the right next due day. */
  const settled = async <T>(tx: Tx, caseId: CaseId, work: Promise<T>): Promise<T> => {
    const done = await work
    await settle(deps, tx, caseId)
    return done
  }

  return {
    plan: plan(deps),
    begin,
    settle: (tx, caseId) => settle(deps, tx, caseId),
    start: async (tx, caseId, ruleCode, at) => {
      const planned = await plan(deps)(tx, ruleCode, at)
      return settled(tx, caseId, begin(tx, caseId, planned))
    },
    finish: (tx, caseId, ruleCode, on) =>
      settled(tx, caseId, finishAll(deps, tx, caseId, { ruleCode, on })),
    again: (tx, caseId, ruleCode) =>
      settled(tx, caseId, beginAgain(deps.recounting, tx, caseId, ruleCode)),
    finishByHand: async (tx, caseId, deadlineId, on) => {
      const clock = await lockDeadline(tx, caseId, deadlineId)
      return settled(tx, caseId, byHand.finish(tx, clock, on))
    },
    startByHand: (tx, caseId, ruleCode, at) =>
      settled(tx, caseId, byHand.start(tx, caseId, { ruleCode, ...at })),
    pause: async (tx, caseId, deadlineId, how) => {
      const clock = await lockOne(tx, caseId, deadlineId)
      await settled(tx, caseId, pauseOne(deps, tx, clock, how))
    },
    resume: async (tx, caseId, deadlineId, on) => {
      const clock = await lockOne(tx, caseId, deadlineId)
      if (clock.pausedOn === null) throw refused('pause.none')
      if (on < clock.pausedOn || on > dayOf(deps.clock())) throw refused('pause.day')
      return settled(tx, caseId, runAgain(deps, tx, clock, on))
    },
    pauseAll: (tx, caseId, how) => settled(tx, caseId, pauseAll(tx, caseId, how)),
    resumeAll: (tx, caseId, on) => settled(tx, caseId, resumeAll(deps, tx, caseId, on)),
    order: async (tx, caseId, orders, context) => {
      for (const order of orders) await carryOut(deps, tx, caseId, { order, context })
      if (orders.length > 0) await settle(deps, tx, caseId)
    },
  }
}
