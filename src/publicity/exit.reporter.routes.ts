import type { Request, RequestHandler, Response } from 'express'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { ReporterDoors } from '../platform/http/doors'
import type { ReporterGuard } from '../sessions'

type Deps = {
  readonly db: Db
  readonly organisations: Organisations
  readonly reporterGuard: ReporterGuard
}

/** A door of its own, to be hung before anything that needs the database: it opens when nothing else does. */
export const openExitDoor = (doors: ReporterDoors, deps: Deps): void => {
  doors.get('/exit', exit(deps))
}

/** Where to, when not even the settings can be read. */
const anywhere = 'https://www.weather.com.cn/'

/** Another site that makes a browser load this address must not throw the reporter out. */
const askedFromElsewhere = (req: Request): boolean =>
  ['cross-site', 'same-site'].includes(req.get('sec-fetch-site') ?? '')

const findVisit = (guard: ReporterGuard, req: Request, res: Response): Promise<void> =>
  new Promise((found, failed) => {
    Promise.resolve(
      guard.load(req, res, (error?: unknown) => {
        if (error === undefined) found()
        else failed(new Error('visit'))
      }),
    ).catch(failed)
  })

/**
 * Quick exit. It leads away whatever else fails: who presses it may have somebody looking over the
 * shoulder. The session ends in the database as well, so that the cookie is worth nothing afterwards.
 */
const exit =
  ({ db, organisations, reporterGuard }: Deps): RequestHandler =>
  async (req, res) => {
    const leaving = !askedFromElsewhere(req)
    let to = anywhere
    try {
      if (leaving) await findVisit(reporterGuard, req, res)
      to = await db.inTransaction(async tx => {
        if (leaving) await reporterGuard.end(tx, res)
        return (await organisations.site(tx)).exitSite
      })
    } catch {
      // The redirect and Clear-Site-Data do what can still be done.
    }
    if (leaving) res.set('Clear-Site-Data', '"cookies", "storage"')
    res.redirect(303, to)
  }
