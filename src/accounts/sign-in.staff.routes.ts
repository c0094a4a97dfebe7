import type { RequestHandler, Response } from 'express'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Entrance } from './entrance'
import type { EntranceLock } from './guard'
import { isRecoveryCode } from './recovery-code.rules'
import { AfterQuery, CodeForm, PasswordForm, TypedName } from './sign-in.schema'
import type { SignIn } from './sign-in.service'
import {
  lockedUntil,
  networkWaits,
  toCodePage,
  toLoginPage,
  tooLate,
  wrongCode,
  wrongPassword,
  wrongRecoveryCode,
  type DemonstrationHint,
} from './sign-in.view'

export type EntranceDeps = {
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
  ({ demonstrationHint: hint }: EntranceDeps): RequestHandler =>
  (_req, res) => {
    res.render('accounts/otp', toCodePage({ otp: networkWaits(res.locals.wait ?? '') }, hint))
  }

const askCode =
  ({ demonstrationHint: hint }: EntranceDeps): RequestHandler =>
  (_req, res) => {
    res.render('accounts/otp', toCodePage({}, hint))
  }

const takeCode =
  ({ entrance, signIn, demonstrationHint: hint }: EntranceDeps): RequestHandler =>
  async (req, res) => {
    const again = (errors: FormState['errors']) => {
      res.status(422).render('accounts/otp', toCodePage(errors, hint))
    }
    const read = readForm(CodeForm, req.body)
    if (!read.ok) {
      again(read.form.errors)
      return
    }
    const answer = await signIn.withCode({
      cookie: entrance.cookieOf(req),
      browser: entrance.browserOf(req),
      code: read.value.otp,
    })
    if (answer.kind === 'wrong')
      again({ otp: isRecoveryCode(read.value.otp) ? wrongRecoveryCode : wrongCode })
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

const signOut =
  ({ entrance, signIn }: EntranceDeps): RequestHandler =>
  async (_req, res) => {
    const { staffSession, actor } = res.locals
    if (staffSession !== undefined) await signIn.signOut(staffSession, actor)
    entrance.letOut(res)
    res.redirect(303, '/staff/login?after=out')
  }
