import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { AwardId, StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'
import { windowFrom } from './answering.service'
import type { Award } from './award'
import type { AwardDeps } from './awards-deps'
import {
  findAward,
  listAmong,
  lockAward,
  lockAwards,
  updateAward,
  type SealedAward,
} from './awards.repository'

/** What becomes of an award once it was told, for the rooms that pay it. Each records its own deeds. */
export type AwardCourse = {
  /** @throws notFound('award') */
  readonly get: (tx: Tx, id: AwardId) => Promise<Award>
  /** All of these, by their ids, read at once. @throws notFound('award') */
  readonly getAll: (tx: Tx, ids: readonly AwardId[]) => Promise<ReadonlyMap<AwardId, Award>>
  /** Held until the transaction ends. @throws notFound('award') */
  readonly lock: (tx: Tx, id: AwardId) => Promise<Award>
  /** The same for many, without reading them. */
  readonly lockAll: (tx: Tx, ids: readonly AwardId[]) => Promise<void>
  /** Somebody said whom to pay. @throws refused `award.moved-on`, `award.window` */
  readonly claim: (tx: Tx, id: AwardId) => Promise<void>
  /** What was said cannot be paid: it is to be claimed again, within a window that begins anew. */
  readonly unclaim: (tx: Tx, id: AwardId) => Promise<void>
  /** All of it has arrived: paid out of what was committed. */
  readonly pay: (tx: Tx, id: AwardId, by: StaffId) => Promise<void>
  /**
   * A share that had arrived came back: what has not arrived is committed, to be paid again.
   * @throws refused `budget.*`
   */
  readonly reopen: (tx: Tx, id: AwardId, now: { arrived: Fen; by: StaffId }) => Promise<void>
  /** It was wrong to pay it, and the money is back. */
  readonly reclaim: (tx: Tx, id: AwardId, by: StaffId) => Promise<void>
}

const hold = async (tx: Tx, id: AwardId): Promise<SealedAward> => {
  const award = await lockAward(tx, id)
  if (award === undefined) throw notFound('award')
  return award
}

const holdIn = async (tx: Tx, id: AwardId, state: Award['state']): Promise<SealedAward> => {
  const award = await hold(tx, id)
  if (award.state !== state) throw refused('award.moved-on')
  return award
}

export const createCourse = (deps: AwardDeps): AwardCourse => {
  const { budget, clock } = deps
  return {
    get: async (tx, id) => {
      const award = await findAward(tx, id)
      if (award === undefined) throw notFound('award')
      return award
    },
    getAll: async (tx, ids) => {
      const wanted = new Set(ids)
      const found = new Map((await listAmong(tx, [...wanted])).map(award => [award.id, award]))
      if (found.size < wanted.size) throw notFound('award')
      return found
    },
    lock: hold,
    lockAll: lockAwards,
    claim: async (tx, id) => {
      const { state, claimUntil } = await hold(tx, id)
      const isLate = claimUntil !== null && claimUntil < dayOf(clock())
      if (state === 'waived' || (state === 'approved' && isLate)) throw refused('award.window')
      if (state !== 'approved') throw refused('award.moved-on')
      await updateAward(tx, id, { state: 'claimed' })
    },
    unclaim: async (tx, id) => {
      const award = await holdIn(tx, id, 'claimed')
      const { dueOn, provisional } = await windowFrom(deps, tx, award, dayOf(clock()))
      const isLater = award.claimUntil === null || dueOn > award.claimUntil
      await updateAward(tx, id, {
        state: 'approved',
        ...(isLater ? { claim_until: dueOn, claim_provisional: provisional } : {}),
      })
    },
    pay: async (tx, id, by) => {
      const { budgetSubject: subject } = await holdIn(tx, id, 'claimed')
      await budget.pay(tx, { subject, by })
      await updateAward(tx, id, { state: 'paid', paid_on: dayOf(clock()) })
    },
    reopen: async (tx, id, { arrived, by }) => {
      const { state, budgetSubject: subject, financeBody: organisationId, fen } = await hold(tx, id)
      const year = Number(dayOf(clock()).slice(0, 4))
      await budget.reopen(tx, { subject, organisationId, year, fen: fen - arrived, by })
      if (state === 'paid') await updateAward(tx, id, { state: 'claimed', paid_on: null })
    },
    reclaim: async (tx, id, by) => {
      const { budgetSubject: subject } = await holdIn(tx, id, 'paid')
      await budget.reverse(tx, { subject, by })
      await updateAward(tx, id, { state: 'reclaimed' })
    },
  }
}
