import type { RequestHandler, Response } from 'express'
import { visitorOf, type Accounts, type Visitor } from '../accounts'
import type { Lawbook } from '../lawbook'
import type { Payouts } from '../payouts'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { ClaimId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { refusalSentence } from '../vocabulary/refusal-words'
import { claimForm, ClaimPath, ClaimQuery } from './claims.schema'
import { CLAIMS, toClaimList, toClaimPage } from './claims.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly lawbook: Lawbook
  readonly accounts: Pick<Accounts, 'namesOf'>
  readonly payouts: Pick<Payouts, 'claims'>
}

const PAGE = 50

/** Whom to pay, looked at by somebody who has not typed it in. */
export const openClaimDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(CLAIMS, 'claim.check', list(deps))
  staff.get(`${CLAIMS}/:claimId`, 'claim.check', show(deps, false))
  // A look at whole numbers is a deed of its own, so it is asked for by a form.
  staff.post(`${CLAIMS}/:claimId/numbers`, 'claim.check', show(deps, true))
  staff.post(`${CLAIMS}/:claimId`, 'claim.check', answer(deps))
}

const list =
  ({ db, payouts }: Deps): RequestHandler =>
  async (req, res) => {
    const { view, after } = ClaimQuery.parse(req.query)
    const unpaid = view === 'checked'
    const found = await db.inTransaction(tx =>
      payouts.claims.list(tx, visitorOf(res), { state: view, unpaid, after, limit: PAGE + 1 }),
    )
    res.render('finance/claims', toClaimList(found, { view, page: PAGE }))
  }

const groundsOf = ({ lawbook, clock }: Deps, tx: Tx) =>
  lawbook.list(tx, 'claim-return', { place: '*', on: dayOf(clock()) })

const lengthsOf = async ({ lawbook, clock }: Deps, tx: Tx) => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return { reasonMin: limits['award.reason'], reasonMax: limits['reason.max'] }
}

type Drawn = { readonly whole?: boolean; readonly form?: FormState; readonly problem?: string }

const draw = async (deps: Deps, res: Response, id: ClaimId, drawn: Drawn): Promise<void> => {
  const { db, payouts, accounts } = deps
  const visitor = visitorOf(res)
  const page = await db.inTransaction(async tx => {
    const grounds = await groundsOf(deps, tx)
    const { reasonMax } = await lengthsOf(deps, tx)
    const file = await payouts.claims.open(
      tx,
      visitor,
      id,
      drawn.whole === true ? 'numbers' : 'masked',
    )
    const hands = [file.claim.enteredBy, file.claim.checkedBy].filter(one => one !== null)
    const names = await accounts.namesOf(tx, [...new Set(hands)])
    return toClaimPage({
      ...{ file, names, grounds, viewer: visitor.actor.id, reasonMax },
      ...{ whole: false, form: blankForm, problem: '', ...drawn },
    })
  })
  res.render('finance/claim', page)
}

const show =
  (deps: Deps, whole: boolean): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, readPath(ClaimPath, req.params).claimId, { whole })
  }

type Wish = ReturnType<ReturnType<typeof claimForm>['parse']>

const carryOut = (
  { payouts: { claims } }: Deps,
  tx: Tx,
  wish: Wish,
  { id, visitor }: { readonly id: ClaimId; readonly visitor: Visitor },
): Promise<void> =>
  wish.do === 'pass'
    ? claims.check(tx, visitor, id, wish.confirmation)
    : claims.sendBack(tx, visitor, id, wish.ground)

const knownOf = async (deps: Deps, tx: Tx, visitor: Visitor, id: ClaimId) => {
  return {
    grounds: (await groundsOf(deps, tx)).map(({ code }) => code),
    doubts: await deps.payouts.claims.doubts(tx, visitor, id),
    ...(await lengthsOf(deps, tx)),
  }
}

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db } = deps
    const { claimId: id } = readPath(ClaimPath, req.params)
    const visitor = visitorOf(res)
    const known = await db.inTransaction(tx => knownOf(deps, tx, visitor, id))
    const read = readForm(claimForm(known), req.body)
    if (!read.ok) return draw(deps, res.status(422), id, { form: read.form })
    try {
      await db.inTransaction(tx => carryOut(deps, tx, read.value, { id, visitor }))
      res.redirect(303, `${CLAIMS}/${id}`)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const form = { values: textsIn(req.body), errors: {} }
      await draw(deps, res.status(409), id, { problem: refusalSentence(error), form })
    }
  }
