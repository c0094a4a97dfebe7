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
  receipt: z
    .object({
      reportId: z.string(),
      code: Base64,
      until: z.number(),
      /** What was derived from the code when it was made: slow work, not done again for each look at the page. */
      lookup: Base64,
      wrappingKey: Base64,
      /** What the slip says beside the code; its reader knows the shape. */
      facts: z.unknown().optional(),
    })
    .optional(),
  follow: z
    .object({
      reportId: z.string(),
      caseId: z.string(),
      publicKey: Base64,
      privateKey: Base64,
      /** Typed in a page that had expired: shown again after the code was entered anew. */
      unsent: z.string().optional(),
      /** The same of another form than the message's: which page, and its fields. */
      kept: z.object({ door: z.string(), values: z.record(z.string(), z.string()) }).optional(),
      /** A claim that is being filled in: the word was right, and whom to pay so far. */
      claim: z
        .object({
          once: z.string(),
          payees: z.array(z.record(z.string(), z.string())),
        })
        .optional(),
      /** A new code, shown until it is typed back; the old one holds as long. */
      fresh: z.object({ code: Base64, until: z.number() }).optional(),
    })
    .optional(),
})
export type ReporterData = z.output<typeof ReporterDataSchema>

type ReporterVisit = {
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
  /**
   * What the session holds now, kept for this transaction: other windows of the same browser may have
   * changed it since the request began. Undefined when it ended meanwhile. To be asked for after the
   * draft's row and before anything is recorded: everybody waits in the same order.
   */
  readonly hold: (tx: Tx, res: Response) => Promise<ReporterData | undefined>
  /** Begins a new session with a new id and ends the one before: no id survives a change of rights. */
  readonly begin: (tx: Tx, res: Response, data: ReporterData) => Promise<void>
  /** Refuses when the session ended meanwhile, so that what depends on it is taken back. */
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

/** What goes on when the visit gets a new session: a draft, and a code that was not put away yet. */
export const carriedOver = (data: ReporterData, now: Date): ReporterData => {
  const { draft, receipt } = data
  return {
    ...(draft === undefined ? {} : { draft }),
    ...(receipt === undefined || receipt.until <= now.getTime() ? {} : { receipt }),
  }
}

/**
 * How long a visit may lie idle, and its row with it: a draft put aside waits for days; an open report,
 * a code on show and a draft that is being written are gone from the database soon after.
 */
const idleLimitOf = (data: ReporterData, { idle, kept }: VisitLimits): number =>
  data.draft?.kept === true && data.follow === undefined && data.receipt === undefined ? kept : idle

const finding = (deps: Deps) => {
  const { db, sessions, installation, cookies, clock } = deps
  return async (req: Request): Promise<ReporterVisit | undefined> => {
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
    if (idle === undefined) return undefined
    const data = ReporterDataSchema.parse(session.data)
    const limit = idleLimitOf(data, limits)
    await db.piecemeal(tx =>
      idle > limit ? sessions.end(tx, session) : sessions.postpone(tx, session, limit),
    )
    return idle > limit ? undefined : { session, data, idle }
  }
}

export const createReporterGuard = (deps: Deps): ReporterGuard => {
  const { sessions, installation, cookies, clock } = deps
  const find = finding(deps)

  const stamp = (res: Response, session: Session) => {
    cookies.set(res, idleCookie, stampIdle(installation, clock(), session.ref))
  }

  const minutesOf = async (tx: Tx, data: ReporterData): Promise<number> =>
    idleLimitOf(data, await deps.limits(tx))

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
    hold: async (tx, res) => {
      const before = res.locals.visit
      const held = before && (await sessions.holdAgain(tx, before.session))
      // Another window has the browser's new session: this answer must not overwrite its stamp.
      if (held === undefined) cookies.unset(res, idleCookie)
      return held && ReporterDataSchema.parse(held.data)
    },
    begin: async (tx, res, data) => {
      const before = res.locals.visit
      if (before !== undefined) await sessions.end(tx, before.session)
      const minutes = await minutesOf(tx, data)
      const wanted = { side: 'reporter', stage: 'visit', data, minutes } as const
      const { cookie, session } = await sessions.start(tx, wanted)
      cookies.set(res, sessionCookie, cookie)
      stamp(res, session)
      res.locals.visit = { session, data, idle: 0 }
    },
    save: async (tx, res, data) => {
      const before = res.locals.visit
      if (before === undefined) return
      await sessions.save(tx, before.session, { data, minutes: await minutesOf(tx, data) })
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
