import type { Accounts } from '../accounts'
import type { Audit } from '../audit'
import type { Deadlines, DueClock, DueClocks, OfficeHours } from '../deadlines'
import type { Lawbook } from '../lawbook'
import type { Notices } from '../notify'
import type { Organisations } from '../organisations'
import { addDays, dayOf, type Clock, type Day } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import type { NewAlert } from './alert'
import { openCasesAmong } from './concerned.repository'
import { createRecipients, type Recipients } from './recipients.service'
import { nextStep, stepsFor, type Step, type TimedStep } from './step.rules'
import { insertAlerts, insertSteps, stepKey, type StepRow } from './steps.repository'

export type SweepDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly deadlines: Pick<Deadlines, 'workingDaysLeft'>
  readonly dueClocks: DueClocks
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

type Due = {
  readonly clock: DueClock
  readonly step: Step
  readonly row: StepRow
  readonly alerts: readonly NewAlert[]
}

const dueOf = async (
  recipients: Recipients,
  timed: readonly TimedStep[],
  clock: DueClock,
): Promise<Due[]> => {
  const due: Due[] = []
  for (const { step, outcome } of stepsFor(timed, clock)) {
    const { code, data } = step
    const about = { caseId: clock.caseId, deadlineId: clock.id, step: code, dueOn: clock.dueOn }
    const people = outcome === 'passed' ? [] : await recipients(data.to, clock.caseId)
    due.push({
      ...{ clock, step },
      row: {
        ...{ deadlineId: clock.id, step: code },
        outcome: outcome === 'told' && people.length === 0 ? 'nobody' : outcome,
      },
      alerts: people.map(staffId => ({ ...about, staffId, audience: data.to })),
    })
  }
  return due
}

type Piece = { readonly due: readonly Due[]; readonly open: ReadonlyMap<CaseId, OrganisationId> }

/** A person who is meant twice at once, as the one who handles it and as principal, is told the later step. */
const onceEach = (alerts: readonly NewAlert[]): NewAlert[] => [
  ...new Map(alerts.map(alert => [`${alert.deadlineId} ${alert.staffId}`, alert])).values(),
]

/** Everything that follows from a piece, in the order in which locks are taken; the record comes last. */
const carryOut = async (
  { dueClocks, notices, audit }: SweepDeps,
  tx: Tx,
  { due, open }: Piece,
  today: Day,
): Promise<void> => {
  const rows = due.map(({ row }) => row)
  const written = await insertSteps(tx, rows, today)
  const ours = due.filter(({ row }) => written.has(stepKey(row.deadlineId, row.step)))
  const alerts = onceEach(ours.flatMap(one => one.alerts))
  await insertAlerts(tx, alerts, today)
  const reached = new Map(due.map(({ clock, step }) => [clock.id, step.data.order]))
  await dueClocks.pass(
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
    .flatMap(({ clock: { id, caseId }, step }) => {
      const organisationId = open.get(caseId)
      const deed = step.data.to === 'handlers' ? 'deadline.reminded' : 'deadline.escalated'
      return organisationId === undefined
        ? []
        : [{ deed, organisationId, caseId, subject: id, ground: step.code } as const]
    })
  await audit.recordMany(tx, system, deeds)
}

type Place = { readonly reminded: number; readonly after: DueClock | undefined }
type Done = { readonly moved: number; readonly last: DueClock | undefined }

const workPiece =
  (deps: SweepDeps, { reminded, after }: Place) =>
  async (tx: Tx): Promise<Done> => {
    const now = deps.clock()
    const today = dayOf(now)
    const timed = await timedSteps(deps, tx, today)
    const next = nextStep(timed, reminded)
    if (next === undefined || !(await deps.officeHours.isOpen(tx, now)))
      return { moved: 0, last: undefined }
    const dueUntil = next.dueUntil as Day
    const clocks = await deps.dueClocks.take(tx, { reminded, dueUntil, after, limit: PIECE })
    const open = await openCasesAmong(
      tx,
      clocks.map(({ caseId }) => caseId),
    )
    const recipients = await createRecipients(deps, tx, open)
    const due: Due[] = []
    const running = clocks.filter(({ caseId }) => open.has(caseId))
    for (const clock of running) due.push(...(await dueOf(recipients, timed, clock)))
    await carryOut(deps, tx, { due, open }, today)
    return { moved: running.length, last: clocks.length < PIECE ? undefined : clocks.at(-1) }
  }

export const createSweep = (deps: SweepDeps): Sweep => ({
  sweep: async () => {
    const today = dayOf(deps.clock())
    const steps = await deps.db.inTransaction(tx =>
      deps.lawbook.list(tx, 'reminder-step', { place: '*', on: today }),
    )
    const orders = steps.map(({ data }) => data.order)
    let moved = 0
    // A clock moves as far as its day says in one go, so what an earlier round moved is not met again.
    for (let reminded = 0; reminded < Math.max(0, ...orders); reminded += 1) {
      let after: DueClock | undefined
      do {
        const done = await deps.db.inTransaction(workPiece(deps, { reminded, after }))
        moved += done.moved
        after = done.last
      } while (after !== undefined)
    }
    return moved
  },
})
