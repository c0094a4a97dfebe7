import type { Accounts } from '../accounts'
import {
  clocksOf,
  clockWhileAsked,
  keyOfAdmitted,
  transitionOf,
  type Case,
  type CaseOutcome,
  type Step,
  type Transition,
} from '../cases'
import { assertUnmasking } from '../masking'
import { dayOf } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused, unavailable } from '../platform/errors'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { faultOf } from './checks.service'
import { handToLead, joinFollowers, lockLead } from './merging.service'
import type { ProceedingsDeps, Proposal, StepWish, Who } from './proceedings'
import { latestProposal, overtake } from './proposals.repository'
import { pointOf, tellReporters } from './telling.service'

export type TakingDeps = ProceedingsDeps & { readonly accounts: Pick<Accounts, 'recipient'> }

/** Asked again inside the transaction that decides: the person may have lost the case meanwhile. */
export const lockVisible = async (
  { cases }: Pick<ProceedingsDeps, 'cases'>,
  tx: Tx,
  { actor, caseId }: Who,
): Promise<Case> => {
  if ((await cases.findReadable(tx, actor, caseId)) === undefined) throw notFound('case')
  return cases.lock(tx, caseId)
}

export const keyFor = async (
  { cases, desks }: Pick<ProceedingsDeps, 'cases' | 'desks'>,
  tx: Tx,
  { keys, caseId }: Who,
): Promise<SymmetricKey> => keyOfAdmitted(cases, tx, await desks.holdersOf(tx, keys), caseId)

/** Steps that seal or tell nothing are taken without opening the case. */
const needsKey = ({ notice, needs }: Transition, { action }: StepWish): boolean =>
  notice !== undefined || needs.length > 0 || action === 'submit-review'

/** @throws refused with the code of the first need that is not met */
export const assertNeeds = async (
  deps: ProceedingsDeps,
  tx: Tx,
  who: Who & { readonly key: SymmetricKey },
  { found, transition, wish }: { found: Case; transition: Transition; wish: StepWish },
): Promise<void> => {
  for (const need of transition.needs) {
    const fault = await faultOf(deps, tx, who, { need: need, found, wish })
    if (fault !== undefined) throw refused(fault)
  }
}

const withoutGaps = <T extends object>(values: T): { [K in keyof T]: NonNullable<T[K]> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as never

const toStep = (
  wish: StepWish,
  more: { readonly key?: SymmetricKey | undefined; readonly askedBy?: StaffId | undefined },
): Step => {
  // How the receiver is called is told, and is nothing of the step.
  const { action, other, handlers, ...given } = { ...wish, receiverName: undefined }
  return withoutGaps({ action, into: other, handlers, ...given, ...more }) as Step
}

/** The legal desk, or the nearest above that has one, can read the file for as long as it lies there. */
const handToLegal = async (
  { cases, desks }: ProceedingsDeps,
  tx: Tx,
  found: Case,
  key: SymmetricKey,
): Promise<void> => {
  const nearest = await desks.nearestWith(tx, found.organisationId, 'legal')
  if (nearest === undefined) throw unavailable('desk.missing')
  const { desk, organisationId } = nearest
  await cases.grant(tx, found.id, key, { kind: 'desk', ...desk, id: desk.deskId })
  await cases.setReviewBody(tx, found.id, organisationId)
}

type Taken = {
  readonly found: Case
  readonly wish: StepWish
  readonly key: SymmetricKey | undefined
  readonly lead: Case | undefined
}

/** A reason goes into the file, and from there on paper. What a second person agrees to was looked at when asked for. */
const assertPlain = async (
  { masking }: TakingDeps,
  tx: Tx,
  who: Who & { readonly askedBy?: StaffId; readonly key: SymmetricKey },
  { reason }: StepWish,
): Promise<void> => {
  if (who.askedBy === undefined) await assertUnmasking(masking, tx, who, { reason })
}

/** What a step does beside changing the state. */
const carryThrough = async (
  deps: TakingDeps,
  tx: Tx,
  who: Who,
  { found, wish, key, lead }: Taken,
): Promise<void> => {
  if (wish.action === 'assign') await joinFollowers(deps, tx, who, found.id)
  if (wish.action === 'pass-review' || wish.action === 'return-review')
    await deps.cases.setReviewBody(tx, found.id, null)
  if (key === undefined) return
  if (wish.action === 'submit-review') await handToLegal(deps, tx, found, key)
  if (lead !== undefined) await handToLead(deps, tx, who, { found, lead, key })
  await deps.after[wish.action]?.(tx, key, found.id)
}

/** What was asked for before the case moved on has nothing left to be agreed to. */
const dropProposal = async (deps: ProceedingsDeps, tx: Tx, before: Case, after: Case) => {
  if (before.state === after.state) return
  const asked = await latestProposal(tx, before.id)
  if (asked === undefined || !(await overtake(tx, before.id, deps.clock()))) return
  await deps.cases.markPending(tx, before.id, -1)
  await endAsked(deps, tx, before.id, asked)
}

/** Agreed to or not: the clock that ran until then has ended. */
export const endAsked = async (
  { deadlines, clock }: ProceedingsDeps,
  tx: Tx,
  caseId: CaseId,
  { from, action, detail }: Proposal,
): Promise<void> => {
  const running = clockWhileAsked(from, action, outcomeIn(detail))
  if (running !== undefined) await deadlines.finish(tx, caseId, running, dayOf(clock()))
}

export const outcomeIn = (detail: string | null): CaseOutcome | undefined =>
  (detail as CaseOutcome | null) ?? undefined

/**
 * One step of the table with everything that hangs on it, in the caller's transaction; safe to send twice.
 * @throws notFound('case'), refused `case.moved-on`, or the code of what the step still needs
 */
export const takeStep = async (
  deps: TakingDeps,
  tx: Tx,
  who: Who & { readonly askedBy?: StaffId },
  wish: StepWish,
): Promise<Case> => {
  const { cases, deadlines } = deps
  const found = await lockVisible(deps, tx, who)
  const sent = { action: wish.action, handlers: wish.handlers, ...seenOf(who) }
  if (await cases.isRepeated(tx, who.actor, found, sent)) return found

  const transition = transitionOf(found.state, wish.action)
  const key = needsKey(transition, wish) ? await keyFor(deps, tx, who) : undefined
  if (key !== undefined) {
    await assertNeeds(deps, tx, { ...who, key }, { found, transition, wish })
    await assertPlain(deps, tx, { ...who, key }, wish)
  }
  const lead =
    wish.action === 'merge'
      ? await lockLead(deps, tx, who, { found, other: wish.other })
      : undefined
  if (wish.action === 'assign') await deps.handOn(tx, who)
  const step = toStep(wish, { key, askedBy: who.askedBy })
  const after = await cases.act(tx, who.actor, who.caseId, step)
  await dropProposal(deps, tx, found, after)
  await carryThrough(deps, tx, who, { found, wish, key, lead })
  const at = await pointOf(deps, tx, found)
  await deadlines.order(tx, found.id, clocksOf(transition, wish.outcome, found.source), at)
  const { notice } = transition
  if (notice !== undefined && key !== undefined)
    await tellReporters(deps, tx, who, { found: after, key, wish, notice })
  return after
}

const seenOf = ({ seen }: Who) => (seen === undefined ? {} : { seen })
