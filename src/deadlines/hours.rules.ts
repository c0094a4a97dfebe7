import { asDay, dayOf } from '../platform/clock'
import { refused } from '../platform/errors'
import { isPaused, checkPauses, type Pause } from './pause.rules'
import { checkLength, type DayStep } from './period.rules'

type HourCount = {
  readonly dueAt: Date
  /** The day of that moment; midnight belongs to the day that begins. */
  readonly dueOn: string
  readonly steps: readonly DayStep[]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const MOST_STEPS = 40_000

/** 00:00 of a day in Asia/Shanghai. */
export const midnightOf = (day: string): Date => new Date(`${asDay(day)}T00:00:00+08:00`)

const inHours = (milliseconds: number): number => Math.round((milliseconds / HOUR) * 100) / 100

/**
 * Hours run by the clock, through nights and holidays, from the moment of the trigger. On a paused day none runs.
 * @throws refused `deadline.length`, `deadline.too-long`, `pause.backward`, `pause.overlap`
 */
export const countHours = (
  start: Date,
  hours: number,
  paused: readonly Pause[] = [],
): HourCount => {
  checkLength(hours)
  const pauses = checkPauses(paused)
  const steps: DayStep[] = []
  let now = start.getTime()
  let left = hours * HOUR
  while (left > 0) {
    if (steps.length > MOST_STEPS) throw refused('deadline.too-long')
    const day = dayOf(new Date(now))
    const nextDay = midnightOf(day).getTime() + DAY
    const still = isPaused(pauses, day)
    const run = still ? 0 : Math.min(left, nextDay - now)
    steps.push({
      day,
      number: null,
      kind: still ? 'paused' : 'hours',
      hours: inHours(run),
      provisional: false,
    })
    left -= run
    now = still ? nextDay : now + run
  }
  const dueOn = dayOf(new Date(now))
  if (steps.at(-1)?.day !== dueOn)
    steps.push({ day: dueOn, number: null, kind: 'hours', hours: 0, provisional: false })
  return { dueAt: new Date(now), dueOn, steps }
}
