import type { Request, RequestHandler, Response } from 'express'
import { z } from 'zod'
import type { Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Cookies } from '../platform/http/cookies'
import { idleMinutes, stampIdle } from './idle'
import type { Session } from './session'
import type { Sessions } from './sessions.service'

const Base64 = z.string()

/** What a reporter's browser is in the middle of. Sealed under its cookie; keys are base64url. */
const ReporterDataSchema = z.object({
  draft: z
    .object({
      id: z.string(),
      key: Base64,
      /** The reporter chose to go on another day: idle time does not end this visit. */
      kept: z.boolean().optional(),
    })
    .optional(),
  receipt: z.object({ reportId: z.string(), code: Base64, until: z.number() }).optional(),
  follow: z
    .object({
      reportId: z.string(),
      caseId: z.string(),
      publicKey: Base64,
      privateKey: Base64,
      /** Typed in a page that had expired: shown again after the code was entered anew. */
      unsent: z.string().optional(),
      /** A new code, shown until it is typed back; the old one holds as long. */
      fresh: z.object({ code: Base64, until: z.number() }).optional(),
    })
    .optional(),
})
export type ReporterData = z.output<typeof ReporterDataSchema>

export type ReporterVisit = {
  readonly session: Session
  readonly data: ReporterData
  /** Minutes since the last request, 0 when unknown to be older. */
  readonly idle: number
}

declare global {
  namespace Express {
    // Express asks for an interface here, to merge it with its own.
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
    interface Locals {
      visit?: ReporterVisit
    }
  }
}

export type ReporterGuard = {
  /** Finds the visit that the cookie names, unless it lay idle too long. Mount before the routes. */
  readonly load: RequestHandler
  readonly visitOf: (res: Response) => ReporterVisit | undefined
  /** Begins a new session with a new id and ends the one before: no id survives a change of rights. */
  readonly begin: (tx: Tx, res: Response, data: ReporterData) => Promise<void>
  readonly save: (tx: Tx, res: Response, data: ReporterData) => Promise<void>
  readonly end: (tx: Tx, res: Response) => Promise<void>
}

const sessionCookie = 'ms_reporter'
const idleCookie = 'ms_reporter_seen'

type Deps = {
  readonly db: Db
  readonly sessions: Sessions
  readonly installation: Installation
  readonly cookies: Cookies
  readonly clock: Clock
  /** What the lawbook says today: how long a visit may lie idle, how long its row is kept. */
  readonly limits: (tx: Tx) => Promise<VisitLimits>
}

/** Minutes. */
export type VisitLimits = { readonly idle: number; readonly kept: number }

/** A draft put aside may wait as long as the row; an open report or a code on show never does. */
const idleLimitOf = (data: ReporterData, { idle, kept }: VisitLimits): number =>
  data.draft?.kept === true && data.follow === undefined && data.receipt === undefined ? kept : idle

export const createReporterGuard = (deps: Deps): ReporterGuard => {
  const { db, sessions, installation, cookies, clock } = deps

  const stamp = (res: Response, session: Session) => {
    cookies.set(res, idleCookie, stampIdle(installation, clock(), session.ref))
  }

  const find = async (req: Request): Promise<ReporterVisit | undefined> => {
    const cookie = cookies.read(req, sessionCookie)
    if (cookie === undefined) return undefined
    const found = await db.piecemeal(async tx => {
      const session = await sessions.find(tx, 'reporter', cookie)
      return session && { session, limits: await deps.limits(tx) }
    })
    if (found === undefined) return undefined
    const { session, limits } = found
    const seen = cookies.read(req, idleCookie)
    const idle = idleMinutes(installation, seen, clock(), session.ref)
    const data = ReporterDataSchema.parse(session.data)
    if (idle === undefined || idle > idleLimitOf(data, limits)) return undefined
    return { session, data, idle: Math.max(0, idle) }
  }

  return {
    load: async (req, res, next) => {
      const visit = await find(req)
      if (visit !== undefined) {
        res.locals.visit = visit
        stamp(res, visit.session)
      }
      next()
    },
    visitOf: res => res.locals.visit,
    begin: async (tx, res, data) => {
      const before = res.locals.visit
      if (before !== undefined) await sessions.end(tx, before.session)
      const { kept: minutes } = await deps.limits(tx)
      const wanted = { side: 'reporter', stage: 'visit', data, minutes } as const
      const { cookie, session } = await sessions.start(tx, wanted)
      cookies.set(res, sessionCookie, cookie)
      stamp(res, session)
      res.locals.visit = { session, data, idle: 0 }
    },
    save: async (tx, res, data) => {
      const before = res.locals.visit
      if (before === undefined) return
      await sessions.save(tx, before.session, data)
      res.locals.visit = { ...before, data }
    },
    end: async (tx, res) => {
      const before = res.locals.visit
      if (before !== undefined) await sessions.end(tx, before.session)
      cookies.clear(res, sessionCookie)
      cookies.clear(res, idleCookie)
      delete res.locals.visit
    },
  }
}
