import type { RequestHandler, Response } from 'express'
import { onceWithCode, stepUpFaults, visitorOf, type Visitor } from '../accounts'
import type { Audit } from '../audit'
import type { Organisations } from '../organisations'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { PaymentId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { PAYMENTS } from './batches.view'
import { toPaymentPage, toVoucher } from './payment.view'
import { choicesOf, sentenceOf, typedIn, type PayoutDoorDeps } from './payout-door'
import { paymentForm, PaymentPath } from './payouts.schema'

type Deps = PayoutDoorDeps & {
  readonly audit: Audit
  readonly organisations: Pick<Organisations, 'get'>
}

/** One payment: what became of it, turned back or asked back by two, its voucher. */
export const openPaymentDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(`${PAYMENTS}/:paymentId`, 'payment.view', show(deps))
  staff.post(`${PAYMENTS}/:paymentId`, 'payment.settle', answer(deps))
  staff.get(`${PAYMENTS}/:paymentId/voucher`, 'payment.settle', voucher(deps))
}

type At = { readonly id: PaymentId; readonly visitor: Visitor }

type Drawn = { readonly form: FormState; readonly problem?: string }

const look = async (deps: Deps, tx: Tx, { visitor, id }: At, drawn: Drawn) => {
  const { payouts, awards, accounts, random } = deps
  const payment = await payouts.reversals.payment(tx, visitor, id)
  const award = await awards.course.get(tx, payment.awardId)
  const clawback = await payouts.clawbacks.of(tx, visitor, award.id)
  const people = [payment.reversalAskedBy, payment.reversedBy, clawback?.askedBy ?? null]
  return toPaymentPage({
    ...{ payment, award, clawback, viewer: visitor.actor.id, once: random.uuid() },
    names: await accounts.namesOf(tx, [...new Set(people.filter(one => one !== null))]),
    reversals: await choicesOf(deps, tx, 'payment-reversal'),
    clawbacks: await choicesOf(deps, tx, 'clawback-ground'),
    ...{ problem: '', ...drawn },
  })
}

const draw = async (deps: Deps, res: Response, id: PaymentId, drawn: Drawn): Promise<void> => {
  const page = await deps.db.inTransaction(tx =>
    look(deps, tx, { visitor: visitorOf(res), id }, drawn),
  )
  res.render('finance/payment', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, readPath(PaymentPath, req.params).paymentId, { form: blankForm })
  }

type Wish = ReturnType<ReturnType<typeof paymentForm>['parse']>
/** With a fresh code, used up with what it allowed; '' when it was done. */
const withCode = async (
  { secondFactor }: Deps,
  tx: Tx,
  { visitor }: At,
  { otp, isDone, act }: { otp: string; isDone: boolean; act: () => Promise<void> },
): Promise<string> => {
  const kind = await onceWithCode(
    () => Promise.resolve(isDone),
    () => secondFactor.check(tx, visitor.keys, otp),
  )
  if (kind !== 'right') return stepUpFaults[kind]
  await act()
  return ''
}

const carryOut = async (deps: Deps, tx: Tx, wish: Wish, at: At): Promise<string> => {
  const { reversals, clawbacks } = deps.payouts
  const { id, visitor } = at
  const by = visitor.actor.id
  const { awardId, reversedBy } = await reversals.payment(tx, visitor, id)
  const steps: { [D in Wish['do']]: (one: Extract<Wish, { do: D }>) => Promise<unknown> } = {
    'ask-reversal': ({ ground }) => reversals.ask(tx, visitor, id, ground),
    reverse: ({ otp }) =>
      withCode(deps, tx, at, {
        ...{ otp, isDone: reversedBy === by, act: () => reversals.approve(tx, visitor, id) },
      }),
    'ask-clawback': one => clawbacks.ask(tx, visitor, awardId, one),
    'approve-clawback': async ({ otp }) => {
      const isDone = (await clawbacks.of(tx, visitor, awardId))?.approvedBy === by
      const act = () => clawbacks.approve(tx, visitor, awardId)
      return withCode(deps, tx, at, { otp, isDone, act })
    },
    receive: () => clawbacks.receive(tx, visitor, awardId),
  }
  const said = await steps[wish.do](wish as never)
  return typeof said === 'string' ? said : ''
}

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, lawbook, clock } = deps
    const { paymentId: id } = readPath(PaymentPath, req.params)
    const visitor = visitorOf(res)
    const limits = await db.inTransaction(tx =>
      lawbook.limits(tx, { place: '*', on: dayOf(clock()) }),
    )
    const schema = paymentForm({ least: limits['award.reason'], most: limits['reason.max'] })
    const read = readForm(schema, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), id, { form: read.form })
      return
    }
    const values = typedIn(req.body)
    try {
      const fault = await db.inTransaction(tx => carryOut(deps, tx, read.value, { id, visitor }))
      if (fault === '') res.redirect(303, `${PAYMENTS}/${id}`)
      else await draw(deps, res.status(422), id, { form: { values, errors: { otp: fault } } })
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await draw(deps, res.status(409), id, {
        ...{ form: { values, errors: {} }, problem: sentenceOf(error) },
      })
    }
  }

const voucher =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, payouts, awards, audit, organisations, lawbook, clock } = deps
    const { paymentId } = readPath(PaymentPath, req.params)
    const visitor = visitorOf(res)
    const { actor } = visitor
    const page = await db.inTransaction(async tx => {
      const payment = await payouts.reversals.payment(tx, visitor, paymentId)
      const award = await awards.course.get(tx, payment.awardId)
      const { name: body } = await organisations.get(tx, actor.organisationId)
      const at = { place: '*', on: dayOf(clock()) }
      const [tax] = await lawbook.list(tx, 'reward-tax', at)
      const printed = { deed: 'payment.voucher', subject: paymentId } as const
      await audit.record(tx, actor, actor.organisationId, printed)
      return toVoucher({ payment, award, body, tax: tax?.data.words ?? '' })
    })
    res.render('finance/voucher', page)
  }
