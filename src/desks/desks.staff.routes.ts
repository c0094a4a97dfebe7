import type { RequestHandler, Response } from 'express'
import { actorOf, keysOf, stepUpFaults, type SecondFactor } from '../accounts'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { ConfirmForm } from './desks.schema'
import type { Desks } from './desks.service'
import { toDesksPage } from './desks.view'

type Deps = {
  readonly db: Db
  readonly desks: Desks
  readonly organisations: Pick<Organisations, 'get'>
  readonly secondFactor: SecondFactor
}

export const openDeskDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/desks', 'home.view', show(deps))
  staff.post('/staff/desks/confirm', 'desk.confirm', confirm(deps))
}

const show =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    await draw(deps, res, blankForm)
  }

const pageOf = async ({ desks, organisations }: Deps, tx: Tx, actor: StaffActor) => ({
  organisation: (await organisations.get(tx, actor.organisationId)).name,
  desks: await desks.overview(tx, actor),
  pending: await desks.pending(tx, actor),
  isPending: await desks.isPending(tx, actor),
})

const draw = async (deps: Deps, res: Response, form: FormState): Promise<void> => {
  const page = await deps.db.inTransaction(tx => pageOf(deps, tx, actorOf(res)))
  res.render('desks/list', toDesksPage({ ...page, form }))
}

type Confirmation = { readonly staff: StaffId; readonly otp: string }

/** In one transaction: the code is used up together with what it allowed. A wrong one is counted all the same. */
const takeCode = async (
  { desks, secondFactor }: Deps,
  tx: Tx,
  res: Response,
  { staff, otp }: Confirmation,
): Promise<'right' | 'wrong' | 'locked'> => {
  const actor = actorOf(res)
  const { kind } = await secondFactor.check(tx, keysOf(res), otp)
  if (kind === 'right') await desks.confirm(tx, actor, keysOf(res), staff)
  if (kind !== 'wrong') return kind
  // The same form sent twice: its code is used, and what it asked for is done.
  return (await desks.hasConfirmed(tx, actor, staff)) ? 'right' : kind
}

const confirm =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(ConfirmForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), read.form)
      return
    }
    const { staff } = read.value
    const answer = await deps.db.inTransaction(tx => takeCode(deps, tx, res, read.value))
    if (answer === 'right') res.redirect(303, '/staff/desks')
    else
      await draw(deps, res.status(422), {
        values: { staff },
        errors: { otp: stepUpFaults[answer] },
      })
  }
