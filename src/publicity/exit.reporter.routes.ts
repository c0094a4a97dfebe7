import type { Request, RequestHandler } from 'express'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { ReporterGuard } from '../sessions'

type Deps = {
  readonly db: Db
  readonly organisations: Organisations
  readonly reporterGuard: ReporterGuard
}

/** Where to, when not even the settings can be read. */
const anywhere = 'https://www.weather.com.cn/'

/** Another site that makes a browser load this address must not throw the reporter out. */
const askedFromElsewhere = (req: Request): boolean =>
  ['cross-site', 'same-site'].includes(req.get('sec-fetch-site') ?? '')

/**
 * Quick exit. It leads away whatever else fails: who presses it may have somebody looking over the
 * shoulder. The session ends in the database as well, so that the cookie is worth nothing afterwards.
 */
export const exit =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    let to = anywhere
    try {
      to = await deps.db.inTransaction(async tx => {
        if (!askedFromElsewhere(req)) await deps.reporterGuard.end(tx, res)
        return (await deps.organisations.site(tx)).exitSite
      })
    } catch {
      // The redirect below and Clear-Site-Data do what can still be done.
    }
    if (!askedFromElsewhere(req)) res.set('Clear-Site-Data', '"cookies", "storage"')
    res.redirect(303, to)
  }
