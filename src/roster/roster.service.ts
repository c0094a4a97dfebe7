import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { keyOf, type Slot } from './half-day.rules'
import type { RosterDeps } from './keeping'
import type { Ahead, Fault, RosterWeek, Saved } from './roster'
import { clearSlots, holdRoster, listSlots, putSlots } from './roster.repository'
import {
  gapReason,
  gapsIn,
  mondayOf,
  sortWanted,
  weekOf,
  workingDaysFrom,
  type Able,
  type Wanted,
} from './roster.rules'

export type Roster = {
  readonly week: (tx: Tx, actor: StaffActor, day?: Day) => Promise<RosterWeek>
  /** Of the coming working days, the half-days in which nobody answers. */
  readonly ahead: (tx: Tx, actor: StaffActor) => Promise<Ahead>
  /** All or nothing: one field that cannot stand, or in which a colleague was faster, and nothing is written. */
  readonly save: (tx: Tx, actor: StaffActor, wanted: readonly Wanted[]) => Promise<Saved>
}

const DAYS_TO_SUNDAY = 6

/** Who of these can be counted on. */
const ableAmong = async (
  { accounts, leavesOf }: Pick<RosterDeps, 'accounts' | 'leavesOf'>,
  tx: Tx,
  actor: StaffActor,
  slots: readonly Pick<Slot, 'staffId'>[],
): Promise<Able> => {
  const holders = [...new Set(slots.map(({ staffId }) => staffId))]
  return {
    active: new Set(await accounts.activeAmong(tx, holders)),
    leaves: await leavesOf(tx, actor),
  }
}

const week =
  (deps: RosterDeps): Roster['week'] =>
  async (tx, actor, day) => {
    const { accounts, clock, deadlines } = deps
    const today = dayOf(clock())
    const monday = mondayOf(day ?? today)
    const days = weekOf(await deadlines.calendar(tx), monday)
    const span = { from: monday, until: days[DAYS_TO_SUNDAY]?.day ?? monday }
    const slots = await listSlots(tx, actor.organisationId, span)
    const working = days.filter(one => one.working).map(one => one.day)
    const people = await accounts.listActive(tx, actor.organisationId)
    return {
      ...{ today, monday, days, slots },
      gaps: gapsIn(working, slots, await ableAmong(deps, tx, actor, slots)),
      people: people.map(({ id, displayName }) => ({ id, name: displayName })),
      names: await accounts.namesOf(
        tx,
        slots.map(({ staffId }) => staffId),
      ),
    }
  }

const ahead =
  (deps: RosterDeps): Roster['ahead'] =>
  async (tx, actor) => {
    const { clock, deadlines, lawbook } = deps
    const today = dayOf(clock())
    const limits = await lawbook.limits(tx, { place: '*', on: today })
    const count = limits['roster.ahead-days']
    const days = workingDaysFrom(await deadlines.calendar(tx), today, count)
    const span = { from: today, until: days.at(-1) ?? today }
    const slots = await listSlots(tx, actor.organisationId, span)
    return {
      days: days.length,
      gaps: gapsIn(days, slots, await ableAmong(deps, tx, actor, slots)),
    }
  }

type Setting = {
  readonly today: Day
  readonly isWorking: (day: Day) => boolean
  readonly able: Able
}

const faultOf = (one: Wanted, { today, isWorking, able }: Setting): Fault | undefined => {
  if (one.day < today) return 'past'
  if (one.now === undefined) return undefined
  if (!isWorking(one.day)) return 'off'
  const why = gapReason(one, one.now, able)
  return why === 'empty' ? undefined : why
}

const save =
  (deps: RosterDeps): Roster['save'] =>
  async (tx, actor, wanted) => {
    const { accounts, audit, clock, deadlines, leavesOf } = deps
    const body = actor.organisationId
    await holdRoster(tx, body)
    const span = spanOf(wanted)
    if (span === undefined) return { ok: true }
    const { late, changes } = sortWanted(wanted, await listSlots(tx, body, span))
    const calendar = await deadlines.calendar(tx)
    const members = await accounts.listActive(tx, body)
    const setting = {
      today: dayOf(clock()),
      isWorking: calendar.isWorking,
      able: { active: new Set(members.map(({ id }) => id)), leaves: await leavesOf(tx, actor) },
    }
    const faults = Object.fromEntries(
      changes.flatMap(one => {
        const fault = faultOf(one, setting)
        return fault === undefined ? [] : [[keyOf(one), fault]]
      }),
    )
    if (late.length > 0 || Object.keys(faults).length > 0)
      return { ok: false, late: late.map(keyOf), faults }
    if (changes.length === 0) return { ok: true }
    const puts = changes.flatMap(({ day, half, now }) =>
      now === undefined ? [] : [{ day, half, staffId: now }],
    )
    await putSlots(tx, body, puts, { by: actor.id, at: clock() })
    await clearSlots(
      tx,
      body,
      changes.filter(({ now }) => now === undefined),
    )
    const ground = changes.map(one => `${keyOf(one)} ${one.now ?? '-'}`).join('; ')
    await audit.record(tx, actor, body, { deed: 'roster.changed', ground })
    return { ok: true }
  }

const spanOf = (wanted: readonly Wanted[]) => {
  const days = wanted.map(({ day }) => day).sort()
  const [from] = days
  const until = days.at(-1)
  return from === undefined || until === undefined ? undefined : { from, until }
}

export const createRoster = (deps: RosterDeps): Roster => ({
  week: week(deps),
  ahead: ahead(deps),
  save: save(deps),
})
