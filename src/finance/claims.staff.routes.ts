import type { RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { ClaimId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { CLAIMS, toClaimList, toClaimPage } from './claims.view'
import { choicesOf, PAGE, sentenceOf, type PayoutDoorDeps as Deps } from './payout-door'
import { ClaimForm, ClaimPath, ClaimQuery } from './payouts.schema'

/** Whom a reporter says to pay, checked by one of the finance side. */
export const openClaimDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(CLAIMS, 'payment.view', list(deps))
  staff.get(`${CLAIMS}/:claimId`, 'payment.view', show(deps))
  staff.post(`${CLAIMS}/:claimId`, 'claim.check', answer(deps))
}

const placeOf = (after: string | undefined) => {
  const [madeOn, id] = after?.split('_') ?? []
  return madeOn === undefined || id === undefined ? undefined : { madeOn, id }
}

const list =
  ({ db, payouts }: Deps): RequestHandler =>
  async (req, res) => {
    const { view, after } = ClaimQuery.parse(req.query)
    const found = await db.inTransaction(tx =>
      payouts.claims.list(tx, visitorOf(res), {
        ...{ state: view, unpaid: view === 'checked', after: placeOf(after), limit: PAGE + 1 },
      }),
    )
    res.render('finance/claims', toClaimList(found, { view, page: PAGE }))
  }

type Drawn = { readonly form: FormState; readonly problem?: string; readonly whole?: boolean }

const draw = async (deps: Deps, res: Response, id: ClaimId, drawn: Drawn): Promise<void> => {
  const { db, payouts, accounts } = deps
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const file = await payouts.claims.open(tx, visitor, id)
    const people = [file.claim.enteredBy, file.claim.checkedBy].filter(one => one !== null)
    return toClaimPage({
      ...{ file, names: await accounts.namesOf(tx, people), viewer: visitor.actor.id },
      grounds: await choicesOf(deps, tx, 'claim-return'),
      ...{ problem: '', whole: false, ...drawn },
    })
  })
  res.render('finance/claim', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { claimId } = readPath(ClaimPath, req.params)
    await draw(deps, res, claimId, { form: blankForm, whole: req.query['show'] === 'whole' })
  }

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, payouts } = deps
    const { claimId: id } = readPath(ClaimPath, req.params)
    const read = readForm(ClaimForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), id, { form: read.form })
      return
    }
    const wish = read.value
    try {
      await db.inTransaction(tx =>
        wish.do === 'check'
          ? payouts.claims.check(tx, visitorOf(res), id)
          : payouts.claims.sendBack(tx, visitorOf(res), id, wish.ground),
      )
      res.redirect(303, `${CLAIMS}/${id}`)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      await draw(deps, res.status(409), id, { form: blankForm, problem: sentenceOf(error) })
    }
  }
