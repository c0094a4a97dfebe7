import type { Clock } from '../platform/clock'
import { openJson, sealJson, type FieldPlace } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
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
  updateSealed,
} from './sessions.repository'

type Deps = { readonly random: Random; readonly clock: Clock }

export type NewSession = {
  readonly side: Side
  readonly stage: string
  readonly staffId?: StaffId
  readonly data: unknown
  readonly minutes: number
}

export type Sessions = {
  readonly start: (
    tx: Tx,
    session: NewSession,
  ) => Promise<{ readonly cookie: string; readonly session: Session }>
  /** Undefined for a cookie that is malformed, unknown, expired or whose secret does not open. */
  readonly find: (tx: Tx, side: Side, cookie: string | undefined) => Promise<Session | undefined>
  /** As find, and holds the row until the transaction ends: the same form sent twice takes turns. */
  readonly hold: (tx: Tx, side: Side, cookie: string | undefined) => Promise<Session | undefined>
  /** Replaces the data. A session that ended meanwhile stays ended. */
  readonly save: (tx: Tx, session: Session, data: unknown) => Promise<void>
  readonly end: (tx: Tx, session: Session) => Promise<void>
  readonly endAllOf: (tx: Tx, staffId: StaffId) => Promise<void>
  /** Deletes what has expired; how many. */
  readonly sweep: (tx: Tx) => Promise<number>
}

const placeOf = (ref: SessionRef): FieldPlace => ({
  table: 'sessions',
  column: 'sealed',
  row: nameOf(ref),
})

const tryToOpen = (ref: SessionRef, sealed: Buffer): { readonly data: unknown } | undefined => {
  try {
    return { data: openJson(ref.secret, placeOf(ref), sealed) }
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
    const opened = row && tryToOpen(ref, row.sealed)
    if (row === undefined || opened === undefined) return undefined
    const staff = row.staff_id === null ? {} : { staffId: row.staff_id }
    return { side, stage: row.stage, ...staff, data: opened.data, ref }
  }

  return {
    start: async (tx, { side, stage, staffId, data, minutes }) => {
      const { cookie, ref } = newCookie(random, side)
      await insertSession(tx, {
        id_hash: ref.idHash,
        side,
        stage,
        staff_id: staffId ?? null,
        sealed: sealJson(ref.secret, placeOf(ref), data),
        expires_at: expiryOf(side, clock(), minutes),
      })
      const staff = staffId === undefined ? {} : { staffId }
      return { cookie, session: { side, stage, ...staff, data, ref } }
    },
    find: (tx, side, cookie) => look(tx, readCookie(side, cookie), false),
    hold: (tx, side, cookie) => look(tx, readCookie(side, cookie), true),
    save: async (tx, { ref }, data) => {
      await updateSealed(tx, ref.idHash, sealJson(ref.secret, placeOf(ref), data))
    },
    end: (tx, { ref }) => deleteSession(tx, ref.idHash),
    endAllOf: deleteSessionsOf,
    sweep: tx => deleteExpired(tx, clock()),
  }
}
