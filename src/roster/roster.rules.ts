import { addDays, type Day } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'
import {
  halves,
  keyOf,
  type Gap,
  type GapReason,
  type HalfDay,
  type Leave,
  type RosterDay,
  type Slot,
} from './half-day.rules'

/** The State Council's calendar, as far as a roster asks it. */
export type WorkCalendar = {
  readonly kindOf: (day: string) => 'working' | 'make-up' | 'weekend' | 'holiday'
  readonly isWorking: (day: string) => boolean
  readonly nameOf: (day: string) => string | undefined
  readonly isPublished: (day: string) => boolean
}

const DAYS_A_WEEK = 7

/** 0 is Monday. */
export const weekdayOf = (day: Day): number =>
  (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % DAYS_A_WEEK

export const mondayOf = (day: Day): Day => addDays(day, -weekdayOf(day))

const toRosterDay = (calendar: WorkCalendar, day: Day): RosterDay => ({
  day,
  working: calendar.isWorking(day),
  makeUp: calendar.kindOf(day) === 'make-up',
  name: calendar.nameOf(day) ?? '',
  provisional: !calendar.isPublished(day),
})

export const weekOf = (calendar: WorkCalendar, monday: Day): RosterDay[] =>
  Array.from({ length: DAYS_A_WEEK }, (_, at) => toRosterDay(calendar, addDays(monday, at)))

/** No calendar has so many days off in a row: what follows is not asked for ever. */
const MOST_OFF = 40

/** The next working days, today's included. */
export const workingDaysFrom = (calendar: WorkCalendar, from: Day, count: number): Day[] => {
  const found: Day[] = []
  let off = 0
  for (let day = from; found.length < count && off < MOST_OFF; day = addDays(day, 1)) {
    if (calendar.isWorking(day)) found.push(day)
    off = calendar.isWorking(day) ? 0 : off + 1
  }
  return found
}

export const workingDaysBetween = (calendar: WorkCalendar, from: Day, until: Day): Day[] => {
  const found: Day[] = []
  for (let day = from; day <= until; day = addDays(day, 1))
    if (calendar.isWorking(day)) found.push(day)
  return found
}

export const halfDaysOf = (days: readonly Day[]): HalfDay[] =>
  days.flatMap(day => halves.map(half => ({ day, half })))

/** Who can be counted on: accounts in use, and who of them is away when. */
export type Able = { readonly active: ReadonlySet<StaffId>; readonly leaves: readonly Leave[] }

const isAway = (leaves: readonly Leave[], staffId: StaffId, day: Day): boolean =>
  leaves.some(one => one.staffId === staffId && one.fromOn <= day && day <= one.untilOn)

/** Why nobody answers in this half-day; undefined: somebody does. */
export const gapReason = (
  { day }: HalfDay,
  staffId: StaffId | undefined,
  { active, leaves }: Able,
): GapReason | undefined => {
  if (staffId === undefined) return 'empty'
  if (!active.has(staffId)) return 'left'
  return isAway(leaves, staffId, day) ? 'away' : undefined
}

const holdersOf = (slots: readonly Slot[]): ReadonlyMap<string, StaffId> =>
  new Map(slots.map(slot => [keyOf(slot), slot.staffId]))

export const gapsIn = (days: readonly Day[], slots: readonly Slot[], able: Able): Gap[] => {
  const holders = holdersOf(slots)
  return halfDaysOf(days).flatMap(one => {
    const why = gapReason(one, holders.get(keyOf(one)), able)
    return why === undefined ? [] : [{ ...one, why }]
  })
}

export type Wanted = HalfDay & {
  readonly was: StaffId | undefined
  readonly now: StaffId | undefined
}

/**
 * What of a sent week is to be written, and where a colleague was faster. Of a field that was not touched, or that
 * says already what stands there, nothing.
 */
export const sortWanted = (wanted: readonly Wanted[], slots: readonly Slot[]) => {
  const holders = holdersOf(slots)
  const touched = wanted.filter(one => one.was !== one.now && holders.get(keyOf(one)) !== one.now)
  return {
    late: touched.filter(one => holders.get(keyOf(one)) !== one.was),
    changes: touched.filter(one => holders.get(keyOf(one)) === one.was),
  }
}

export type Pattern = (one: HalfDay) => StaffId | undefined

/** The week as it stands, by weekday: whoever has Monday morning has every Monday morning. */
export const patternOf = (slots: readonly Slot[]): Pattern => {
  const by = new Map(slots.map(({ day, half, staffId }) => [`${weekdayOf(day)}.${half}`, staffId]))
  return ({ day, half }) => by.get(`${weekdayOf(day)}.${half}`)
}

type Filling = {
  readonly days: readonly Day[]
  readonly slots: readonly Slot[]
  readonly pattern: Pattern
  readonly replace: boolean
  readonly able: Able
}

/** What a pattern would write over these days; what stands already stays unless it is to be replaced. */
export const planFilling = ({ days, slots, pattern, replace, able }: Filling) => {
  const holders = holdersOf(slots)
  const puts: Slot[] = []
  const kept: HalfDay[] = []
  const away: HalfDay[] = []
  const open: HalfDay[] = []
  for (const one of halfDaysOf(days)) {
    const staffId = pattern(one)
    const holder = holders.get(keyOf(one))
    if (staffId === undefined) {
      if (holder === undefined) open.push(one)
    } else if (holder === staffId) kept.push(one)
    else if (gapReason(one, staffId, able) !== undefined) away.push(one)
    else if (holder !== undefined && !replace) kept.push(one)
    else puts.push({ ...one, staffId })
  }
  return { puts, kept, away, open }
}
