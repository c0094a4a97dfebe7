import type { RequestHandler, Response } from 'express'
import type { Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Cookies } from '../platform/http/cookies'
import { idleMinutes, stampIdle, type Session, type Sessions } from '../sessions'
import { toActor } from './staff'
import { IDLE_MINUTES, readOpened } from './staff-session'
import { findStaff } from './staff.repository'

const SESSION = 'ms_staff'
const LAST_SEEN = 'ms_staff_seen'
const KNOWN = 'ms_staff_known'
const KNOWN_DAYS = 180

type Deps = {
  readonly db: Db
  readonly sessions: Sessions
  readonly installation: Installation
  readonly clock: Clock
  readonly cookies: Cookies
}

/** The staff entrance: reads who comes in from the cookies, and sets and clears them. */
export type Entrance = {
  /**
   * Reads the session of every request, before anything else asks who it is. Refuses nobody: who may go where
   * is the guards' affair. A session that lay idle too long, or whose person was disabled, ends here.
   */
  readonly identify: RequestHandler
  readonly cookieOf: (req: Parameters<RequestHandler>[0]) => string | undefined
  /** Outlives every session: says that somebody has signed in with this browser, and opens nothing. */
  readonly browserOf: (req: Parameters<RequestHandler>[0]) => string | undefined
  readonly letIn: (
    res: Response,
    started: { cookie: string; session: Session; browser?: string },
  ) => void
  readonly letOut: (res: Response) => void
}

export const createEntrance = (deps: Deps): Entrance => {
  const { db, installation, clock, cookies } = deps
  const cookieOf: Entrance['cookieOf'] = req => cookies.read(req, SESSION)

  const stamp = (res: Response, session: Session) => {
    cookies.set(res, LAST_SEEN, stampIdle(installation, clock(), session.ref))
  }
  const letOut = (res: Response) => {
    cookies.clear(res, SESSION)
    cookies.clear(res, LAST_SEEN)
  }

  const identify: RequestHandler = async (req, res, next) => {
    const cookie = cookieOf(req)
    if (cookie === undefined) {
      next()
      return
    }
    const lastSeen = cookies.read(req, LAST_SEEN)
    const found = await db.piecemeal(tx => lookUp(deps, tx, { cookie, lastSeen }))
    if (found.session === undefined) letOut(res)
    else if (found.stale === true) stamp(res, found.session)
    Object.assign(res.locals, found.locals)
    next()
  }

  return {
    identify,
    cookieOf,
    browserOf: req => cookies.read(req, KNOWN),
    letIn: (res, { cookie, session, browser }) => {
      if (browser !== undefined) cookies.set(res, KNOWN, browser, KNOWN_DAYS)
      cookies.set(res, SESSION, cookie)
      stamp(res, session)
    },
    letOut,
  }
}

type Found = {
  readonly session?: Session
  /** The cookie that tells when the session was last used is old enough to be written anew. */
  readonly stale?: boolean
  readonly locals: Partial<Express.Locals>
}

type Shown = { readonly cookie: string; readonly lastSeen: string | undefined }

const lookUp = async (deps: Deps, tx: Tx, { cookie, lastSeen }: Shown): Promise<Found> => {
  const session = await deps.sessions.find(tx, 'staff', cookie)
  if (session === undefined) return { locals: { signedOut: 'over' } }

  const idle = idleMinutes(deps.installation, lastSeen, deps.clock(), session.ref)
  if (idle === undefined || idle >= IDLE_MINUTES) {
    await deps.sessions.end(tx, session)
    return { locals: { signedOut: 'idle' } }
  }
  const half = { staffSession: session }
  const found = { session, stale: Math.abs(idle) >= 1, locals: half }
  if (session.stage !== 'full') return found
  const who = await whoIs(tx, session)
  if (who !== undefined) return { ...found, locals: { ...half, ...who } }
  await deps.sessions.end(tx, session)
  return { locals: { signedOut: 'over' } }
}

/** The person as they are now, not as they were when they signed in: duties change, accounts are disabled. */
const whoIs = async (tx: Tx, session: Session): Promise<Partial<Express.Locals> | undefined> => {
  const opened = readOpened(session)
  const staff = opened && (await findStaff(tx, opened.keys.staffId))
  if (opened === undefined || staff?.status !== 'active') return undefined
  const { keys, before, passkeys } = opened
  const { singleKeys } = staff
  return { actor: toActor(staff), keys, signedInBefore: before, hasPasskeys: passkeys, singleKeys }
}
