import type { Clock } from '../platform/clock'
import { openJson, sealJson, type FieldPlace } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { KnownError, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffId } from '../vocabulary/ids'
import { expiryOf, nameOf, newCookie, readCookie } from './session'
import type { Session, SessionRef, Side } from './session'
import {
  deleteExpired,
  deleteSession,
  deleteSessionsOf,
  findSession,
  insertSession,
  postponeExpiry,
  updateSession,
} from './sessions.repository'

type Deps = { readonly random: Random; readonly clock: Clock }

export type NewSession = {
  readonly side: Side
  readonly stage: string
  readonly staffId?: StaffId
  readonly data: unknown
  readonly minutes: number
}

/** Without `minutes` its end stays where it is. */
type Kept = { readonly data: unknown; readonly minutes?: number }

export type Sessions = {
  readonly start: (
    tx: Tx,
    session: NewSession,
  ) => Promise<{ readonly cookie: string; readonly session: Session }>
  /** Undefined for a cookie that is malformed, unknown, expired or whose secret does not open. */
  readonly find: (tx: Tx, side: Side, cookie: string | undefined) => Promise<Session | undefined>
  /** As find, and holds the row until the transaction ends: the same form sent twice takes turns. */
  readonly hold: (tx: Tx, side: Side, cookie: string | undefined) => Promise<Session | undefined>
  /** The same session as it is now, held; undefined when it ended since it was found. */
  readonly holdAgain: (tx: Tx, session: Session) => Promise<Session | undefined>
  /**
   * Replaces the data and the end. A session that ended meanwhile stays ended, and whoever wanted to keep
   * something in it is refused: what depends on it is taken back with the transaction.
   */
  readonly save: (tx: Tx, session: Session, kept: Kept) => Promise<void>
  /** Moves the end further off, never nearer. */
  readonly postpone: (tx: Tx, session: Session, minutes: number) => Promise<void>
  readonly end: (tx: Tx, session: Session) => Promise<void>
  readonly endAllOf: (tx: Tx, staffId: StaffId) => Promise<void>
  /** Deletes what has expired; how many. */
  readonly sweep: (tx: Tx) => Promise<number>
}

type Bearing = { readonly ref: SessionRef; readonly stage: string; readonly staffId?: StaffId }

/**
 * Whose session it is and how far it has come belong to the place: with another side, stage or person in
 * the row, what is sealed does not open, so nobody passes the second proof by writing to the database.
 */
const placeOf = ({ ref, stage, staffId }: Bearing): FieldPlace => ({
  table: 'sessions',
  column: 'sealed',
  row: JSON.stringify([nameOf(ref), ref.side, stage, staffId ?? null]),
})

const tryToOpen = (bearing: Bearing, sealed: Buffer): { readonly data: unknown } | undefined => {
  try {
    return { data: openJson(bearing.ref.secret, placeOf(bearing), sealed) }
  } catch (error) {
    if (error instanceof KnownError && error.kind === 'broken') return undefined
    throw error
  }
}

export const createSessions = ({ random, clock }: Deps): Sessions => {
  const look = async (
    tx: Tx,
    ref: SessionRef | undefined,
    hold: boolean,
  ): Promise<Session | undefined> => {
    if (ref === undefined) return undefined
    const { side, idHash } = ref
    const row = await findSession(tx, { side, idHash, now: clock() }, hold)
    if (row === undefined) return undefined
    const staff = row.staff_id === null ? {} : { staffId: row.staff_id }
    const bearing = { ref, stage: row.stage, ...staff }
    const opened = tryToOpen(bearing, row.sealed)
    return opened && { side, ...bearing, data: opened.data, expiresAt: row.expires_at }
  }

  return {
    start: async (tx, { side, stage, staffId, data, minutes }) => {
      const { cookie, ref } = newCookie(random, side)
      const bearing = { ref, stage, ...(staffId === undefined ? {} : { staffId }) }
      const expiresAt = expiryOf(side, clock(), minutes)
      await insertSession(tx, {
        id_hash: ref.idHash,
        side,
        stage,
        staff_id: staffId ?? null,
        sealed: sealJson(ref.secret, placeOf(bearing), data),
        expires_at: expiresAt,
      })
      return { cookie, session: { side, ...bearing, data, expiresAt } }
    },
    find: (tx, side, cookie) => look(tx, readCookie(side, cookie), false),
    hold: (tx, side, cookie) => look(tx, readCookie(side, cookie), true),
    holdAgain: (tx, { ref }) => look(tx, ref, true),
    save: async (tx, session, { data, minutes }) => {
      const { side, ref } = session
      const met = await updateSession(tx, ref.idHash, {
        sealed: sealJson(ref.secret, placeOf(session), data),
        ...(minutes === undefined ? {} : { expires_at: expiryOf(side, clock(), minutes) }),
      })
      if (met === 0) throw refused('session.ended')
    },
    postpone: async (tx, { side, ref, expiresAt }, minutes) => {
      const until = expiryOf(side, clock(), minutes)
      if (until > expiresAt) await postponeExpiry(tx, ref.idHash, until)
    },
    end: (tx, { ref }) => deleteSession(tx, ref.idHash),
    endAllOf: deleteSessionsOf,
    sweep: tx => deleteExpired(tx, clock()),
  }
}
