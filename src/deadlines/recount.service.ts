import type { LawEntry, Lawbook } from '../lawbook'
import type { Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CalendarCache } from './calendar-cache.service'
import type { Calendar } from './calendar.rules'
import { closedPauses, countClock, type ClockChanges, type ClockCount } from './clock.rules'
import type { ClockMove, Deadline } from './deadline'
import { listExtensions } from './extensions.repository'
import { listPauses } from './pauses.repository'
import { ruledBy } from './term.service'

type Rule = LawEntry<'deadline-rule'>

type Stretch = NonNullable<ClockChanges['longer']>[number]

export type Recounting = {
  /** What the clock is called, and by which text it runs: the version that held when it began. */
  readonly ruleOf: (tx: Tx, deadline: Deadline) => Promise<Rule>
  /**
   * Where these clocks end by that calendar, with the pauses that are over and the extensions that were given.
   * Writes nothing.
   */
  readonly recount: (
    tx: Tx,
    calendar: Calendar,
    clocks: readonly Deadline[],
  ) => Promise<ClockMove[]>
  /** The same by the calendar of today; with an extension that is about to be given. */
  readonly recountOne: (tx: Tx, deadline: Deadline, more?: Stretch) => Promise<ClockMove>
  /** Every day from the trigger on; of a clock that stands still, up to the day that is asked for. */
  readonly explain: (tx: Tx, deadline: Deadline, today: Day) => Promise<ClockCount>
}

/** What happened to each clock. With `until` a pause that lasts counts up to that day. */
const changesOf = async (
  tx: Tx,
  clocks: readonly Deadline[],
  until?: Day,
): Promise<(clock: Deadline) => ClockChanges> => {
  const ids = clocks.map(({ id }) => id)
  const pauses = await listPauses(tx, ids)
  const extensions = (await listExtensions(tx, ids)).filter(({ state }) => state === 'approved')
  return ({ id }) => ({
    pauses: closedPauses(
      pauses.filter(({ deadlineId }) => deadlineId === id),
      until,
    ),
    longer: extensions.filter(({ deadlineId }) => deadlineId === id),
  })
}

const startOf = ({ startedOn, startedAt }: Deadline) => ({ on: startedOn, at: startedAt })

export const createRecounting = (lawbook: Lawbook, calendar: CalendarCache): Recounting => {
  const ruleOf: Recounting['ruleOf'] = async (tx, { ruleCode, rulePlace, ruleVersion, term }) => {
    const which = { code: ruleCode, place: rulePlace, version: ruleVersion }
    return ruledBy(lawbook, tx, await lawbook.exact(tx, 'deadline-rule', which), term)
  }

  const count = async (tx: Tx, days: Calendar, clock: Deadline, changes: ClockChanges) => {
    const { data } = await ruleOf(tx, clock)
    const { dueOn, dueAt, provisional } = countClock(days, data, startOf(clock), changes)
    return { id: clock.id, caseId: clock.caseId, dueOn, dueAt, provisional }
  }

  const recount: Recounting['recount'] = async (tx, days, clocks) => {
    const changes = await changesOf(tx, clocks)
    const moves: ClockMove[] = []
    for (const clock of clocks) moves.push(await count(tx, days, clock, changes(clock)))
    return moves
  }

  return {
    ruleOf,
    recount,
    recountOne: async (tx, deadline, more) => {
      const { pauses = [], longer = [] } = (await changesOf(tx, [deadline]))(deadline)
      const changes = { pauses, longer: more === undefined ? longer : [...longer, more] }
      return count(tx, await calendar.read(tx), deadline, changes)
    },
    explain: async (tx, deadline, today) => {
      const changes = (await changesOf(tx, [deadline], today))(deadline)
      const { data } = await ruleOf(tx, deadline)
      const count = countClock(await calendar.read(tx), data, startOf(deadline), changes)
      if (deadline.pausedOn === null) return count
      return { ...count, steps: count.steps.filter(({ day }) => day <= today) }
    },
  }
}
