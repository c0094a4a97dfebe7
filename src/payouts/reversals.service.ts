import type { Visitor } from '../accounts'
import type { Award } from '../awards'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { PaymentId, StaffId } from '../vocabulary/ids'
import type { OpenPayment } from './batch'
import { holdPayments } from './batches.repository'
import { refuseInvolved } from './building.service'
import { listClaimsOf, listUnclaimed, sumPaid, updateClaim } from './claims.repository'
import { findApproved } from './clawbacks.repository'
import { lockPayment, updatePayment, type SealedPayment } from './payments.repository'
import type { PayoutDeps } from './payouts-deps'
import { openPayments } from './releasing.service'

export type Reversals = {
  /** @throws notFound('payment'), forbidden('award.no-key') */
  readonly payment: (tx: Tx, visitor: Visitor, id: PaymentId) => Promise<OpenPayment>
  /** What was paid has come back, or must: said by one. @throws refused `payment.moved-on`, not-found `law` */
  readonly ask: (tx: Tx, visitor: Visitor, id: PaymentId, ground: string) => Promise<void>
  /** Taken back by whoever asked, or turned down by another: it stays paid. @throws refused `payment.moved-on` */
  readonly drop: (tx: Tx, visitor: Visitor, id: PaymentId) => Promise<void>
  /** Agreed to by another; its share may be paid anew. @throws forbidden `payment.own-reversal`, refused `payment.moved-on`, `budget.*` */
  readonly approve: (tx: Tx, visitor: Visitor, id: PaymentId) => Promise<void>
}

const hold = async (tx: Tx, { actor }: Visitor, id: PaymentId): Promise<SealedPayment> => {
  await holdPayments(tx, actor.organisationId)
  const payment = await lockPayment(tx, actor.organisationId, id)
  if (payment === undefined) throw notFound('payment')
  return payment
}

/** What was asked back is back already. @throws refused `payment.moved-on`, forbidden `payment.own` */
const lockAward = async (
  { awards }: PayoutDeps,
  tx: Tx,
  { awardId }: SealedPayment,
  by: StaffId,
): Promise<Award> => {
  const award = await awards.course.lock(tx, awardId)
  if (award.state === 'reclaimed') throw refused('payment.moved-on')
  refuseInvolved([award], by)
  return award
}

/** What is asked back as a whole is not paid anew by parts. @throws refused `payment.asked-back` */
const refuseAskedBack = async (tx: Tx, { awardId }: SealedPayment): Promise<void> => {
  if ((await findApproved(tx, awardId)) !== undefined) throw refused('payment.asked-back')
}

/**
 * Its share is paid anew by the same claim. Where that one was returned, or the rest was claimed by another, the reporter
 * claims what is left: now, or once that other one is over.
 */
const reopen = async (
  { awards }: PayoutDeps,
  tx: Tx,
  { awardId, claimId }: SealedPayment,
  by: StaffId,
): Promise<void> => {
  await awards.course.reopen(tx, awardId, { arrived: await sumPaid(tx, awardId), by })
  const claims = await listClaimsOf(tx, awardId)
  const isOver = claims.every(({ state }) => state === 'paid' || state === 'returned')
  if (isOver && claims.some(({ id, state }) => id === claimId && state === 'paid'))
    await updateClaim(tx, claimId, { state: 'checked' })
  for (const id of await listUnclaimed(tx, [awardId])) await awards.course.unclaim(tx, id)
}

const ask =
  (deps: PayoutDeps): Reversals['ask'] =>
  async (tx, visitor, id, ground) => {
    const { actor } = visitor
    const payment = await hold(tx, visitor, id)
    if (payment.reversalAskedBy === actor.id && payment.reversalGround === ground) return
    if (payment.state !== 'paid' || payment.reversalAskedBy !== null)
      throw refused('payment.moved-on')
    await lockAward(deps, tx, payment, actor.id)
    await refuseAskedBack(tx, payment)
    const at = { place: '*', on: dayOf(deps.clock()) }
    await deps.lawbook.get(tx, 'payment-reversal', ground, at)
    await updatePayment(tx, id, { reversal_asked_by: actor.id, reversal_ground: ground })
    const done = { deed: 'payment.reversal-asked', subject: id, ground } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const approve =
  (deps: PayoutDeps): Reversals['approve'] =>
  async (tx, visitor, id) => {
    const { actor } = visitor
    const payment = await hold(tx, visitor, id)
    if (payment.state === 'reversed' && payment.reversedBy === actor.id) return
    if (payment.state !== 'paid' || payment.reversalAskedBy === null)
      throw refused('payment.moved-on')
    if (payment.reversalAskedBy === actor.id) throw forbidden('payment.own-reversal')
    await lockAward(deps, tx, payment, actor.id)
    await refuseAskedBack(tx, payment)
    await updatePayment(tx, id, {
      ...{ state: 'reversed', reversed_by: actor.id, reversed_at: deps.clock() },
    })
    await reopen(deps, tx, payment, actor.id)
    const done = { deed: 'payment.reversed', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const drop =
  (deps: PayoutDeps): Reversals['drop'] =>
  async (tx, visitor, id) => {
    const { actor } = visitor
    const payment = await hold(tx, visitor, id)
    if (payment.state !== 'paid') throw refused('payment.moved-on')
    if (payment.reversalAskedBy === null) return
    await lockAward(deps, tx, payment, actor.id)
    await updatePayment(tx, id, { reversal_asked_by: null, reversal_ground: null })
    const done = { deed: 'payment.reversal-dropped', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

export const createReversals = (deps: PayoutDeps): Reversals => ({
  payment: async (tx, visitor, id) => {
    const [opened] = await openPayments(deps, tx, visitor, [await hold(tx, visitor, id)])
    if (opened === undefined) throw notFound('payment')
    return opened
  },
  ask: ask(deps),
  drop: drop(deps),
  approve: approve(deps),
})
