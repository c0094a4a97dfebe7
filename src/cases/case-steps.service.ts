import type { Audit } from '../audit'
import { dayOf, type Clock } from '../platform/clock'
import { openField, sealField, type SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Case } from './case'
import { sealCaseKey } from './case-keys.service'
import {
  addOfficer,
  insertDecision,
  listDecisions,
  listOfficers,
  stopHandling,
  type DecisionRow,
} from './case-officers.repository'
import { deleteStaffSeals } from './case-seals.repository'
import { isOpen, nextState, outcomeOf, type CaseAction, type CaseState } from './case.rules'
import { findCaseForUpdate, updateCase } from './cases.repository'
import { isExcluded } from './exclusions.repository'

type Deps = { readonly audit: Audit; readonly random: Random; readonly clock: Clock }

type Handler = { readonly staffId: StaffId; readonly publicKey: Buffer }

/** `seen`: the decision that the person had before them (decisionMark). A later one means: too late. */
export type Step = { readonly seen?: string } & AnyStep

type AnyStep =
  | { readonly action: 'accept' }
  | {
      readonly action: 'refuse'
      /** Code of lawbook kind `refusal-ground`. */
      readonly ground: string
      readonly reason: string
      readonly key: SymmetricKey
    }
  | {
      readonly action: 'assign'
      readonly handlers: readonly [Handler, Handler]
      readonly key: SymmetricKey
    }

const deedOf = { accept: 'case.accepted', refuse: 'case.refused', assign: 'case.assigned' } as const

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

/** @throws refused `case.excluded`; the case row is held, so nobody is excluded meanwhile */
const refuseExcluded = async (
  tx: Tx,
  caseId: CaseId,
  handlers: readonly Handler[],
): Promise<void> => {
  for (const { staffId } of handlers)
    if (await isExcluded(tx, caseId, staffId)) throw refused('case.excluded')
}

/** Both handlers get the key from the session of whoever hands the case on; earlier ones lose theirs. */
const handOver = async (
  tx: Tx,
  caseId: CaseId,
  step: Extract<Step, { action: 'assign' }>,
  since: Date,
): Promise<void> => {
  const [first, second] = step.handlers
  if (first.staffId === second.staffId) throw refused('assign.two-handlers')
  await refuseExcluded(tx, caseId, step.handlers)
  const chosen: StaffId[] = [first.staffId, second.staffId]
  const leaving = (await listOfficers(tx, [caseId]))
    .filter(({ staffId, handling }) => handling && !chosen.includes(staffId))
    .map(({ staffId }) => staffId)
  await stopHandling(tx, caseId, leaving)
  await deleteStaffSeals(tx, caseId, leaving)
  for (const { staffId, publicKey } of step.handlers) {
    await addOfficer(tx, { case_id: caseId, staff_id: staffId, handling: true, since })
    await sealCaseKey(tx, caseId, step.key, { kind: 'staff', id: staffId, version: 1, publicKey })
  }
}

const sameHandlers = async (tx: Tx, caseId: CaseId, step: Step): Promise<boolean> => {
  if (step.action !== 'assign') return true
  // Whoever stands in for one of the two is not yet a handler for its own sake.
  const now = (await listOfficers(tx, [caseId])).filter(
    ({ handling, standsInFor }) => handling && standsInFor === undefined,
  )
  return step.handlers.every(({ staffId }) => now.some(officer => officer.staffId === staffId))
}

const decide = async (
  { random, clock }: Deps,
  tx: Tx,
  actor: StaffActor,
  { found, to, step }: { readonly found: Case; readonly to: CaseState; readonly step: Step },
): Promise<void> => {
  const id = random.uuid()
  const refusal = step.action === 'refuse' ? step : undefined
  await insertDecision(tx, {
    id,
    case_id: found.id,
    action: step.action,
    from_state: found.state,
    to_state: to,
    staff_id: actor.id,
    at: clock(),
    ground: refusal?.ground ?? null,
    sealed_reason:
      refusal === undefined ? null : sealField(refusal.key, reasonPlace(id), refusal.reason),
  })
}

/** @throws refused `case.moved-on` when somebody decided after the form was drawn */
const isRepeated = async (tx: Tx, actor: StaffActor, found: Case, step: Step): Promise<boolean> => {
  const [last] = await listDecisions(tx, found.id)
  if (alreadyDone(last, actor, found, step.action) && (await sameHandlers(tx, found.id, step)))
    return true
  if (step.seen !== undefined && step.seen !== decisionMark(last)) throw refused('case.moved-on')
  return false
}

/** From the day on which a case ends its retention term is counted. */
const endOf = (state: CaseState, now: Date) => ({
  is_open: isOpen(state),
  outcome: outcomeOf(state),
  closed_on: isOpen(state) ? null : dayOf(now),
})

export const actOnCase =
  (deps: Deps) =>
  async (tx: Tx, actor: StaffActor, caseId: CaseId, step: Step): Promise<Case> => {
    const found = await findCaseForUpdate(tx, caseId)
    if (found === undefined) throw notFound('case')
    if (await isRepeated(tx, actor, found, step)) return found

    const to = nextState(found.state, step.action)
    const assigned = step.action === 'assign' ? { handlers: step.handlers.length } : {}
    if (step.action === 'assign') await handOver(tx, caseId, step, deps.clock())
    await updateCase(tx, caseId, { state: to, ...endOf(to, deps.clock()), ...assigned })
    await decide(deps, tx, actor, { found, to, step })
    const ground = step.action === 'refuse' ? { ground: step.ground } : {}
    const deed = deedOf[step.action]
    await deps.audit.record(tx, actor, found.organisationId, { deed, caseId, ...ground })
    return { ...found, state: to }
  }
