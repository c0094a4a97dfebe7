import type { LawEntry, Lawbook } from '../lawbook'
import { dayOf, type Clock, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { CaseId } from '../vocabulary/ids'
import type { Deadline, PlannedClock } from './deadline'
import { findRunning, lockDeadline } from './deadlines.repository'
import type { Recounting } from './recount.service'

type Rule = LawEntry<'deadline-rule'>['data']

/** Whether officers enter the beginning of such a clock. Hours begin with a moment, which a step knows. */
export const isStartedByHand = ({ byHand, length, unit }: Rule): boolean =>
  byHand === 'both' && length !== null && unit !== 'hours'

type Deps = {
  readonly plan: (
    tx: Tx,
    ruleCode: string,
    at: Omit<Start, 'id' | 'ruleCode'>,
  ) => Promise<PlannedClock>
  readonly begin: (tx: Tx, caseId: CaseId, planned: PlannedClock) => Promise<unknown>
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly recounting: Recounting
  readonly finishOne: (tx: Tx, clock: Deadline, on: Day) => Promise<void>
}

const finish =
  ({ clock: now, recounting, finishOne }: Deps) =>
  async (tx: Tx, clock: Deadline | undefined, on: Day): Promise<boolean> => {
    if (clock === undefined) throw notFound('deadline')
    const { data } = await recounting.ruleOf(tx, clock)
    if (data.byHand === undefined) throw refused('deadline.not-by-hand')
    if (clock.doneOn === on) return false
    if (clock.doneOn !== null) throw refused('deadline.done')
    const early = data.direction === 'after' && on < clock.startedOn
    if (early || on > dayOf(now())) throw refused('deadline.end-day')
    await finishOne(tx, clock, on)
    return true
  }

type Start = {
  readonly id: string
  readonly ruleCode: string
  readonly place: string
  readonly on: Day
}

/** Of this rule, from this day: the same wish again. @throws refused `deadline.runs`: it is about another */
const isSame = (known: Deadline | undefined, { ruleCode, on }: Start): boolean => {
  if (known === undefined) return false
  if (known.ruleCode === ruleCode && known.startedOn === on) return true
  throw refused('deadline.runs')
}

const assertByHand = async (deps: Deps, tx: Tx, { ruleCode, ...at }: Start): Promise<void> => {
  const { data } = await deps.lawbook.get(tx, 'deadline-rule', ruleCode, at)
  if (!isStartedByHand(data)) throw refused('deadline.not-by-hand')
  // What counts backwards is counted from an event to come.
  if (data.direction === 'after' && at.on > dayOf(deps.clock())) throw refused('deadline.start-day')
}

const start =
  (deps: Deps) =>
  async (tx: Tx, caseId: CaseId, wish: Start): Promise<string | undefined> => {
    const { id, ruleCode, ...at } = wish
    if (isSame(await lockDeadline(tx, caseId, id), wish)) return undefined
    await assertByHand(deps, tx, wish)
    if (isSame(await findRunning(tx, caseId, ruleCode), wish)) return undefined
    await deps.begin(tx, caseId, { ...(await deps.plan(tx, ruleCode, at)), id })
    // A number that another case's clock has begins nothing.
    if ((await lockDeadline(tx, caseId, id)) === undefined) throw refused('deadline.runs')
    return id
  }

/** Clocks whose end, or beginning too, no step of the course tells: an officer enters the day. */
export const createByHand = (deps: Deps) => ({ finish: finish(deps), start: start(deps) })
