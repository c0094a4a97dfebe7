import { createHash } from 'node:crypto'
import { doubleCsrf } from 'csrf-csrf'
import type { Request, RequestHandler, Response } from 'express'
import { forbidden } from '../errors'
import type { Cookies } from './cookies'

/** Protection against forms that another site makes the browser send: a signed cookie and a field that agree. */
export type Csrf = {
  /** For the `_csrf` field of every form on the page that is being drawn. */
  readonly tokenFor: (req: Request, res: Response) => string
  readonly protect: RequestHandler
  readonly check: (req: Request, token: string) => boolean
}

type Settings = {
  /** The first signs, all are accepted. */
  readonly secrets: readonly string[]
  readonly cookies: Cookies
  /**
   * The session that a token belongs to, and dies with. Absent at the reporters' entrance: a code entered
   * or a draft begun in another tab renews the session there, and a half-written form must survive that.
   * The token's own cookie carries __Host-, so no sibling host can plant one.
   */
  readonly sessionCookie?: string
  readonly ownCookie: string
}

const shownTokens = new WeakMap<Request, string>()

const fieldOf = (req: Request): string => {
  const body: unknown = req.body
  if (typeof body !== 'object' || body === null || !('_csrf' in body)) return ''
  return typeof body._csrf === 'string' ? body._csrf : ''
}

export const createCsrf = ({ secrets, cookies, sessionCookie, ownCookie }: Settings): Csrf => {
  // The session cookie itself, not the session: a form of a session that has since expired is still the
  // person's own, so that it can be drawn again with what was typed.
  const sessionOf = (req: Request) => {
    const cookie = sessionCookie === undefined ? undefined : cookies.read(req, sessionCookie)
    return createHash('sha256')
      .update(cookie ?? '')
      .digest('base64url')
  }
  const { generateCsrfToken, validateRequest } = doubleCsrf({
    getSecret: () => [...secrets],
    getSessionIdentifier: sessionOf,
    cookieName: cookies.nameOf(ownCookie),
    cookieOptions: cookies.options,
    getCsrfTokenFromRequest: req => shownTokens.get(req),
  })

  const check = (req: Request, token: string): boolean => {
    shownTokens.set(req, token)
    return validateRequest(req)
  }
  return {
    tokenFor: (req, res) => generateCsrfToken(req, res),
    protect: (req, _res, next) => {
      if (!check(req, fieldOf(req))) throw forbidden('csrf')
      next()
    },
    check,
  }
}

const SETTING = 'csrf'

/** So that whoever reads a body in pieces can ask without being handed the settings. */
export const installCsrf = (
  app: { set: (name: string, value: unknown) => unknown },
  csrf: Csrf,
) => {
  app.set(SETTING, csrf)
}

/** For upload doors: does this token, read from the body, belong to this browser? */
export const checkCsrfToken = (req: Request, token: string): boolean => {
  const csrf = req.app.get(SETTING) as Csrf
  return csrf.check(req, token)
}
