import type { RequestHandler, Response } from 'express'
import QRCode from 'qrcode'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import type { EnrolAnswer, Enrolment } from './enrolment.service'
import type { Entrance } from './entrance'
import type { EntranceLock } from './guard'
import { totpUri } from './one-time-code'
import { faultsOfPasswords } from './password.rules'
import { EnrolForm } from './sign-in.schema'
import { samePassword, toEnrolPage, wrongCode } from './sign-in.view'

export type EnrolmentDeps = {
  readonly db: Db
  readonly entrance: Entrance
  readonly enrolment: Enrolment
  readonly organisations: Pick<Organisations, 'site'>
}

export const openEnrolmentDoors = (doors: Doors<EntranceLock>, deps: EnrolmentDeps): void => {
  doors.get('/staff/login/enrol', 'being-enrolled', ask(deps))
  doors.get('/staff/login/enrol/qr.svg', 'being-enrolled', picture(deps))
  doors.post('/staff/login/enrol', 'being-enrolled', take(deps))
}

const ask =
  ({ enrolment }: EnrolmentDeps): RequestHandler =>
  async (_req, res) => {
    const found = await enrolment.find(res.locals.staffSession)
    if (found === undefined) res.redirect(303, '/staff/login')
    else draw(res, found, {})
  }

type Found = NonNullable<Awaited<ReturnType<Enrolment['find']>>>

const draw = (res: Response, found: Found, errors: FormState['errors']): void => {
  const { staff, factorOnly, totpSecret: secret } = found
  const { username, displayName } = staff
  const page = toEnrolPage({ username, displayName, secret, factorOnly, errors })
  res.render('accounts/enrol', page)
}

/** Drawn from the session and kept by nobody: the picture is the second factor itself. */
const picture =
  ({ db, enrolment, organisations }: EnrolmentDeps): RequestHandler =>
  async (_req, res) => {
    const found = await enrolment.find(res.locals.staffSession)
    if (found === undefined) throw notFound('page')
    const { name } = await db.inTransaction(tx => organisations.site(tx))
    const uri = totpUri(found.totpSecret, name, found.staff.username)
    const svg = await QRCode.toString(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 })
    res.set('Cache-Control', 'no-store').type('image/svg+xml').send(svg)
  }

const faults: Partial<Record<EnrolAnswer['kind'], FormState['errors']>> = {
  'wrong-code': { otp: wrongCode },
  'same-password': { password: samePassword },
}

const take =
  ({ entrance, enrolment }: EnrolmentDeps): RequestHandler =>
  async (req, res) => {
    const session = res.locals.staffSession
    const found = await enrolment.find(session)
    if (session === undefined || found === undefined) {
      res.redirect(303, '/staff/login')
      return
    }
    const read = readEnrolment(req.body, found)
    if (!read.ok) {
      draw(res.status(422), found, read.errors)
      return
    }
    const answer = await enrolment.finish(session, read.value)
    if (answer.kind === 'signed-in') {
      entrance.letIn(res, answer)
      res.redirect(303, '/staff/me/codes')
    } else if (answer.kind === 'over') res.redirect(303, '/staff/login')
    else draw(res.status(422), found, faults[answer.kind] ?? {})
  }

type Chosen = { readonly password: string; readonly code: string }
type ReadEnrolment =
  | { readonly ok: true; readonly value: Chosen }
  | { readonly ok: false; readonly errors: FormState['errors'] }

const readEnrolment = (body: unknown, { staff, factorOnly }: Found): ReadEnrolment => {
  const read = readForm(EnrolForm, body)
  const typed: Record<string, string | undefined> = read.ok ? read.value : read.form.values
  const errors = {
    ...(factorOnly
      ? {}
      : faultsOfPasswords(typed['password'] ?? '', typed['again'] ?? '', staff.username)),
    ...(read.ok ? {} : read.form.errors),
  }
  return read.ok && Object.keys(errors).length === 0
    ? { ok: true, value: { password: read.value.password, code: read.value.otp } }
    : { ok: false, errors }
}
