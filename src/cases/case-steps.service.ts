import type { Audit } from '../audit'
import { dayOf, type Clock } from '../platform/clock'
import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { Deed } from '../vocabulary/deeds'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import type { Case } from './case'
import type { CaseAction, CaseOutcome, CaseState, Transition } from './case-course.rules'
import { isOpen, outcomeAfter } from './case-ends.rules'
import { areHandlers, handOver, type Handler } from './case-handing.service'
import { insertDecision, listDecisions, type DecisionRow } from './case-officers.repository'
import { nextState, transitionOf } from './case.rules'
import { findCaseForUpdate, updateCase } from './cases.repository'

type Deps = { readonly audit: Audit; readonly random: Random; readonly clock: Clock }

type Given = {
  /** The decision that the person had before them (decisionMark). A later one means: too late. */
  readonly seen?: string
  /** Who asked for a step that a second person agrees to. */
  readonly askedBy?: StaffId
  /** Code of the lawbook kind that the step's grounds have. */
  readonly ground?: string
  /** Written for colleagues; sealed under the key. */
  readonly reason?: string
  readonly key?: SymmetricKey
  readonly outcome?: CaseOutcome
  /** To whom it is handed over, or where the reporter is sent: a code. */
  readonly receiver?: string
  /** The case that leads from now on. */
  readonly into?: CaseId
}

type Assign = Given & {
  readonly action: 'assign'
  readonly handlers: readonly [Handler, Handler]
  readonly key: SymmetricKey
}
type Plain = Given & { readonly action: Exclude<CaseAction, 'assign'> }

export type Step = Assign | Plain

const deedOf: Readonly<Record<CaseAction, Deed>> = {
  accept: 'case.accepted',
  refuse: 'case.refused',
  'hand-over': 'case.handed-over',
  'take-over': 'case.taken-over',
  redirect: 'case.redirected',
  merge: 'case.merged',
  assign: 'case.assigned',
  file: 'case.filed',
  'not-file': 'case.not-filed',
  investigate: 'case.investigated',
  'submit-review': 'review.asked',
  'pass-review': 'review.passed',
  'return-review': 'review.returned',
  decide: 'case.decided',
  tell: 'reporter.told',
  close: 'case.closed',
  archive: 'case.archived',
  suspend: 'case.suspended',
  resume: 'case.resumed',
  withdraw: 'case.withdrawn',
  reopen: 'case.reopened',
}

const reasonPlace = (decisionId: string) => ({
  table: 'case_decisions',
  column: 'sealed_reason',
  row: decisionId,
})

export const openReason = (
  key: SymmetricKey,
  decision: { readonly id: string; readonly sealed_reason: Buffer | null },
): string | undefined =>
  decision.sealed_reason === null
    ? undefined
    : openField(key, reasonPlace(decision.id), decision.sealed_reason).toString('utf8')

/** Sent twice: the last decision is already this one, by this person, and nothing came after it. */
const alreadyDone = (
  last: DecisionRow | undefined,
  actor: StaffActor,
  found: Case,
  action: CaseAction,
): boolean => last?.action === action && last.staff_id === actor.id && last.to_state === found.state

/** What a form carries to say which decision it was drawn after. */
export const decisionMark = (last: { readonly id: string } | undefined): string =>
  last?.id ?? 'none'

/** What tells a step that was sent before. */
export type Sent = Pick<Given, 'seen'> & {
  readonly action: CaseAction
  readonly handlers?: readonly Handler[] | undefined
}

/**
 * Whether this very step was taken by this person just before: then it was sent twice.
 * @throws refused `case.moved-on` when somebody decided after the form was drawn
 */
export const isRepeated = async (
  tx: Tx,
  actor: StaffActor,
  found: Case,
  step: Sent,
): Promise<boolean> => {
  const [last] = await listDecisions(tx, found.id)
  const { handlers } = step
  const same = handlers === undefined || (await areHandlers(tx, found.id, { handlers }))
  if (alreadyDone(last, actor, found, step.action) && same) return true
  if (step.seen !== undefined && step.seen !== decisionMark(last)) throw refused('case.moved-on')
  return false
}

/** The table's own conditions; what other rooms know was asked before. */
const checkStep = (actor: StaffActor, transition: Transition, step: Step): void => {
  const { approval, permission, needs } = transition
  if (!isAllowed(actor, approval ?? permission)) throw forbidden('permission')
  if (approval !== undefined && step.askedBy === undefined) throw refused('step.needs-approval')
  if (step.askedBy === actor.id) throw refused('step.own-approval')
  const given: Partial<Record<(typeof needs)[number], boolean>> = {
    ground: step.ground !== undefined,
    reason: step.reason !== undefined && step.key !== undefined,
    outcome: step.outcome !== undefined,
    receiver: step.receiver !== undefined,
    'other-case': step.into !== undefined,
    handlers: step.action === 'assign',
  }
  if (needs.some(need => given[need] === false)) throw refused('step.incomplete')
}

const write = async (
  { random, clock }: Deps,
  tx: Tx,
  actor: StaffActor,
  { found, to, step }: { readonly found: Case; readonly to: CaseState; readonly step: Step },
): Promise<void> => {
  const id = random.uuid()
  const { reason, key } = step
  await insertDecision(tx, {
    id,
    case_id: found.id,
    action: step.action,
    from_state: found.state,
    to_state: to,
    staff_id: actor.id,
    at: clock(),
    ground: step.ground ?? null,
    sealed_reason:
      reason === undefined || key === undefined ? null : sealField(key, reasonPlace(id), reason),
    asked_by: step.askedBy ?? null,
    detail: step.outcome ?? step.receiver ?? null,
  })
}

/** From the day on which a case ends its retention term is counted, whatever day it is filed away. */
const endOf = (from: CaseState, to: CaseState, now: Date) => {
  if (isOpen(to)) return { is_open: true, closed_on: null }
  return isOpen(from) ? { is_open: false, closed_on: dayOf(now) } : { is_open: false }
}

const afterStep = (found: Case, to: CaseState, step: Step, now: Date) => ({
  state: to,
  ...endOf(found.state, to, now),
  outcome: outcomeAfter(found.outcome, { to, outcome: step.outcome }),
  suspended_from: to === 'suspended' ? (found.suspendedFrom ?? found.state) : null,
  merged_into: to === 'merged' ? (step.into ?? null) : null,
  ...(step.action === 'assign' ? { handlers: step.handlers.length } : {}),
})

export const actOnCase =
  (deps: Deps) =>
  async (tx: Tx, actor: StaffActor, caseId: CaseId, step: Step): Promise<Case> => {
    const found = await findCaseForUpdate(tx, caseId)
    if (found === undefined) throw notFound('case')
    if (await isRepeated(tx, actor, found, step)) return found

    const to = nextState(found.state, step.action, found.suspendedFrom)
    checkStep(actor, transitionOf(found.state, step.action), step)
    if (step.action === 'assign') await handOver(tx, caseId, step, deps.clock())
    const change = afterStep(found, to, step, deps.clock())
    await updateCase(tx, caseId, change)
    await write(deps, tx, actor, { found, to, step })
    const ground = step.ground === undefined ? {} : { ground: step.ground }
    const deed = deedOf[step.action]
    await deps.audit.record(tx, actor, found.organisationId, { deed, caseId, ...ground })
    const { outcome, suspended_from: suspendedFrom, merged_into: mergedInto } = change
    return { ...found, state: to, outcome, suspendedFrom, mergedInto }
  }
