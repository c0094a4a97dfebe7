import { createHash } from 'node:crypto'
import { addDays, dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { RosterDeps } from './keeping'
import type { FillPlan, FillWish } from './roster'
import { holdRoster, listSlots, putSlots } from './roster.repository'
import { patternOf, planFilling, workingDaysBetween, type Pattern } from './roster.rules'

export type RosterFill = {
  /** How many days a range may have. */
  readonly longest: (tx: Tx) => Promise<number>
  readonly plan: (tx: Tx, actor: StaffActor, wish: FillWish) => Promise<FillPlan>
  /** Writes the plan that was shown; false when it is another one by now. */
  readonly apply: (tx: Tx, actor: StaffActor, wish: FillWish, seen: string) => Promise<boolean>
}

const DAYS_TO_SUNDAY = 6

const patternFor = async (
  tx: Tx,
  actor: StaffActor,
  { source, halves }: FillWish,
): Promise<Pattern> => {
  const ofDay: Pattern =
    'person' in source
      ? () => source.person
      : patternOf(
          await listSlots(tx, actor.organisationId, {
            from: source.week,
            until: addDays(source.week, DAYS_TO_SUNDAY),
          }),
        )
  return one => (halves.includes(one.half) ? ofDay(one) : undefined)
}

const plan =
  ({ accounts, deadlines, leavesOf }: RosterDeps): RosterFill['plan'] =>
  async (tx, actor, wish) => {
    const { from, until, replace, halves } = wish
    const slots = await listSlots(tx, actor.organisationId, { from, until })
    const members = await accounts.listActive(tx, actor.organisationId)
    const made = planFilling({
      days: workingDaysBetween(await deadlines.calendar(tx), from, until),
      ...{ slots, replace },
      pattern: await patternFor(tx, actor, wish),
      able: { active: new Set(members.map(({ id }) => id)), leaves: await leavesOf(tx, actor) },
    })
    const open = made.open.filter(({ half }) => halves.includes(half))
    const seen = createHash('sha256')
      .update(JSON.stringify([slots, made.puts]))
      .digest('base64url')
    return { ...made, open, seen, names: new Map(members.map(one => [one.id, one.displayName])) }
  }

export const createRosterFill = (deps: RosterDeps): RosterFill => {
  const { audit, clock, lawbook } = deps
  return {
    longest: async tx =>
      (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['roster.range-days'],
    plan: plan(deps),
    apply: async (tx, actor, wish, seen) => {
      const body = actor.organisationId
      await holdRoster(tx, body)
      const now = await plan(deps)(tx, actor, wish)
      // Sent twice, or a colleague did the same: it stands already.
      if (now.puts.length === 0) return true
      if (now.seen !== seen) return false
      await putSlots(tx, body, now.puts, { by: actor.id, at: clock() })
      const ground = `${wish.from} ${wish.until} ${now.puts.length}`
      await audit.record(tx, actor, body, { deed: 'roster.filled', ground })
      return true
    },
  }
}
