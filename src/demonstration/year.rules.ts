import type { Day } from '../platform/clock'
import { createChance, type Chance } from './chance.rules'
import { planCourse, type Deed } from './course.rules'
import { momentOf, type Pace } from './pace.rules'
import { planReport, planSource, type PlannedReport, type Source } from './report.rules'

/** Changing it makes another year; cases that are there already stay as they are. */
const SEED = 'mingshao'

export type PlannedCase = {
  readonly index: number
  readonly on: Day
  readonly at: Date
  readonly report: PlannedReport
  /** The first and the second handler: two different numbers below four. */
  readonly handlers: readonly [number, number]
}

/** What happens next in the bureau: a report comes in, or something is done about one that came. */
export type Event = {
  readonly at: Date
  readonly planned: PlannedCase
  readonly deed: Deed | { readonly kind: 'arrive' }
}

const minuteOfArrival = (chance: Chance, source: Source): number => {
  if (source !== 'web') return chance.between(515, 1_030)
  return chance.odds(0.75) ? chance.between(480, 1_320) : chance.between(0, 1_439)
}

const twoHandlers = (chance: Chance): readonly [number, number] => {
  const first = chance.between(0, 3)
  return [first, (first + chance.between(1, 3)) % 4]
}

/** The same index is the same case, however many there are. */
const planCase = (pace: Pace, index: number): Event[] => {
  const chance = createChance(`${SEED} ${index}`)
  const source = planSource(chance)
  const on = pace.dayOfArrival(chance, source !== 'web')
  const at = momentOf(on, minuteOfArrival(chance, source))
  const report = planReport(chance, source, on)
  const planned = { index, on, at, report, handlers: twoHandlers(chance) }
  const later = planCourse(chance, pace, report, at)
  return [{ at, planned, deed: { kind: 'arrive' } }, ...later.map(step => ({ ...step, planned }))]
}

/** Everything that happens to these cases, in the order in which it happens. */
export const planYear = (pace: Pace, from: number, until: number): Event[] =>
  Array.from({ length: until - from }, (_, at) => planCase(pace, from + at))
    .flat()
    .sort(
      (one, other) =>
        one.at.getTime() - other.at.getTime() || one.planned.index - other.planned.index,
    )
