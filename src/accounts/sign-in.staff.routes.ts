import type { RequestHandler, Response } from 'express'
import type { Db } from '../platform/db/database'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Entrance } from './entrance'
import type { EntranceLock } from './guard'
import { readPasskey } from './passkey.guard'
import type { Passkeys } from './passkeys.service'
import { isRecoveryCode } from './recovery-code.rules'
import { AfterQuery, CodeForm, PasswordForm, TypedName } from './sign-in.schema'
import type { SignIn } from './sign-in.service'
import {
  lockedUntil,
  networkWaits,
  resetLate,
  toCodePage,
  toLoginPage,
  tooLate,
  wrongCode,
  wrongPasskey,
  wrongPassword,
  wrongRecoveryCode,
  type DemonstrationHint,
} from './sign-in.view'

export type EntranceDeps = {
  readonly db: Db
  readonly passkeys: Passkeys
  readonly entrance: Entrance
  readonly signIn: SignIn
  readonly demonstrationHint: DemonstrationHint | undefined
}

export const openSignInDoors = (doors: Doors<EntranceLock>, deps: EntranceDeps): void => {
  doors.get('/', 'anybody', start)
  doors.get('/staff/login', 'anybody', askPassword(deps))
  doors.post('/staff/login', 'anybody', takePassword(deps), passwordLater(deps))
  doors.get('/staff/login/otp', 'after-password', askCode(deps))
  doors.post('/staff/login/otp', 'after-password', takeCode(deps), codeLater(deps))
  doors.post('/staff/login/passkey', 'after-password', askPasskey(deps))
  doors.post('/staff/logout', 'anybody', signOut(deps))
}

const isSignedIn = (res: Response) => res.locals.actor !== undefined

const start: RequestHandler = (_req, res) => {
  res.redirect(303, isSignedIn(res) ? '/staff' : '/staff/login')
}

const askPassword =
  ({ demonstrationHint: hint }: EntranceDeps): RequestHandler =>
  (req, res) => {
    if (isSignedIn(res)) {
      res.redirect(303, '/staff')
      return
    }
    const { after } = AfterQuery.parse(req.query)
    res.render('accounts/login', toLoginPage({ form: blankForm, after, hint }))
  }

const takePassword =
  ({ entrance, signIn, demonstrationHint: hint }: EntranceDeps): RequestHandler =>
  async (req, res) => {
    const again = (form: FormState) => {
      res.status(422).render('accounts/login', toLoginPage({ form, hint }))
    }
    const read = readForm(PasswordForm, req.body)
    if (!read.ok) {
      again(read.form)
      return
    }
    const { user, password } = read.value
    const typed = { username: user, password, browser: entrance.browserOf(req) }
    const answer = await signIn.withPassword(typed, res.locals.staffSession)
    const values = { user }
    if (answer.kind === 'wrong') again({ values, errors: { password: wrongPassword } })
    else if (answer.kind === 'too-late') again({ values, errors: { password: tooLate } })
    else if (answer.kind === 'reset-late') again({ values, errors: { user: resetLate } })
    else if (answer.kind === 'locked')
      again({ values, errors: { user: lockedUntil(answer.until) } })
    else {
      entrance.letIn(res, answer)
      res.redirect(303, answer.stage === 'enrol' ? '/staff/login/enrol' : '/staff/login/otp')
    }
  }

const passwordLater =
  ({ demonstrationHint: hint }: EntranceDeps): RequestHandler =>
  (req, res) => {
    const errors = { user: networkWaits(res.locals.wait ?? '') }
    const form = { values: TypedName.parse(req.body), errors }
    res.render('accounts/login', toLoginPage({ form, hint }))
  }

const codeLater =
  (deps: EntranceDeps): RequestHandler =>
  (_req, res) =>
    drawCode(deps, res, { otp: networkWaits(res.locals.wait ?? '') })

const askCode =
  (deps: EntranceDeps): RequestHandler =>
  (_req, res) =>
    drawCode(deps, res, {})

/** Whether the person has a passkey is told to who has given the password, and to nobody else. */
const drawCode = async (
  { db, passkeys, demonstrationHint: hint }: EntranceDeps,
  res: Response,
  errors: FormState['errors'],
): Promise<void> => {
  const staffId = res.locals.staffSession?.staffId
  const own = staffId === undefined ? [] : await db.inTransaction(tx => passkeys.list(tx, staffId))
  const passkey = passkeys.offered && own.length > 0
  res.render('accounts/otp', toCodePage({ errors, hint, passkey }))
}

const askPasskey =
  ({ db, passkeys }: EntranceDeps): RequestHandler =>
  async (_req, res) => {
    const session = res.locals.staffSession
    const { staffId, ref } = session ?? {}
    if (staffId === undefined || ref === undefined) throw notFound('page')
    res.json(await db.inTransaction(tx => passkeys.ask(tx, staffId, ref.idHash)))
  }

const takeCode =
  (deps: EntranceDeps): RequestHandler =>
  async (req, res) => {
    const { entrance, signIn, demonstrationHint: hint } = deps
    const again = (errors: FormState['errors']) => drawCode(deps, res.status(422), errors)
    const { passkey, body } = readPasskey(req.body)
    const read = readForm(CodeForm, body)
    if (!read.ok) {
      await again(read.form.errors)
      return
    }
    const answer = await signIn.withCode({
      cookie: entrance.cookieOf(req),
      browser: entrance.browserOf(req),
      code: read.value.otp,
      passkey,
    })
    if (answer.kind === 'wrong') await again({ otp: wrongOf(read.value.otp, passkey) })
    else if (answer.kind === 'over') res.redirect(303, '/staff/login')
    else if (answer.kind === 'locked') {
      entrance.letOut(res)
      const errors = { user: lockedUntil(answer.until) }
      res.status(422).render('accounts/login', toLoginPage({ form: { values: {}, errors }, hint }))
    } else {
      entrance.letIn(res, answer)
      res.redirect(303, '/staff')
    }
  }

const wrongOf = (code: string, passkey: string | undefined): string => {
  if (passkey !== undefined) return wrongPasskey
  return isRecoveryCode(code) ? wrongRecoveryCode : wrongCode
}

const signOut =
  ({ entrance, signIn }: EntranceDeps): RequestHandler =>
  async (_req, res) => {
    const { staffSession, actor } = res.locals
    if (staffSession !== undefined) await signIn.signOut(staffSession, actor)
    entrance.letOut(res)
    res.redirect(303, '/staff/login?after=out')
  }
