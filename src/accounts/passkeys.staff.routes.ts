import type { Request, RequestHandler, Response } from 'express'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Session, Sessions } from '../sessions'
import type { Permission } from '../vocabulary/permission'
import type { Accounts } from './accounts.service'
import { actorOf, keysOf } from './guard'
import { onceWithCode } from './once-with-code'
import type { Passkey } from './passkey'
import { AnswerForm, NameForm, PasskeyPath } from './passkeys.schema'
import type { Passkeys } from './passkeys.service'
import { notRegistered, toPasskeysPage, toRegisterPage, toRemovePage } from './passkeys.view'
import type { SecondFactor } from './second-factor.service'
import { StepUpForm } from './sign-in.schema'
import { readOpened, writeOpened } from './staff-session'
import { stepUpFaults } from './step-up.view'

type Deps = {
  readonly db: Db
  readonly accounts: Pick<Accounts, 'get'>
  readonly sessions: Sessions
  readonly secondFactor: SecondFactor
  readonly passkeys: Passkeys
}

const LIST = '/staff/me/passkeys'

export const openPasskeyDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.post('/staff/passkey', 'home.view', ask(deps))
  staff.get(LIST, 'home.view', list(deps))
  staff.post(LIST, 'home.view', begin(deps))
  staff.get(`${LIST}/new`, 'home.view', showNew(deps))
  staff.post(`${LIST}/new`, 'home.view', register(deps))
  staff.get(`${LIST}/:passkeyId/remove`, 'home.view', showRemove(deps))
  staff.post(`${LIST}/:passkeyId/remove`, 'home.view', remove(deps))
}

const sessionOf = (res: Response): Session => {
  const { staffSession } = res.locals
  if (staffSession === undefined) throw forbidden('sign-in')
  return staffSession
}

const selfOf = async ({ accounts }: Deps, tx: Tx, res: Response) => ({
  staff: await accounts.get(tx, actorOf(res).id),
  session: sessionOf(res).ref.idHash,
})

/** The question for a passkey, fetched by the script of a form that asks for a code. */
const ask =
  ({ db, passkeys }: Deps): RequestHandler =>
  async (_req, res) => {
    const { idHash } = sessionOf(res).ref
    const question = await db.inTransaction(tx => passkeys.ask(tx, actorOf(res).id, idHash))
    if (question === undefined) throw notFound('page')
    res.json(question)
  }

const draw = async ({ db, passkeys }: Deps, res: Response, form?: FormState): Promise<void> => {
  const own = await db.inTransaction(tx => passkeys.list(tx, actorOf(res).id))
  const { offered } = passkeys
  res.render(
    'accounts/passkeys',
    toPasskeysPage({ passkeys: own, offered, ...(form === undefined ? {} : { form }) }),
  )
}

const list =
  (deps: Deps): RequestHandler =>
  (_req, res) =>
    draw(deps, res)

/** The code is used up together with what it allows: one registration, soon, in this session. */
const begin =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(NameForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), read.form)
      return
    }
    const { name, otp } = read.value
    const answer = await deps.db.inTransaction(async tx => {
      const self = await selfOf(deps, tx, res)
      const isBegun = async () => (await deps.passkeys.begun(tx, self))?.name === name
      const kind = await onceWithCode(isBegun, () => deps.secondFactor.check(tx, keysOf(res), otp))
      if (kind === 'right' && !(await isBegun()))
        await deps.passkeys.begin(tx, actorOf(res), self.session, name)
      return kind
    })
    if (answer === 'right') res.redirect(303, `${LIST}/new`)
    else
      await draw(deps, res.status(422), { values: { name }, errors: { otp: stepUpFaults[answer] } })
  }

const drawNew = async (deps: Deps, res: Response, errors: FormState['errors']): Promise<void> => {
  const begun = await deps.db.inTransaction(async tx =>
    deps.passkeys.begun(tx, await selfOf(deps, tx, res)),
  )
  if (begun === undefined) res.redirect(303, LIST)
  else res.render('accounts/passkey-new', toRegisterPage({ ...begun, errors }))
}

const showNew =
  (deps: Deps): RequestHandler =>
  (_req, res) =>
    drawNew(deps, res, {})

const register =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const read = readForm(AnswerForm, req.body)
    const credential = read.ok ? read.value.credential : ''
    const answer = await deps.db.inTransaction(async tx => {
      const self = await selfOf(deps, tx, res)
      const done = await deps.passkeys.register(tx, self, credential)
      if (done === 'done') await remember(deps, tx, res)
      return done
    })
    if (answer === 'wrong') await drawNew(deps, res.status(422), { credential: notRegistered })
    else res.redirect(303, LIST)
  }

/** The forms of this session offer passkeys from now on, or no longer. */
const remember = async ({ sessions, passkeys }: Deps, tx: Tx, res: Response): Promise<void> => {
  const session = await sessions.holdAgain(tx, sessionOf(res))
  const opened = session && readOpened(session)
  if (session === undefined || opened === undefined) return
  const has = (await passkeys.list(tx, opened.keys.staffId)).length > 0
  await sessions.save(tx, session, { data: writeOpened(opened.keys, { ...opened, passkeys: has }) })
}

const findOwn = async ({ passkeys }: Deps, tx: Tx, req: Request, res: Response) => {
  const { passkeyId } = readPath(PasskeyPath, req.params)
  return (await passkeys.list(tx, actorOf(res).id)).find(({ id }) => id === passkeyId)
}

const drawRemove = (res: Response, passkey: Passkey, errors: FormState['errors']): void => {
  res.render('accounts/passkey-remove', toRemovePage(passkey, errors))
}

const showRemove =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const own = await deps.db.inTransaction(tx => findOwn(deps, tx, req, res))
    if (own === undefined) res.redirect(303, LIST)
    else drawRemove(res, own, {})
  }

const remove =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const own = await deps.db.inTransaction(tx => findOwn(deps, tx, req, res))
    if (own === undefined) {
      res.redirect(303, LIST)
      return
    }
    const read = readForm(StepUpForm, req.body)
    if (!read.ok) {
      drawRemove(res.status(422), own, read.form.errors)
      return
    }
    const answer = await deps.db.inTransaction(async tx => {
      const isGone = async () => (await findOwn(deps, tx, req, res)) === undefined
      const kind = await onceWithCode(isGone, () =>
        deps.secondFactor.check(tx, keysOf(res), read.value.otp),
      )
      if (kind !== 'right' || (await isGone())) return kind
      await deps.passkeys.remove(tx, actorOf(res), own.id)
      await remember(deps, tx, res)
      return kind
    })
    if (answer === 'right') res.redirect(303, LIST)
    else drawRemove(res.status(422), own, { otp: stepUpFaults[answer] })
  }
