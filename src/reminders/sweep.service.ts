import type { Accounts } from '../accounts'
import type { Appeals } from '../appeals'
import type { Audit } from '../audit'
import type { Deadlines, DueClocks, OfficeHours } from '../deadlines'
import type { Lawbook } from '../lawbook'
import type { Notices } from '../notify'
import type { Organisations } from '../organisations'
import { addDays, dayOf, type Clock, type Day } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { NewAlert } from './alert'
import {
  createSources,
  type Due as DueThing,
  type DuePublished,
  type Running,
  type Source,
} from './sources.service'
import { nextStep, stepsFor, type Step, type TimedStep } from './step.rules'
import { insertAlerts, insertSteps, stepKey, type StepRow } from './steps.repository'

export type SweepDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly deadlines: Pick<Deadlines, 'workingDaysLeft'>
  readonly dueClocks: DueClocks
  readonly appeals: Pick<Appeals, 'due'>
  readonly register: { readonly due: DuePublished }
  readonly letterSource: Source
  readonly officeHours: OfficeHours
  readonly accounts: Pick<Accounts, 'listActive'>
  readonly organisations: Pick<Organisations, 'above'>
  readonly notices: Notices
  readonly audit: Audit
}

export type Sweep = {
  /**
   * In office hours: every step whose day has come, once for each clock, in pieces of a transaction each. Two at
   * once share the work; what breaks off in the middle is taken up by the next. @returns how many clocks it moved
   */
  readonly sweep: () => Promise<number>
}

const PIECE = 500
const system = { side: 'system' } as const

/** The last due day for which so many working days after it have begun today; before it, when below zero. */
const lastDueDay = async (
  { deadlines }: SweepDeps,
  tx: Tx,
  today: Day,
  after: number,
): Promise<Day> => {
  let day = today
  while ((await deadlines.workingDaysLeft(tx, today, day)) > -after) day = addDays(day, -1)
  while ((await deadlines.workingDaysLeft(tx, today, addDays(day, 1))) <= -after)
    day = addDays(day, 1)
  return day
}

const timedSteps = async (deps: SweepDeps, tx: Tx, today: Day): Promise<TimedStep[]> => {
  const steps = await deps.lawbook.list(tx, 'reminder-step', { place: '*', on: today })
  const timed: TimedStep[] = []
  for (const step of steps)
    timed.push({ step, dueUntil: await lastDueDay(deps, tx, today, step.data.workingDays) })
  return timed
}

type DueStep = {
  readonly running: Running
  readonly step: Step
  readonly row: StepRow
  readonly alerts: readonly NewAlert[]
}

const stepsOf = async (
  kind: Source['kind'],
  timed: readonly TimedStep[],
  running: Running,
): Promise<DueStep[]> => {
  const due: DueStep[] = []
  const { thing } = running
  const of = { kind, id: thing.id }
  for (const { step, outcome } of stepsFor(timed, thing)) {
    const { code, data } = step
    const about = { caseId: thing.caseId, of, step: code, dueOn: thing.dueOn }
    const people = outcome === 'passed' ? [] : await running.recipients(data.to)
    due.push({
      ...{ running, step },
      row: {
        ...{ of, step: code },
        outcome: outcome === 'told' && people.length === 0 ? 'nobody' : outcome,
      },
      alerts: people.map(staffId => ({ ...about, staffId, audience: data.to })),
    })
  }
  return due
}

/** A person who is meant twice at once, as the one who handles it and as principal, is told the later step. */
const onceEach = (alerts: readonly NewAlert[]): NewAlert[] => [
  ...new Map(alerts.map(alert => [`${alert.of.id} ${alert.staffId}`, alert])).values(),
]

/** Everything that follows from a piece, in the order in which locks are taken; the record comes last. */
const carryOut = async (
  { notices, audit }: SweepDeps,
  tx: Tx,
  { source, due }: { readonly source: Source; readonly due: readonly DueStep[] },
  today: Day,
): Promise<void> => {
  const rows = due.map(({ row }) => row)
  const written = await insertSteps(tx, source.kind, rows, today)
  const ours = due.filter(({ row }) => written.has(stepKey(row.of, row.step)))
  const alerts = onceEach(ours.flatMap(one => one.alerts))
  await insertAlerts(tx, source.kind, alerts, today)
  const reached = new Map(due.map(({ running, step }) => [running.thing.id, step.data.order]))
  await source.pass(
    tx,
    [...reached].map(([id, reminded]) => ({ id, reminded })),
  )
  const people = [...new Set(alerts.map(({ staffId }) => staffId))]
  await notices.mark(
    tx,
    people.map(staffId => ({ kind: 'staff', staffId })),
  )
  const deeds = ours
    .filter(({ row }) => row.outcome !== 'passed')
    .map(({ running, step }) => ({
      deed: source.deeds[step.data.to === 'handlers' ? 'reminded' : 'escalated'],
      ...running.recordedAs,
      subject: running.thing.id,
      ground: step.code,
    }))
  await audit.recordMany(tx, system, deeds)
}

type Place = { readonly reminded: number; readonly after: DueThing | undefined }
type Done = { readonly moved: number; readonly last: DueThing | undefined }

const workPiece =
  (deps: SweepDeps, source: Source, { reminded, after }: Place) =>
  async (tx: Tx): Promise<Done> => {
    const now = deps.clock()
    const today = dayOf(now)
    const timed = await timedSteps(deps, tx, today)
    const next = nextStep(timed, reminded)
    if (next === undefined || !(await deps.officeHours.isOpen(tx, now)))
      return { moved: 0, last: undefined }
    const dueUntil = next.dueUntil as Day
    const things = await source.take(tx, { reminded, dueUntil, after, limit: PIECE })
    const running = await source.running(tx, things)
    const due: DueStep[] = []
    for (const one of running) due.push(...(await stepsOf(source.kind, timed, one)))
    await carryOut(deps, tx, { source, due }, today)
    return { moved: running.length, last: things.length < PIECE ? undefined : things.at(-1) }
  }

const sweepSource = async (
  deps: SweepDeps,
  source: Source,
  orders: readonly number[],
): Promise<number> => {
  let moved = 0
  // What is due moves as far as its day says in one go, so what an earlier round moved is not met again.
  for (let reminded = 0; reminded < Math.max(0, ...orders); reminded += 1) {
    let after: DueThing | undefined
    do {
      const done = await deps.db.inTransaction(workPiece(deps, source, { reminded, after }))
      moved += done.moved
      after = done.last
    } while (after !== undefined)
  }
  return moved
}

export const createSweep = (deps: SweepDeps): Sweep => ({
  sweep: async () => {
    const today = dayOf(deps.clock())
    const steps = await deps.db.inTransaction(tx =>
      deps.lawbook.list(tx, 'reminder-step', { place: '*', on: today }),
    )
    const orders = steps.map(({ data }) => data.order)
    let moved = 0
    for (const source of createSources(deps)) moved += await sweepSource(deps, source, orders)
    return moved
  },
})
