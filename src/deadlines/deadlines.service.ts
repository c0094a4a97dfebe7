import type { LawEntry, Lawbook } from '../lawbook'
import { addDays, asDay, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import { insertYear, readCalendar } from './calendar.repository'
import { createCalendar, type Calendar } from './calendar.rules'
import type { Deadline, DueDate } from './deadline'
import {
  deleteDeadlines,
  findRunning,
  finishDeadline,
  insertDeadline,
  listDeadlines,
} from './deadlines.repository'
import { lampOf, type Lamp } from './lamp.rules'
import { countPeriod, workingDaysBetween, type DayPeriod, type DayStep } from './period.rules'
import { shippedCalendar } from './shipped-calendar'

type Deps = { readonly lawbook: Lawbook; readonly clock: Clock }

type PlannedClock = Omit<Deadline, 'id' | 'caseId' | 'doneOn'>

type LampState = { readonly lamp: Lamp; readonly workingDaysLeft: number }

export type Deadlines = {
  /**
   * Starts a clock; the day itself is not counted. A second start of a clock that runs changes nothing.
   * @throws not-found `law`, refused `deadline.not-a-clock`
   */
  readonly start: (
    tx: Tx,
    caseId: CaseId,
    ruleCode: string,
    at: { readonly place: string; readonly on: Day },
  ) => Promise<DueDate>
  /** The same in two steps: the due day is known before there is a case. @throws as start */
  readonly plan: (
    tx: Tx,
    ruleCode: string,
    at: { readonly place: string; readonly on: Day },
  ) => Promise<PlannedClock>
  readonly begin: (tx: Tx, caseId: CaseId, planned: PlannedClock) => Promise<DueDate>
  /** What was done in time or not; a clock that does not run stays as it is. */
  readonly finish: (tx: Tx, caseId: CaseId, ruleCode: string, on: Day) => Promise<void>
  /** All clocks of a case, next due first, those that are done with them. */
  readonly forCase: (tx: Tx, caseId: CaseId) => Promise<Deadline[]>
  /** The next day on which something of the case is due. */
  readonly nextDue: (tx: Tx, caseId: CaseId) => Promise<Deadline | undefined>
  /** Working days after `from` up to and with `to`; below zero when `to` is past. */
  readonly workingDaysLeft: (tx: Tx, from: Day, to: Day) => Promise<number>
  readonly lamp: (tx: Tx, today: Day, dueOn: Day) => Promise<LampState>
  /** The lamps of many due days at once: for lists. */
  readonly lamps: (
    tx: Tx,
    today: Day,
    dueDays: readonly Day[],
  ) => Promise<ReadonlyMap<Day, LampState>>
  /** The last due day that is amber today: lists filter by it. */
  readonly nearUntil: (tx: Tx, today: Day) => Promise<Day>
  /** The way from the start to the due day, day by day, by the calendar of today. */
  readonly explain: (tx: Tx, deadline: Deadline) => Promise<readonly DayStep[]>
  /** What the clock is called, and by which text it runs. */
  readonly ruleOf: (tx: Tx, deadline: Deadline) => Promise<LawEntry<'deadline-rule'>>
  /** Retention: every clock of the case. */
  readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
  /** Brings the shipped calendar in. Safe to repeat. */
  readonly seedCalendar: (tx: Tx) => Promise<void>
}

export const createDeadlines = ({ lawbook, clock }: Deps): Deadlines => {
  const calendar = createCalendarCache(clock)

  const ruleOf = (tx: Tx, { ruleCode, rulePlace, startedOn }: Deadline) =>
    lawbook.get(tx, 'deadline-rule', ruleCode, { place: rulePlace, on: startedOn })

  const workingDaysLeft = async (tx: Tx, from: Day, to: Day) =>
    workingDaysBetween(await calendar.read(tx), from, to)

  const lamps = createLamps(lawbook, calendar)

  const plan: Deadlines['plan'] = async (tx, ruleCode, at) => {
    const rule = await lawbook.get(tx, 'deadline-rule', ruleCode, at)
    const count = countPeriod(await calendar.read(tx), at.on, periodOf(rule))
    const { place: rulePlace, version: ruleVersion } = rule
    const { dueOn, provisional } = count
    return { ruleCode, rulePlace, ruleVersion, startedOn: at.on, dueOn: asDay(dueOn), provisional }
  }

  const begin: Deadlines['begin'] = async (tx, caseId, planned) => {
    const made = await insertDeadline(tx, { caseId, ...planned })
    const { dueOn, provisional } =
      made ?? (await findRunning(tx, caseId, planned.ruleCode)) ?? planned
    return { dueOn, provisional }
  }

  const nextDue = async (tx: Tx, caseId: CaseId) =>
    (await listDeadlines(tx, caseId)).find(({ doneOn }) => doneOn === null)

  return {
    start: async (tx, caseId, ruleCode, at) => begin(tx, caseId, await plan(tx, ruleCode, at)),
    plan,
    begin,
    finish: finishDeadline,
    forCase: listDeadlines,
    nextDue,
    workingDaysLeft,
    ...lamps,
    explain: async (tx, deadline) =>
      countPeriod(await calendar.read(tx), deadline.startedOn, periodOf(await ruleOf(tx, deadline)))
        .steps,
    ruleOf,
    erase: deleteDeadlines,
    seedCalendar: async tx => {
      for (const year of shippedCalendar()) await insertYear(tx, year)
      calendar.forget()
    },
  }
}

const createLamps = (
  lawbook: Lawbook,
  calendar: CalendarCache,
): Pick<Deadlines, 'lamp' | 'lamps' | 'nearUntil'> => {
  const nearDays = async (tx: Tx, on: Day) =>
    (await lawbook.limits(tx, { place: '*', on }))['lamp.near-days']

  const lampsOn = async (tx: Tx, today: Day) => {
    const days = await calendar.read(tx)
    const near = await nearDays(tx, today)
    return (dueOn: Day): LampState => {
      const left = workingDaysBetween(days, today, dueOn)
      return { lamp: lampOf({ today, dueOn, workingDaysLeft: left }, near), workingDaysLeft: left }
    }
  }

  return {
    lamp: async (tx, today, dueOn) => (await lampsOn(tx, today))(dueOn),
    lamps: async (tx, today, dueDays) => {
      const lampFor = await lampsOn(tx, today)
      return new Map(dueDays.map(day => [day, lampFor(day)]))
    },
    nearUntil: async (tx, today) => {
      const days = await calendar.read(tx)
      const near = await nearDays(tx, today)
      let last = today
      while (workingDaysBetween(days, today, addDays(last, 1)) <= near) last = addDays(last, 1)
      return last
    },
  }
}

/**
 * Days only: hours need a moment, and no clock of a report has one (times of reporters are days).
 * @throws refused `deadline.not-a-clock`
 */
const periodOf = ({ data }: LawEntry<'deadline-rule'>): DayPeriod => {
  const { length, unit, direction } = data
  if (length === null || unit === null || unit === 'hours') throw refused('deadline.not-a-clock')
  return { length, unit, direction }
}

const CACHE_MILLISECONDS = 60_000

type CalendarCache = { readonly read: (tx: Tx) => Promise<Calendar>; readonly forget: () => void }

/** Kept in memory: the date of every submission is counted with it. */
const createCalendarCache = (clock: Clock): CalendarCache => {
  let kept: { readonly calendar: Calendar; readonly at: number } | undefined
  return {
    read: async (tx: Tx): Promise<Calendar> => {
      const now = clock().getTime()
      if (kept !== undefined && Math.abs(now - kept.at) < CACHE_MILLISECONDS) return kept.calendar
      const { days, publishedYears } = await readCalendar(tx)
      const calendar = createCalendar(days, publishedYears)
      // An empty calendar is a database that is not seeded yet: ask again next time.
      if (publishedYears.length > 0) kept = { calendar, at: now }
      return calendar
    },
    forget: () => {
      kept = undefined
    },
  }
}
