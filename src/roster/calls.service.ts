import { addDays, asDay, dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { keyOf, type Calls, type HalfDay } from './half-day.rules'
import type { RosterDeps } from './keeping'
import type { CallBoard, CountWish } from './roster'
import { holdRoster, listCalls, listSlots, putCalls, sumCalls } from './roster.repository'

type Deps = Pick<RosterDeps, 'audit' | 'clock'>

export type RosterCalls = {
  readonly board: (tx: Tx, actor: StaffActor, monday: Day) => Promise<CallBoard>
  /** 'late': counted elsewhere meanwhile; 'not-yours': not this person's half-day, or not begun. */
  readonly save: (
    tx: Tx,
    actor: StaffActor,
    wishes: readonly CountWish[],
    monday: Day,
  ) => Promise<'saved' | 'late' | 'not-yours'>
}

const DAYS_TO_SUNDAY = 6
const none: Calls = { answered: 0, missed: 0, calledBack: 0 }

const same = (one: Calls, other: Calls): boolean =>
  one.answered === other.answered &&
  one.missed === other.missed &&
  one.calledBack === other.calledBack

export const createRosterCalls = ({ audit, clock }: Deps): RosterCalls => {
  const mineOf = async (tx: Tx, actor: StaffActor, monday: Day): Promise<HalfDay[]> => {
    const span = { from: monday, until: addDays(monday, DAYS_TO_SUNDAY) }
    const slots = await listSlots(tx, actor.organisationId, span)
    const today = dayOf(clock())
    return slots
      .filter(({ staffId, day }) => staffId === actor.id && day <= today)
      .map(({ day, half }) => ({ day, half }))
  }

  return {
    board: async (tx, actor, monday) => {
      const body = actor.organisationId
      const span = { from: monday, until: addDays(monday, DAYS_TO_SUNDAY) }
      const first = asDay(`${monday.slice(0, 8)}01`)
      return {
        counts: await listCalls(tx, body, span),
        week: await sumCalls(tx, body, span),
        month: await sumCalls(tx, body, { from: first, until: lastOf(first) }),
        mine: await mineOf(tx, actor, monday),
      }
    },

    save: async (tx, actor, wishes, monday) => {
      const body = actor.organisationId
      await holdRoster(tx, body)
      const span = { from: monday, until: addDays(monday, DAYS_TO_SUNDAY) }
      const own = (await listCalls(tx, body, span)).filter(one => one.staffId === actor.id)
      const counted = new Map(own.map(one => [keyOf(one), one]))
      const nowOf = (one: HalfDay): Calls => counted.get(keyOf(one)) ?? none
      const touched = wishes.filter(one => !same(one.was, one.now) && !same(nowOf(one), one.now))
      if (touched.length === 0) return 'saved'
      const mine = new Set((await mineOf(tx, actor, monday)).map(keyOf))
      if (touched.some(one => !mine.has(keyOf(one)))) return 'not-yours'
      if (touched.some(one => !same(nowOf(one), one.was))) return 'late'
      const counts = touched.map(({ day, half, now }) => ({
        ...{ day, half, staffId: actor.id },
        ...now,
      }))
      await putCalls(tx, body, counts)
      const ground = touched.map(keyOf).join(' ')
      await audit.record(tx, actor, body, { deed: 'roster.counted', ground })
      return 'saved'
    },
  }
}

/** The last day of the month of its first. */
const lastOf = (first: Day): Day => {
  const next = addDays(first, 31)
  return addDays(asDay(`${next.slice(0, 8)}01`), -1)
}
