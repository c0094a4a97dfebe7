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
  for (let left = hours * HOUR; left > 0;) {
    if (steps.length > MOST_STEPS) throw refused('deadline.too-long')
    const { step, run, until } = runOnDay(now, left, pauses)
    steps.push(step)
    left -= run
    now = until
  }
  const dueOn = dayOf(new Date(now))
  if (steps.at(-1)?.day !== dueOn) steps.push({ ...hoursOn(dueOn, 0), kind: 'hours' })
  return { dueAt: new Date(now), dueOn, steps }
}

const hoursOn = (day: string, run: number) => ({
  ...{ day, number: null, provisional: false },
  hours: inHours(run),
})

/** What is left of a day from this moment on. */
const runOnDay = (now: number, left: number, pauses: readonly Pause[]) => {
  const day = dayOf(new Date(now))
  const nextDay = midnightOf(day).getTime() + DAY
  if (isPaused(pauses, day))
    return { step: { ...hoursOn(day, 0), kind: 'paused' as const }, run: 0, until: nextDay }
  const run = Math.min(left, nextDay - now)
  return { step: { ...hoursOn(day, run), kind: 'hours' as const }, run, until: now + run }
}
