import type { RequestHandler, Response } from 'express'
import { keysOf, onceWithCode, stepUpFaults, visitorOf, type Visitor } from '../accounts'
import type { Awards } from '../awards'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { AwardId, PaymentId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { PAYMENTS } from './batches.view'
import { clawbackForm } from './clawbacks.schema'
import { toClawbackPage } from './clawbacks.view'
import { limitsIn, type PaymentDoorDeps } from './payment-doors'
import { PaymentPath } from './payments.schema'

export type ClawbackDoorDeps = PaymentDoorDeps & { readonly awards: Pick<Awards, 'course'> }
type Deps = ClawbackDoorDeps

/** What was paid wrongly is asked back by one, approved by another, and entered when it comes. */
export const openClawbackDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(`${PAYMENTS}/:paymentId/clawback`, 'payment.settle', show(deps))
  staff.post(`${PAYMENTS}/:paymentId/clawback`, 'payment.settle', answer(deps))
}

const groundsIn = ({ lawbook, clock }: Deps, tx: Tx) =>
  lawbook.list(tx, 'clawback-ground', { place: '*', on: dayOf(clock()) })

type Drawn = { readonly form: FormState; readonly problem?: string }

const draw = async (
  deps: Deps,
  res: Response,
  id: PaymentId,
  { form, problem = '' }: Drawn,
): Promise<void> => {
  const { db, payouts, accounts, awards, random } = deps
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const { awardId } = await payouts.reversals.payment(tx, visitor, id)
    const clawback = await payouts.clawbacks.of(tx, visitor, awardId)
    const hands = [clawback?.askedBy, clawback?.approvedBy].filter(
      one => one !== null && one !== undefined,
    )
    return toClawbackPage({
      ...{ id, clawback, viewer: visitor.actor.id, once: random.uuid(), form, problem },
      award: await awards.course.get(tx, awardId),
      names: await accounts.namesOf(tx, [...new Set(hands)]),
      grounds: await groundsIn(deps, tx),
    })
  })
  res.render('finance/clawback', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, readPath(PaymentPath, req.params).paymentId, { form: blankForm })
  }

type Wish = ReturnType<ReturnType<typeof clawbackForm>['parse']>

/** '' when it was done; else what is wrong with the code. */
const carryOut = async (
  { payouts: { clawbacks }, secondFactor }: Deps,
  tx: Tx,
  wish: Wish,
  { awardId, visitor }: { readonly awardId: AwardId; readonly visitor: Visitor },
): Promise<string> => {
  if (wish.do === 'approve') {
    const kind = await onceWithCode(
      async () => (await clawbacks.of(tx, visitor, awardId))?.approvedBy === visitor.actor.id,
      () => secondFactor.check(tx, visitor.keys, wish.otp),
    )
    if (kind !== 'right') return stepUpFaults[kind]
    await clawbacks.approve(tx, visitor, awardId)
  } else if (wish.do === 'ask') await clawbacks.ask(tx, visitor, awardId, wish)
  else if (wish.do === 'drop') await clawbacks.drop(tx, visitor, awardId)
  else await clawbacks.receive(tx, visitor, awardId)
  return ''
}

const formIn = (deps: Deps) =>
  deps.db.piecemeal(async tx => {
    const limits = await limitsIn(deps, tx)
    const grounds = (await groundsIn(deps, tx)).map(({ code }) => code)
    return clawbackForm({ grounds, min: limits['award.reason'], max: limits['reason.max'] })
  })

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { paymentId: id } = readPath(PaymentPath, req.params)
    const visitor = { ...visitorOf(res), keys: keysOf(res) }
    const read = readForm(await formIn(deps), req.body)
    if (!read.ok) return draw(deps, res.status(422), id, { form: read.form })
    try {
      const fault = await deps.db.inTransaction(async tx => {
        const { awardId } = await deps.payouts.reversals.payment(tx, visitor, id)
        return carryOut(deps, tx, read.value, { awardId, visitor })
      })
      if (fault === '') res.redirect(303, `${PAYMENTS}/${id}/clawback`)
      else await draw(deps, res.status(422), id, { form: { values: {}, errors: { otp: fault } } })
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await draw(deps, res.status(409), id, { form: blankForm, problem: refusalSentence(error) })
    }
  }
