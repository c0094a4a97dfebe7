import type { Visitor } from '../accounts'
import { dayOf, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { AwardId, StaffId } from '../vocabulary/ids'
import { isDecided } from './award.rules'
import type { AwardDeps } from './awards-deps'
import { findAward, lockAward, updateAward, type SealedAward } from './awards.repository'
import { createRewardClocks } from './clocks.service'
import { openMatter, placeOf } from './matter.service'
import { openAwardKey, openUnderCase, sealNote } from './sealed-award'
import { tellDuty } from './telling.service'

export type Answering = {
  /**
   * By another who holds the key of the case: a grant goes on to the finance side, a refusal is told.
   * @throws notFound('award'), forbidden `award.own`, refused `award.moved-on`
   */
  readonly review: (tx: Tx, visitor: Visitor, id: AwardId) => Promise<void>
  /** Back to whoever proposed it, with why; the next proposal is another one. @throws as review */
  readonly sendBack: (tx: Tx, visitor: Visitor, id: AwardId, why: string) => Promise<void>
  /**
   * By the finance side: committed in this year's budget, told, to be claimed until a day.
   * @throws notFound('award'), forbidden `award.own`, refused `award.moved-on`, `budget.*`
   */
  readonly approve: (tx: Tx, visitor: Visitor, id: AwardId) => Promise<void>
  /** By the finance side. @throws as approve */
  readonly turnBack: (tx: Tx, visitor: Visitor, id: AwardId, why: string) => Promise<void>
}

/** Whoever had a hand in it before does not judge it. */
export const refuseOwn = ({ proposedBy, reviewedBy }: SealedAward, by: StaffId): void => {
  if (by === proposedBy || by === reviewedBy) throw forbidden('award.own')
}

/** First the matter, then the award: the clocks of the matter are touched in the order of every step. */
const lockWithMatter = async (
  { cases }: Pick<AwardDeps, 'cases'>,
  tx: Tx,
  id: AwardId,
): Promise<SealedAward | undefined> => {
  const seen = await findAward(tx, id)
  if (seen === undefined) return undefined
  await cases.lock(tx, seen.matterId)
  return lockAward(tx, id)
}

type Held = { readonly award: SealedAward; readonly key: SymmetricKey }

/** For somebody who opens its case. */
const holdOfCase = async (
  deps: AwardDeps,
  tx: Tx,
  visitor: Visitor,
  id: AwardId,
): Promise<Held> => {
  const award = await lockWithMatter(deps, tx, id)
  if (award === undefined) throw notFound('award')
  const { key } = await openMatter(deps, tx, visitor, award.caseId)
  return { award, key: openUnderCase(award, key) }
}

/** For the finance side of the body that pays. */
export const holdOfFinance = async (
  { desks, cases }: Pick<AwardDeps, 'desks' | 'cases'>,
  tx: Tx,
  { actor, keys }: Visitor,
  id: AwardId,
): Promise<Held> => {
  const award = await lockWithMatter({ cases }, tx, id)
  if (award?.financeBody !== actor.organisationId) throw notFound('award')
  const key = openAwardKey(award, await desks.holdersOf(tx, keys))
  if (key === undefined) throw forbidden('award.no-key')
  return { award, key }
}

/** Reopened: what was proposed on the earlier decision is sent back, and proposed by what the next one finds. */
const refuseUndecided = async (
  { cases }: Pick<AwardDeps, 'cases'>,
  tx: Tx,
  { matterId, proposedAt }: SealedAward,
): Promise<void> => {
  if (!isDecided((await cases.get(tx, matterId)).state)) throw refused('award.not-decided')
  const decisions = await cases.decisionsOf(tx, matterId)
  if (decisions.some(({ action, at }) => action === 'decide' && at > proposedAt))
    throw refused('award.decided-anew')
}

const review =
  (deps: AwardDeps): Answering['review'] =>
  async (tx, visitor, id) => {
    const { award } = await holdOfCase(deps, tx, visitor, id)
    const by = visitor.actor.id
    if (award.reviewedBy === by) return
    if (award.state !== 'proposed') throw refused('award.moved-on')
    refuseOwn(award, by)
    await refuseUndecided(deps, tx, award)
    const isGrant = award.kind === 'grant'
    await updateAward(tx, id, {
      state: isGrant ? 'reviewed' : 'refused',
      ...{ reviewed_by: by, reviewed_at: deps.clock() },
    })
    await createRewardClocks(deps).answered(tx, award.matterId)
    if (isGrant) await tellDuty(deps, tx, award.financeBody, 'finance-approver')
    await deps.audit.record(tx, visitor.actor, award.organisationId, {
      deed: isGrant ? 'award.reviewed' : 'award.refused',
      ...{ caseId: award.caseId, subject: id },
    })
  }

type Return = { readonly held: Held; readonly actor: StaffActor; readonly why: string }

const putBack = async (
  deps: AwardDeps,
  tx: Tx,
  { held: { award, key }, actor, why }: Return,
): Promise<void> => {
  await updateAward(tx, award.id, {
    ...{ state: 'returned', ended_by: actor.id, ended_at: deps.clock() },
    sealed_note: sealNote(key, award.id, why),
  })
  await createRewardClocks(deps).takenBack(tx, award.matterId)
  await deps.audit.record(tx, actor, award.organisationId, {
    ...{ deed: 'award.returned', caseId: award.caseId, subject: award.id },
  })
}

const sendBack =
  (deps: AwardDeps): Answering['sendBack'] =>
  async (tx, visitor, id, why) => {
    const held = await holdOfCase(deps, tx, visitor, id)
    if (held.award.state === 'returned') return
    if (held.award.state !== 'proposed') throw refused('award.moved-on')
    await putBack(deps, tx, { held, actor: visitor.actor, why })
  }

const turnBack =
  (deps: AwardDeps): Answering['turnBack'] =>
  async (tx, visitor, id, why) => {
    const held = await holdOfFinance(deps, tx, visitor, id)
    if (held.award.state === 'returned') return
    if (held.award.state !== 'reviewed') throw refused('award.moved-on')
    await putBack(deps, tx, { held, actor: visitor.actor, why })
  }

/** As the rule says, else as the deadlines of the place do. */
export const windowFrom = async (
  deps: Pick<AwardDeps, 'deadlines' | 'lawbook' | 'cases' | 'organisations'>,
  tx: Tx,
  award: SealedAward,
  on: Day,
) => {
  const { deadlines, lawbook, cases } = deps
  const rule = award.rule && (await lawbook.exact(tx, 'reward-rule', award.rule))
  if (rule?.data.claim) return deadlines.dueAfter(tx, rule.data.claim, on)
  const place = await placeOf(deps, tx, await cases.get(tx, award.caseId))
  return deadlines.plan(tx, 'REWARD_CLAIM', { place, on })
}

const approve =
  (deps: AwardDeps): Answering['approve'] =>
  async (tx, visitor, id) => {
    const { award } = await holdOfFinance(deps, tx, visitor, id)
    const by = visitor.actor.id
    if (award.approvedBy === by) return
    if (award.state !== 'reviewed') throw refused('award.moved-on')
    refuseOwn(award, by)
    await refuseUndecided(deps, tx, award)
    const now = deps.clock()
    const today = dayOf(now)
    const window = await windowFrom(deps, tx, award, today)
    await deps.budget.commit(tx, {
      ...{ organisationId: award.financeBody, year: Number(today.slice(0, 4)) },
      ...{ fen: award.fen, subject: award.budgetSubject, by },
    })
    await updateAward(tx, id, {
      ...{ state: 'approved', approved_by: by, approved_at: now },
      ...{ claim_until: window.dueOn, claim_provisional: window.provisional },
    })
    await createRewardClocks(deps).answered(tx, award.matterId)
    const done = { deed: 'award.approved', caseId: award.caseId, subject: id } as const
    await deps.audit.record(tx, visitor.actor, award.organisationId, done)
  }

export const createAnswering = (deps: AwardDeps): Answering => ({
  review: review(deps),
  sendBack: sendBack(deps),
  approve: approve(deps),
  turnBack: turnBack(deps),
})
