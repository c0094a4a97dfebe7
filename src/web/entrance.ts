import path from 'node:path'
import cookieParser from 'cookie-parser'
import { renderFile } from 'ejs'
import express, { type ErrorRequestHandler, type Express, type RequestHandler } from 'express'
import type { Config } from '../platform/config'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import { notFound } from '../platform/errors'
import { hurryForms, readForms, refuseUnreadableAddress, spellForms } from '../platform/http/body'
import type { Cookies } from '../platform/http/cookies'
import { createCsrf, installCsrf, type Csrf } from '../platform/http/csrf'
import { doorOf } from '../platform/http/doors'
import { secureHeaders } from '../platform/http/headers'
import { readQuery } from '../platform/http/id-spelling'
import type { Log } from '../platform/log'
import type { Random } from '../platform/random'
import { projectRoot } from '../platform/root'
import type { Side } from '../sessions'
import { serveBuilt } from './built'
import { createErrorPage } from './error-page'
import type { Shells } from './shell'

type Deps = {
  readonly side: Side
  readonly config: Config
  readonly db: Db
  readonly log: Log
}

/** Method, pattern of the route, outcome, time taken. No address, no query, nothing of the browser. */
const logAccess =
  (log: Log): RequestHandler =>
  (req, res, next) => {
    const began = performance.now()
    res.once('close', () => {
      const { refusal, untold } = res.locals
      log.info({
        method: req.method,
        route: doorOf(res),
        status: res.statusCode,
        ms: Math.round(performance.now() - began),
        ...(refusal === undefined ? {} : { refusal }),
        // A trusted proxy sent no address: the limits per network did not apply.
        ...(untold === true ? { untold } : {}),
        ...(res.writableFinished ? {} : { cut: true }),
      })
    })
    next()
  }

const health =
  (db: Db): RequestHandler =>
  async (req, res) => {
    const ready = req.path === '/healthz' || (await db.isUp())
    res.locals.door = req.path
    res
      .status(ready ? 200 : 503)
      .type('text/plain')
      .send(ready ? 'ok' : 'database gone')
  }

const views = path.join(projectRoot, 'views')

/**
 * Includes are named from the root ('/partials/head'): relative ones are looked for on the disk at every page. Templates
 * read what they are given in an object without a prototype, so that they need no copy of their own of it each time.
 */
const draw = (
  file: string,
  data: object,
  done: (error: Error | null, html?: string) => void,
): void => {
  const bare = Object.assign(Object.create(null) as object, data)
  renderFile(file, bare, { root: views, cache: true, unsafePrototypeLocals: true }, done)
}

/** What stands before the routes of either entrance: who asks is not known yet, and never will be. */
export const openEntrance = ({ side, config, db, log }: Deps): Express => {
  const app = express()
  app.disable('x-powered-by')
  app.disable('etag')
  app.set('env', 'production')
  app.set('view engine', 'ejs')
  app.set('views', views)
  app.engine('ejs', draw)
  app.set('view cache', true)
  app.set('query parser', readQuery)
  app.set('trust proxy', config.trustedProxies.length > 0 ? [...config.trustedProxies] : false)

  app.use(logAccess(log))
  app.use(secureHeaders({ encrypted: !config.demonstration, passkeys: side === 'staff' }))
  app.get(['/healthz', '/readyz'], health(db))
  app.use('/built', serveBuilt(side))
  app.use(refuseUnreadableAddress)
  app.use(cookieParser())
  app.use(hurryForms())
  app.use(readForms, spellForms)
  return app
}

export const guardForms = (
  app: Express,
  side: Side,
  { installation, cookies }: { readonly installation: Installation; readonly cookies: Cookies },
): Csrf => {
  const csrf = createCsrf({
    secrets: installation.csrfSecrets,
    cookies,
    ...(side === 'staff' ? { sessionCookie: 'ms_staff' } : {}),
    ownCookie: `ms_${side}_form`,
  })
  installCsrf(app, csrf)
  return csrf
}

type Closing = {
  readonly side: Side
  readonly log: Log
  readonly random: Random
  readonly shells: Shells
}

/** What stands after the routes: nothing found, or something went wrong. */
export const closeEntrance = (app: Express, { side, log, random, shells }: Closing): void => {
  app.use(() => {
    throw notFound('page')
  })
  app.use(createErrorPage({ log, random, shells, side }))
  app.use(lastResort)
}

/** The error page itself could not be drawn. */
const lastResort: ErrorRequestHandler = (_error, _req, res, next) => {
  if (res.headersSent) {
    res.destroy()
    next()
    return
  }
  res.status(500).type('text/plain').send('我们这边出错了，请稍后再试。')
}
