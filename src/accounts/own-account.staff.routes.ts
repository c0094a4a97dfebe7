import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { Db } from '../platform/db/database'
import { forbidden } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import { actorOf, keysOf } from './guard'
import type { OwnAccount } from './own-account.service'
import { toCodesPage, toMePage } from './own-account.view'
import { StepUpForm } from './sign-in.schema'
import { stepUpFaults } from './step-up.view'

type Deps = { readonly db: Db; readonly ownAccount: OwnAccount }

export const openOwnAccountDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/me', 'home.view', show(deps))
  staff.post('/staff/me/keys', 'home.view', switchKeys(deps))
  staff.get('/staff/me/codes', 'home.view', showCodes(deps))
  staff.post('/staff/me/codes', 'home.view', renew(deps))
  staff.post('/staff/me/codes/noted', 'home.view', note(deps))
}

const selfOf = (res: Response) => {
  const { staffSession: session } = res.locals
  if (session === undefined) throw forbidden('sign-in')
  return { actor: actorOf(res), keys: keysOf(res), session }
}

const show =
  ({ db, ownAccount }: Deps): RequestHandler =>
  async (_req, res) => {
    const actor = actorOf(res)
    const page = await db.inTransaction(async tx => ({
      signIns: await ownAccount.signIns(tx, actor),
      passkeys: await ownAccount.passkeys(tx, actor),
      ...(await ownAccount.codesLeft(tx, actor)),
    }))
    res.render('accounts/me', toMePage({ ...page, singleKeys: res.locals.singleKeys !== false }))
  }

const Switch = z.object({ keys: z.enum(['on', 'off']) })

const switchKeys =
  ({ db, ownAccount }: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(Switch, req.body)
    if (read.ok)
      await db.inTransaction(tx =>
        ownAccount.switchKeys(tx, actorOf(res), read.value.keys === 'on'),
      )
    res.redirect(303, '/staff/me#keys')
  }

const drawCodes = async (
  { db, ownAccount }: Deps,
  res: Response,
  errors: FormState['errors'],
): Promise<void> => {
  const { actor, session } = selfOf(res)
  const { count } = await db.inTransaction(tx => ownAccount.codesLeft(tx, actor))
  const codes = ownAccount.codesToNote(session)
  res.render('accounts/codes', toCodesPage({ codes, count, errors }))
}

const showCodes =
  (deps: Deps): RequestHandler =>
  (_req, res) =>
    drawCodes(deps, res, {})

const renew =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(StepUpForm, req.body)
    if (!read.ok) {
      await drawCodes(deps, res.status(422), read.form.errors)
      return
    }
    const self = selfOf(res)
    const answer = await deps.db.inTransaction(tx =>
      deps.ownAccount.renewCodes(tx, self, read.value.otp),
    )
    if (answer === 'right') res.redirect(303, '/staff/me/codes')
    else await drawCodes(deps, res.status(422), { otp: stepUpFaults[answer] })
  }

const note =
  ({ db, ownAccount }: Deps): RequestHandler =>
  async (_req, res) => {
    await db.inTransaction(tx => ownAccount.noteCodes(tx, selfOf(res)))
    res.redirect(303, '/staff')
  }
