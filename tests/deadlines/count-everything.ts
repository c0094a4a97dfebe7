import { createHash } from 'node:crypto'
import { countClock, type CountingRule } from '../../src/deadlines/clock.rules'
import { shippedLaw } from '../../src/lawbook/shipped-law'
import { dayOf } from '../../src/platform/clock'
import {
  everyDay,
  naiveDue,
  naiveLater,
  type NaiveRule,
  type Struck,
} from '../support/naive-counter'
import { calendar } from './shipped'

type Clock = { readonly name: string; readonly rule: NaiveRule & CountingRule }

/** Every clock of the shipped rules, of every place; programme dates are none. */
export const clocks: readonly Clock[] = shippedLaw()
  .filter(({ kind }) => kind === 'deadline-rule')
  .flatMap(({ code, place, version, data }) => {
    const rule = data as CountingRule
    return rule.length === null
      ? []
      : [{ name: `${code} ${place} ${version}`, rule: rule as Clock['rule'] }]
  })

const periodOf = ({ rule }: Clock): string => `${rule.length} ${rule.unit} ${rule.direction}`

/** One clock for each way of counting: the same period of two places is counted once. */
export const periods: readonly Clock[] = [
  ...new Map(clocks.map(clock => [periodOf(clock), clock])).values(),
]

/** Two pauses that lie differently for every day: on weekends, over holidays, at the end of short periods. */
const strikesFor = (day: string, { rule }: Clock): readonly Struck[] => {
  if (rule.direction === 'before') return [[naiveLater(day, -9), naiveLater(day, -4)]]
  return [
    [naiveLater(day, 2), naiveLater(day, 3)],
    [naiveLater(day, 6), naiveLater(day, 14)],
  ]
}

/** The day of a moment in Asia/Shanghai, however late or early it is there. */
const dayAt = (day: string, time: string) => dayOf(new Date(`${day}T${time}+08:00`))

/** One line for each day and each way of counting, without a pause and with two, as the rules see it. */
const countLines = (): string[] =>
  everyDay.flatMap(day => [
    `${dayAt(day, '00:00:00')} ${dayAt(day, '23:59:59')}`,
    ...periods.map(clock => {
      const start = { on: dayAt(day, '23:59:00'), at: null }
      const pauses = strikesFor(day, clock).map(([from, to]) => ({ from, to }))
      const plain = countClock(calendar, clock.rule, start).dueOn
      return `${plain} ${countClock(calendar, clock.rule, start, { pauses }).dueOn}`
    }),
  ])

/** The same lines, as the clerk sees them. */
export const naiveLines = (): string[] =>
  everyDay.flatMap(day => [
    `${day} ${day}`,
    ...periods.map(
      clock => `${naiveDue(clock.rule, day)} ${naiveDue(clock.rule, day, strikesFor(day, clock))}`,
    ),
  ])

export const digest = (lines: readonly string[]): string =>
  createHash('sha256').update(lines.join('\n')).digest('hex')

// Run by itself, in a process whose time zone the test chose.
if (require.main === module) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  process.stdout.write(JSON.stringify({ zone, digest: digest(countLines()) }))
}
