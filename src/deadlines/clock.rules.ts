import { asDay, type Day } from '../platform/clock'
import { refused } from '../platform/errors'
import type { Calendar } from './calendar.rules'
import { countHours, midnightOf } from './hours.rules'
import type { Pause } from './pause.rules'
import { countPeriod, type DayPeriod, type DayStep } from './period.rules'

/** What a rule says about counting. */
export type CountingRule = {
  readonly length: number | null
  readonly unit: DayPeriod['unit'] | 'hours' | null
  readonly direction: 'after' | 'before'
}

export type ClockStart = { readonly on: Day; readonly at: Date | null }

/** What happened to a clock since. */
export type ClockChanges = Pick<DayPeriod, 'longer' | 'pauses'>

export type ClockCount = {
  readonly dueOn: Day
  readonly dueAt: Date | null
  readonly provisional: boolean
  readonly steps: readonly DayStep[]
}

/**
 * Where a clock ends, and every day on the way there.
 * @throws refused `deadline.not-a-clock`: a programme date, or hours backwards; and what counting refuses
 */
export const countClock = (
  calendar: Calendar,
  rule: CountingRule,
  start: ClockStart,
  changes: ClockChanges = {},
): ClockCount => {
  const { length, unit } = rule
  if (length === null || unit === null) throw refused('deadline.not-a-clock')
  if (unit === 'hours') return inHours({ ...rule, length }, start, changes)
  const { dueOn, provisional, steps } = countPeriod(calendar, start.on, {
    ...changes,
    ...{ length, unit, direction: rule.direction },
  })
  return { dueOn: asDay(dueOn), dueAt: null, provisional, steps }
}

const inHours = (
  { length, direction }: CountingRule & { readonly length: number },
  start: ClockStart,
  { longer = [], pauses }: ClockChanges,
): ClockCount => {
  if (direction === 'before' || longer.length > 0) throw refused('deadline.not-a-clock')
  const { dueAt, dueOn, steps } = countHours(start.at ?? midnightOf(start.on), length, pauses)
  return { dueOn: asDay(dueOn), dueAt, provisional: false, steps }
}

/** Days that did not count. A pause that lasts is closed with `until`; one that took no day is none. */
export const closedPauses = (
  pauses: readonly { readonly from: string; readonly to: string | null }[],
  until: string | undefined,
): Pause[] =>
  pauses.flatMap(({ from, to }) => {
    const last = to ?? until
    return last === undefined || last < from ? [] : [{ from, to: last }]
  })
