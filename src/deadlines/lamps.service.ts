import type { Lawbook } from '../lawbook'
import { addDays, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { CalendarCache } from './calendar-cache.service'
import { lampOf, type Lamp } from './lamp.rules'
import { workingDaysBetween } from './period.rules'

type LampState = { readonly lamp: Lamp; readonly workingDaysLeft: number }

export type Lamps = {
  /** Working days after `from` up to and with `to`; below zero when `to` is past. */
  readonly workingDaysLeft: (tx: Tx, from: Day, to: Day) => Promise<number>
  readonly lamp: (tx: Tx, today: Day, dueOn: Day) => Promise<LampState>
  /** The lamps of many due days at once: for lists. */
  readonly lamps: (
    tx: Tx,
    today: Day,
    dueDays: readonly Day[],
  ) => Promise<ReadonlyMap<Day, LampState>>
  /** The last due day that is amber today: lists filter by it. */
  readonly nearUntil: (tx: Tx, today: Day) => Promise<Day>
}

export const createLamps = (lawbook: Lawbook, calendar: CalendarCache): Lamps => {
  const nearDays = async (tx: Tx, on: Day) =>
    (await lawbook.limits(tx, { place: '*', on }))['lamp.near-days']

  const lampsOn = async (tx: Tx, today: Day) => {
    const days = await calendar.read(tx)
    const near = await nearDays(tx, today)
    return (dueOn: Day): LampState => {
      const left = workingDaysBetween(days, today, dueOn)
      return { lamp: lampOf({ today, dueOn, workingDaysLeft: left }, near), workingDaysLeft: left }
    }
  }

  return {
    workingDaysLeft: async (tx, from, to) => workingDaysBetween(await calendar.read(tx), from, to),
    lamp: async (tx, today, dueOn) => (await lampsOn(tx, today))(dueOn),
    lamps: async (tx, today, dueDays) => {
      const lampFor = await lampsOn(tx, today)
      return new Map(dueDays.map(day => [day, lampFor(day)]))
    },
    nearUntil: async (tx, today) => {
      const days = await calendar.read(tx)
      const near = await nearDays(tx, today)
      let last = today
      while (workingDaysBetween(days, today, addDays(last, 1)) <= near) last = addDays(last, 1)
      return last
    },
  }
}
