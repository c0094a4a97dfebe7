import type { SecondFactor, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { LawEntry, Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import { openField, sealField } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffId } from '../vocabulary/ids'
import type { OpenCase } from './masking'
import {
  closeUnmasking,
  findOpenUnmasking,
  insertUnmasking,
  listOpenUnmaskings,
  listUnmaskings,
  type Reader,
  type UnmaskingRow,
} from './unmasking.repository'

/** Who reads, with the session in which they read: another session is another reader. */
type UnmaskReader = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly sessionHash: Buffer
}

type Asked = { readonly ground: string; readonly reason: string; readonly otp: string }

/** An opening that is not over. */
export type OpenUnmasking = Pick<UnmaskingRow, 'id' | 'case_id' | 'begun_at' | 'ends_at'>

type PastUnmasking = {
  readonly by: StaffId
  readonly at: Date
  readonly groundName: string
  readonly reason: string
}

export type Unmasking = {
  readonly grounds: (tx: Tx, place: string | null) => Promise<readonly LawEntry<'unmask-ground'>[]>
  readonly limits: (
    tx: Tx,
  ) => Promise<{ readonly minutes: number; readonly min: number; readonly max: number }>
  /** What this person has open of this case in this session, now. */
  readonly find: (
    tx: Tx,
    reader: UnmaskReader,
    caseId: OpenCase['caseId'],
  ) => Promise<OpenUnmasking | undefined>
  /** All that this person has open, what ends first first. */
  readonly listOpen: (tx: Tx, staffId: StaffId) => Promise<OpenUnmasking[]>
  /**
   * Opens the original for the minutes of the lawbook. Already open: it stays as it is, nothing is recorded
   * twice. A wrong code is counted, so the caller's transaction must be allowed to commit.
   * @throws notFound('case')
   */
  readonly open: (
    tx: Tx,
    reader: UnmaskReader,
    open: OpenCase,
    asked: Asked,
  ) => Promise<'right' | 'wrong' | 'locked'>
  /** Ends it early. Nothing open: nothing happens. */
  readonly close: (tx: Tx, reader: UnmaskReader, caseId: OpenCase['caseId']) => Promise<void>
  /** Who read it, newest first, the last fifty. */
  readonly past: (tx: Tx, open: OpenCase) => Promise<PastUnmasking[]>
}

type Deps = {
  readonly cases: Cases
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly secondFactor: SecondFactor
  readonly clock: Clock
  readonly random: Random
}

const MINUTE = 60_000
const pastShown = 50

const place = (id: string) => ({ table: 'unmaskings', column: 'sealed_reason', row: id })

const pastOf =
  ({ lawbook }: Deps): Unmasking['past'] =>
  async (tx, { caseId, key }) => {
    const rows = await listUnmaskings(tx, caseId, pastShown)
    const past: PastUnmasking[] = []
    for (const row of rows) {
      const at = { place: '*', on: dayOf(row.begun_at) }
      const law = await lawbook.find(tx, 'unmask-ground', row.ground, at)
      const groundName = law?.data.name ?? row.ground
      const reason = openField(key, place(row.id), row.sealed_reason).toString('utf8')
      past.push({ by: row.staff_id, at: row.begun_at, groundName, reason })
    }
    return past
  }

export const createUnmasking = (deps: Deps): Unmasking => {
  const { cases, audit, lawbook, secondFactor, clock, random } = deps
  const readerOf = ({ actor, sessionHash }: UnmaskReader): Reader => ({
    ...{ staffId: actor.id, sessionHash, now: clock() },
  })
  const find: Unmasking['find'] = (tx, reader, caseId) =>
    findOpenUnmasking(tx, caseId, readerOf(reader))

  const limits: Unmasking['limits'] = async tx => {
    const all = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { minutes: all['original.minutes'], min: all['reason.min'], max: all['reason.max'] }
  }

  return {
    find,
    limits,
    grounds: (tx, where) =>
      lawbook.list(tx, 'unmask-ground', { place: where ?? '*', on: dayOf(clock()) }),

    listOpen: (tx, staffId) => listOpenUnmaskings(tx, staffId, clock()),

    open: async (tx, reader, { caseId, key }, { ground, reason, otp }) => {
      const { actor, keys, sessionHash } = reader
      await cases.lock(tx, caseId)
      if ((await cases.findVisible(tx, actor, caseId)) === undefined) throw notFound('case')
      // Sent twice, or from a second window: its code is used, and what it asked for is done.
      if ((await find(tx, reader, caseId)) !== undefined) return 'right'
      const { kind } = await secondFactor.check(tx, keys, otp)
      if (kind !== 'right') return kind
      const id = random.uuid()
      const now = clock()
      const { minutes } = await limits(tx)
      await insertUnmasking(tx, {
        ...{ id, case_id: caseId, staff_id: actor.id, session_hash: sessionHash, ground },
        sealed_reason: sealField(key, place(id), reason),
        begun_at: now,
        ends_at: new Date(now.getTime() + minutes * MINUTE),
        closed_at: null,
      })
      const done = { deed: 'original.unmasked', caseId, subject: id, ground } as const
      await audit.record(tx, actor, actor.organisationId, done)
      return 'right'
    },

    close: async (tx, reader, caseId) => {
      await cases.lock(tx, caseId)
      const found = await find(tx, reader, caseId)
      if (found === undefined) return
      await closeUnmasking(tx, found.id, clock())
      const { actor } = reader
      const done = { deed: 'original.closed', caseId, subject: found.id } as const
      await audit.record(tx, actor, actor.organisationId, done)
    },

    past: pastOf(deps),
  }
}
