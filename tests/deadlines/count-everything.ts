import { createHash } from 'node:crypto'
import { countPeriod, type DayPeriod } from '../../src/deadlines/period.rules'
import { dayOf } from '../../src/platform/clock'
import { everyDay, naiveMonths, naiveNatural, naiveWorking } from './naive-counter'
import { calendar } from './shipped'

type Sample = readonly [DayPeriod, (start: string) => string]

const working = (length: number): DayPeriod => ({ length, unit: 'working', direction: 'after' })
const natural = (length: number): DayPeriod => ({ length, unit: 'natural', direction: 'after' })

export const samples: readonly Sample[] = [
  ...[1, 3, 5, 7, 15, 30].map((n): Sample => [working(n), day => naiveWorking(day, n, 1)]),
  [{ length: 7, unit: 'working', direction: 'before' }, day => naiveWorking(day, 7, -1)],
  ...[3, 15, 60, 90].map((n): Sample => [natural(n), day => naiveNatural(day, n)]),
  [{ length: 2, unit: 'months', direction: 'after' }, day => naiveMonths(day, 2)],
]

/** The day of a moment in Asia/Shanghai, however late or early it is there. */
const dayAt = (day: string, time: string) => dayOf(new Date(`${day}T${time}+08:00`))

/** One line for each day and each kind of period, as the rules see it. */
const countLines = (): string[] =>
  everyDay.flatMap(day => [
    `${dayAt(day, '00:00:00')} ${dayAt(day, '23:59:59')}`,
    ...samples.map(([period]) => countPeriod(calendar, dayAt(day, '23:59:00'), period).dueOn),
  ])

/** The same lines, as the clerk sees them. */
export const naiveLines = (): string[] =>
  everyDay.flatMap(day => [`${day} ${day}`, ...samples.map(([, count]) => count(day))])

export const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex')

// Run by itself, in a process whose time zone the test chose.
if (require.main === module) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  process.stdout.write(JSON.stringify({ zone, digest: digest(countLines()) }))
}
