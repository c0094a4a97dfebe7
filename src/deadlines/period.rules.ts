import { refused } from '../platform/errors'
import { addDays, addMonths, type Calendar } from './calendar.rules'

/** Days are text, 'YYYY-MM-DD' in Asia/Shanghai. */
type Iso = string

type DayUnit = 'working' | 'natural' | 'months' | 'years'

export type DayPeriod = {
  readonly length: number
  readonly unit: DayUnit
  /** `before` counts backwards from an event: the last day on which a thing may still be done. */
  readonly direction: 'after' | 'before'
}

/** Why a day was counted or passed over. */
export type DayStep = {
  readonly day: Iso
  /** Which day of the period it is; null when it does not count. */
  readonly number: number | null
  readonly kind: 'trigger' | 'working' | 'make-up' | 'weekend' | 'holiday' | 'natural' | 'moved'
  /** The holiday's or make-up day's name. */
  readonly name?: string
  /** The day's kind may still change: its year's notice is not in. */
  readonly provisional: boolean
}

export type Count = {
  readonly dueOn: Iso
  readonly provisional: boolean
  /** From the trigger day, which is not counted, to the due day. Months and years show their ends. */
  readonly steps: readonly DayStep[]
}

const MOST_DAYS = 3660

/**
 * The day on which a period ends (局令第4号 art. 58, 行政处罚法 art. 85; docs: workflow, "Clocks"). The
 * trigger day is not counted. A period in natural days or months whose last day is not a working day
 * ends on the next one; counted backwards it ends on the working day before, so that nobody's time gets
 * shorter. Years are calendar years and end on their date.
 * @throws refused `deadline.length`
 */
export const countPeriod = (calendar: Calendar, start: Iso, period: DayPeriod): Count => {
  if (!Number.isInteger(period.length) || period.length < 1 || period.length > MOST_DAYS)
    throw refused('deadline.length')
  const walk = startWalk(calendar, start)
  counters[period.unit](walk, calendar, period)
  const steps = walk.steps
  return {
    dueOn: steps.at(-1)?.day ?? start,
    provisional: steps.some(step => step.provisional),
    steps,
  }
}

type Walk = { readonly start: Iso; readonly steps: DayStep[]; readonly calendar: Calendar }

const startWalk = (calendar: Calendar, start: Iso): Walk => ({
  start,
  calendar,
  steps: [{ day: start, number: null, kind: 'trigger', provisional: false }],
})

const put = (
  { steps, calendar }: Walk,
  day: Iso,
  step: Pick<DayStep, 'number' | 'kind' | 'provisional'>,
): void => {
  const name = calendar.nameOf(day)
  steps.push({ day, ...step, ...(name === undefined ? {} : { name }) })
}

type Counter = (walk: Walk, calendar: Calendar, period: DayPeriod) => void

const wayOf = ({ direction }: DayPeriod): 1 | -1 => (direction === 'after' ? 1 : -1)

const countWorking: Counter = (walk, calendar, period) => {
  let day = walk.start
  for (let counted = 0; counted < period.length;) {
    day = addDays(day, wayOf(period))
    const working = calendar.isWorking(day)
    if (working) counted += 1
    put(walk, day, {
      number: working ? counted : null,
      kind: calendar.kindOf(day),
      provisional: !calendar.isPublished(day),
    })
  }
}

const countNatural: Counter = (walk, _calendar, period) => {
  let day = walk.start
  for (let number = 1; number <= period.length; number += 1) {
    day = addDays(day, wayOf(period))
    // Only the kind of the last day matters here.
    put(walk, day, { number, kind: 'natural', provisional: false })
  }
  moveToWorking(walk, wayOf(period))
}

const countMonths: Counter = (walk, _calendar, period) => {
  const last = addMonths(walk.start, wayOf(period) * period.length)
  put(walk, last, { number: period.length, kind: 'natural', provisional: false })
  moveToWorking(walk, wayOf(period))
}

const countYears: Counter = (walk, _calendar, period) => {
  const last = addMonths(walk.start, wayOf(period) * period.length * 12)
  put(walk, last, { number: period.length, kind: 'natural', provisional: false })
}

const counters: Record<DayUnit, Counter> = {
  working: countWorking,
  natural: countNatural,
  months: countMonths,
  years: countYears,
}

/** The last day itself, when it is not worked, says why; then the days up to the next worked one. */
const moveToWorking = (walk: Walk, way: 1 | -1): void => {
  const { calendar, steps } = walk
  const last = steps.pop()
  if (last === undefined) return
  steps.push({ ...last, provisional: !calendar.isPublished(last.day) })
  let { day } = last
  while (!calendar.isWorking(day)) {
    day = addDays(day, way)
    put(walk, day, {
      number: null,
      kind: calendar.isWorking(day) ? 'moved' : calendar.kindOf(day),
      provisional: !calendar.isPublished(day),
    })
  }
}

/** Hours run by the clock, through nights and holidays. */
export const countHours = (start: Date, hours: number): Date => {
  if (!Number.isInteger(hours) || hours < 1) throw refused('deadline.length')
  return new Date(start.getTime() + hours * 60 * 60 * 1000)
}

/** Working days after `from` up to and with `to`; below zero when `to` lies before `from`. */
export const workingDaysBetween = (calendar: Calendar, from: Iso, to: Iso): number => {
  const [first, last, sign] = from <= to ? [from, to, 1] : [to, from, -1]
  const count = calendar.workingUpTo(last) - calendar.workingUpTo(first)
  return count === 0 ? 0 : sign * count
}
