import type { RequestHandler, Response } from 'express'
import {
  keysOf,
  momentInWords,
  onceWithCode,
  stepUpFaults,
  visitorOf,
  type Visitor,
} from '../accounts'
import type { Audit } from '../audit'
import type { Organisations } from '../organisations'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { PaymentId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { openBatchDoors } from './batches.staff.routes'
import { PAYMENTS } from './batches.view'
import { openClawbackDoors, type ClawbackDoorDeps } from './clawbacks.staff.routes'
import { paymentForm, PaymentPath } from './payments.schema'
import { toPaymentPage, toVoucherPage } from './payments.view'
import { openReconcileDoors } from './reconcile.staff.routes'

type Deps = ClawbackDoorDeps & {
  readonly audit: Audit
  readonly organisations: Pick<Organisations, 'get'>
}

/** From the batch to what came back. */
export const openPaymentDoors = (staff: Doors<Permission>, deps: Deps): void => {
  openBatchDoors(staff, deps)
  openReconcileDoors(staff, deps)
  openClawbackDoors(staff, deps)
  staff.get(`${PAYMENTS}/:paymentId`, 'payment.view', show(deps))
  staff.post(`${PAYMENTS}/:paymentId`, 'payment.settle', answer(deps))
  staff.get(`${PAYMENTS}/:paymentId/voucher`, 'payment.view', showVoucher(deps))
}

const groundsIn = ({ lawbook, clock }: Pick<Deps, 'lawbook' | 'clock'>, tx: Tx) =>
  lawbook.list(tx, 'payment-reversal', { place: '*', on: dayOf(clock()) })

type Drawn = { readonly form: FormState; readonly problem?: string }

const draw = async (
  { db, payouts, accounts, audit, lawbook, clock }: Deps,
  res: Response,
  id: PaymentId,
  { form, problem = '' }: Drawn,
): Promise<void> => {
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const payment = await payouts.reversals.payment(tx, visitor, id)
    const seen = { deed: 'claim.viewed', subject: id } as const
    await audit.record(tx, visitor.actor, visitor.actor.organisationId, seen)
    const all = await payouts.paymentsOf(tx, payment.awardId)
    const tries = all.filter(one => one.claimId === payment.claimId && one.payee === payment.payee)
    const hands = [payment.reversalAskedBy, payment.reversedBy].filter(one => one !== null)
    return toPaymentPage({
      ...{ payment, tries, viewer: visitor.actor.id, form, problem },
      batch: await payouts.batches.find(tx, visitor, payment.batchId),
      names: await accounts.namesOf(tx, [...new Set(hands)]),
      grounds: await groundsIn({ lawbook, clock }, tx),
    })
  })
  res.render('finance/payment', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, readPath(PaymentPath, req.params).paymentId, { form: blankForm })
  }

type Wish = ReturnType<ReturnType<typeof paymentForm>['parse']>

/** '' when it was done; else what is wrong with the code. */
const carryOut = async (
  { payouts: { reversals }, secondFactor }: Deps,
  tx: Tx,
  wish: Wish,
  { id, visitor }: { readonly id: PaymentId; readonly visitor: Visitor },
): Promise<string> => {
  const { actor, keys } = visitor
  if (wish.do === 'ask') {
    await reversals.ask(tx, visitor, id, wish.ground)
    return ''
  }
  if (wish.do === 'drop') {
    await reversals.drop(tx, visitor, id)
    return ''
  }
  const kind = await onceWithCode(
    async () => (await reversals.payment(tx, visitor, id)).reversedBy === actor.id,
    () => secondFactor.check(tx, keys, wish.otp),
  )
  if (kind !== 'right') return stepUpFaults[kind]
  await reversals.approve(tx, visitor, id)
  return ''
}

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db } = deps
    const { paymentId: id } = readPath(PaymentPath, req.params)
    const visitor = { ...visitorOf(res), keys: keysOf(res) }
    const grounds = await db.piecemeal(tx => groundsIn(deps, tx))
    const read = readForm(paymentForm(grounds.map(({ code }) => code)), req.body)
    if (!read.ok) return draw(deps, res.status(422), id, { form: read.form })
    try {
      const fault = await db.inTransaction(tx => carryOut(deps, tx, read.value, { id, visitor }))
      if (fault === '') res.redirect(303, `${PAYMENTS}/${id}`)
      else await draw(deps, res.status(422), id, { form: { values: {}, errors: { otp: fault } } })
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await draw(deps, res.status(409), id, { form: blankForm, problem: refusalSentence(error) })
    }
  }

const showVoucher =
  ({ db, payouts, lawbook, organisations, audit, clock }: Deps): RequestHandler =>
  async (req, res) => {
    const { paymentId } = readPath(PaymentPath, req.params)
    const visitor = visitorOf(res)
    const page = await db.inTransaction(async tx => {
      const payment = await payouts.reversals.payment(tx, visitor, paymentId)
      if (payment.state !== 'paid') throw notFound('payment')
      const { organisationId } = visitor.actor
      const deed = { deed: 'payment.voucher', subject: paymentId } as const
      await audit.record(tx, visitor.actor, organisationId, deed)
      const body = await organisations.get(tx, organisationId)
      const at = { place: body.regionCode, on: dayOf(clock()) }
      return toVoucherPage({
        ...{ payment, body: body.name },
        tax: (await lawbook.list(tx, 'reward-tax', at))[0],
        printed: `${visitor.actor.displayName}，${momentInWords(clock())}`,
      })
    })
    res.render('finance/voucher', page)
  }
