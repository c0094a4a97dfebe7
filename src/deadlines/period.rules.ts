import { refused } from '../platform/errors'
import type { Calendar } from './calendar.rules'
import { addDays, addMonths, numberOf } from './day-number.rules'
import { checkPauses, isPaused, type Pause } from './pause.rules'

/** Days are text, 'YYYY-MM-DD' in Asia/Shanghai. */
type Iso = string

type DayUnit = 'working' | 'natural' | 'months' | 'years'
type Stretch = { readonly length: number; readonly unit: DayUnit }

export type DayPeriod = Stretch & {
  /** `before` counts backwards from an event: the last day on which a thing may still be done. */
  readonly direction: 'after' | 'before'
  /** By what it was extended: counted on from its last day, before that day moves. */
  readonly longer?: readonly Stretch[]
  readonly pauses?: readonly Pause[]
}

/** Why a day was counted or passed over. */
export type DayStep = {
  readonly day: Iso
  /** Which day of the period it is; null when it does not count. */
  readonly number: number | null
  readonly kind:
    | 'trigger'
    | 'working'
    | 'make-up'
    | 'weekend'
    | 'holiday'
    | 'natural'
    | 'moved'
    | 'paused'
    | 'hours'
  /** The holiday's or make-up day's name. */
  readonly name?: string
  /** For a clock in hours: how many of them ran on this day. */
  readonly hours?: number
  /** The day's kind may still change: its year's notice is not in. */
  readonly provisional: boolean
}

export type Count = {
  readonly dueOn: Iso
  readonly provisional: boolean
  /** From the trigger day, which is not counted, to the due day: every day of them. */
  readonly steps: readonly DayStep[]
}

const MOST_DAYS = 3660
/** Longer than any life: somebody has mistyped a year. */
const MOST_STEPS = 40_000

/** @throws refused `deadline.length` */
export const checkLength = (length: number): void => {
  if (!Number.isInteger(length) || length < 1 || length > MOST_DAYS)
    throw refused('deadline.length')
}

/**
 * The day on which a period ends (局令第4号 art. 58, 行政处罚法 art. 85; docs: workflow, "Clocks"). The
 * trigger day is not counted, nor is a paused one. A period in natural days or months whose last day is not
 * a working day ends on the next one; counted backwards it ends on the working day before, so that nobody's
 * time gets shorter. Years are calendar years and end on their date.
 * @throws refused `deadline.length`, `deadline.too-long`, `pause.backward`, `pause.overlap`
 */
export const countPeriod = (calendar: Calendar, start: Iso, period: DayPeriod): Count => {
  const { direction, longer = [], pauses = [] } = period
  const stretches = joined([period, ...longer])
  for (const { length } of stretches) checkLength(length)
  const walk: Walk = {
    calendar,
    way: direction === 'after' ? 1 : -1,
    pauses: checkPauses(pauses),
    steps: [{ day: start, number: null, kind: 'trigger', provisional: false }],
    day: start,
    counted: 0,
  }
  for (const { length, unit } of stretches) counters[unit](walk, length)
  if (movesOn(stretches)) moveToWorking(walk)
  const { day: dueOn, steps } = walk
  return { dueOn, provisional: steps.some(step => step.provisional), steps }
}

/** Stretches of one unit are one stretch: two months and a month are three, not two that end on the 28th and one more. */
const joined = (stretches: readonly Stretch[]): Stretch[] => {
  const made: Stretch[] = []
  for (const { length, unit } of stretches) {
    const last = made.at(-1)
    if (last?.unit === unit) made[made.length - 1] = { length: last.length + length, unit }
    else made.push({ length, unit })
  }
  return made
}

type Walk = {
  readonly calendar: Calendar
  readonly way: 1 | -1
  readonly pauses: readonly Pause[]
  readonly steps: DayStep[]
  /** The last day that was looked at. */
  day: Iso
  counted: number
}

const put = (
  { steps, calendar, day }: Walk,
  step: Pick<DayStep, 'number' | 'kind' | 'provisional'>,
): void => {
  if (steps.length > MOST_STEPS) throw refused('deadline.too-long')
  const name = calendar.nameOf(day)
  steps.push({ day, ...step, ...(name === undefined ? {} : { name }) })
}

/** One day on. @returns whether it may count; a paused one is put down as such */
const goOn = (walk: Walk): boolean => {
  walk.day = addDays(walk.day, walk.way)
  if (!isPaused(walk.pauses, walk.day)) return true
  put(walk, { number: null, kind: 'paused', provisional: false })
  return false
}

const countWorking = (walk: Walk, length: number): void => {
  const { calendar } = walk
  for (let left = length; left > 0;) {
    if (!goOn(walk)) continue
    const working = calendar.isWorking(walk.day)
    if (working) left -= 1
    put(walk, {
      number: working ? (walk.counted += 1) : null,
      kind: calendar.kindOf(walk.day),
      provisional: !calendar.isPublished(walk.day),
    })
  }
}

const countNatural = (walk: Walk, length: number): void => {
  for (let left = length; left > 0;) {
    if (!goOn(walk)) continue
    left -= 1
    // Only the kind of the last day matters here.
    put(walk, { number: (walk.counted += 1), kind: 'natural', provisional: false })
  }
}

/** To the same date: as many days as lie between, so that a paused day costs nobody one of them. */
const countMonths = (walk: Walk, months: number): void => {
  const last = addMonths(walk.day, walk.way * months)
  countNatural(walk, Math.abs(numberOf(last) - numberOf(walk.day)))
}

const counters: Record<DayUnit, (walk: Walk, length: number) => void> = {
  working: countWorking,
  natural: countNatural,
  months: countMonths,
  years: (walk, years) => {
    countMonths(walk, years * 12)
  },
}

/** As the last stretch counts, so it ends. */
const movesOn = (stretches: readonly Stretch[]): boolean => {
  const unit = stretches.at(-1)?.unit
  return unit === 'natural' || unit === 'months'
}

/** The last day itself, when it is not worked, says why; then the days up to the next worked one. */
const moveToWorking = (walk: Walk): void => {
  const { calendar, steps } = walk
  const last = steps.pop()
  if (last === undefined) return
  steps.push({ ...last, provisional: !calendar.isPublished(last.day) })
  for (let there = calendar.isWorking(walk.day); !there;) {
    if (!goOn(walk)) continue
    there = calendar.isWorking(walk.day)
    put(walk, {
      number: null,
      kind: there ? 'moved' : calendar.kindOf(walk.day),
      provisional: !calendar.isPublished(walk.day),
    })
  }
}

/** Working days after `from` up to and with `to`; below zero when `to` lies before `from`. */
export const workingDaysBetween = (calendar: Calendar, from: Iso, to: Iso): number => {
  const [first, last, sign] = from <= to ? [from, to, 1] : [to, from, -1]
  const count = calendar.workingUpTo(last) - calendar.workingUpTo(first)
  return count === 0 ? 0 : sign * count
}
