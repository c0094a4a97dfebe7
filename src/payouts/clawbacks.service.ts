import type { Visitor } from '../accounts'
import type { Award } from '../awards'
import { dayOf, type Day } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { forbidden, KnownError, notFound, refused } from '../platform/errors'
import type { AwardId, StaffId } from '../vocabulary/ids'
import { refuseInvolved } from './building.service'
import { listClaimsOf } from './claims.repository'
import {
  deleteClawback,
  findApproved,
  holdClawback,
  insertClawback,
  updateClawback,
  type ClawbackRow,
} from './clawbacks.repository'
import type { PayoutDeps } from './payouts-deps'
import { openPayeeKey } from './sealed-claim'
import { openClawback, sealClawback } from './sealed-payment'

export type Clawback = {
  readonly ground: string
  readonly text: string
  readonly askedBy: StaffId
  readonly approvedBy: StaffId | null
  readonly receivedOn: Day | null
}

/** As the reporter is told of it: by day, and nothing that was written. */
export type ToldClawback = {
  readonly id: string
  readonly ground: string
  readonly on: Day
  readonly isBack: boolean
}

type Wish = { readonly once: string; readonly ground: string; readonly text: string }

export type Clawbacks = {
  readonly of: (tx: Tx, visitor: Visitor, awardId: AwardId) => Promise<Clawback | undefined>
  /** For the reporter: from when another has agreed to it. */
  readonly told: (tx: Tx, awardId: AwardId) => Promise<ToldClawback | undefined>
  /** Of what was paid in full. @throws refused `clawback.not-paid`, `clawback.asked`, not-found `law` */
  readonly ask: (tx: Tx, visitor: Visitor, awardId: AwardId, wish: Wish) => Promise<void>
  /** Taken back by whoever asked, or turned down by another: as if never asked. @throws refused `clawback.moved-on` */
  readonly drop: (tx: Tx, visitor: Visitor, awardId: AwardId) => Promise<void>
  /** By another. @throws forbidden `clawback.own`, refused `clawback.moved-on`, `clawback.not-paid` */
  readonly approve: (tx: Tx, visitor: Visitor, awardId: AwardId) => Promise<void>
  /** The money is back. @throws refused `clawback.moved-on` */
  readonly receive: (tx: Tx, visitor: Visitor, awardId: AwardId) => Promise<void>
}

type Held = {
  readonly award: Award
  readonly row: ClawbackRow | undefined
  /** Of its claims, the newest first: what was written after an earlier one stays under the key of that. */
  readonly keys: readonly [SymmetricKey, ...SymmetricKey[]]
}

const hold = async (
  { awards, desks }: PayoutDeps,
  tx: Tx,
  { actor, keys }: Visitor,
  awardId: AwardId,
): Promise<Held> => {
  const award = await awards.course.lock(tx, awardId)
  if (award.financeBody !== actor.organisationId) throw notFound('award')
  refuseInvolved([award], actor.id)
  const holders = await desks.holdersOf(tx, keys)
  const [key, ...more] = (await listClaimsOf(tx, awardId)).flatMap(
    claim => openPayeeKey(claim, holders) ?? [],
  )
  if (key === undefined) throw forbidden('award.no-key')
  return { award, row: await holdClawback(tx, awardId), keys: [key, ...more] }
}

const openWithAny = ([key, ...more]: Held['keys'], row: ClawbackRow): string => {
  try {
    return openClawback(key, row.id, row.sealed_text)
  } catch (error) {
    const [next, ...rest] = more
    if (next === undefined || !(error instanceof KnownError)) throw error
    return openWithAny([next, ...rest], row)
  }
}

const ask =
  (deps: PayoutDeps): Clawbacks['ask'] =>
  async (tx, visitor, awardId, { once: id, ground, text }) => {
    const { actor } = visitor
    const { award, row, keys } = await hold(deps, tx, visitor, awardId)
    if (row?.id === id) return
    if (row !== undefined) throw refused('clawback.asked')
    if (award.state !== 'paid') throw refused('clawback.not-paid')
    const now = deps.clock()
    await deps.lawbook.get(tx, 'clawback-ground', ground, { place: '*', on: dayOf(now) })
    await insertClawback(tx, {
      ...{ id, award_id: awardId, ground, asked_by: actor.id, asked_at: now },
      sealed_text: sealClawback(keys[0], id, text),
    })
    const done = { deed: 'clawback.asked', subject: awardId, ground } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const approve =
  (deps: PayoutDeps): Clawbacks['approve'] =>
  async (tx, visitor, awardId) => {
    const { actor } = visitor
    const { award, row } = await hold(deps, tx, visitor, awardId)
    if (row?.approved_by === actor.id) return
    if (row?.approved_by !== null) throw refused('clawback.moved-on')
    if (row.asked_by === actor.id) throw forbidden('clawback.own')
    if (award.state !== 'paid') throw refused('clawback.not-paid')
    await updateClawback(tx, row.id, { approved_by: actor.id, approved_at: deps.clock() })
    const done = { deed: 'clawback.approved', subject: awardId } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const drop =
  (deps: PayoutDeps): Clawbacks['drop'] =>
  async (tx, visitor, awardId) => {
    const { actor } = visitor
    const { row } = await hold(deps, tx, visitor, awardId)
    if (row === undefined) return
    if (row.approved_by !== null) throw refused('clawback.moved-on')
    await deleteClawback(tx, row.id)
    const { ground } = row
    const done = { deed: 'clawback.dropped', subject: awardId, ground } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const receive =
  (deps: PayoutDeps): Clawbacks['receive'] =>
  async (tx, visitor, awardId) => {
    const { actor } = visitor
    const { row } = await hold(deps, tx, visitor, awardId)
    if (row?.received_by === actor.id) return
    if (row?.received_by !== null || row.approved_by === null) throw refused('clawback.moved-on')
    await updateClawback(tx, row.id, { received_by: actor.id, received_on: dayOf(deps.clock()) })
    await deps.awards.course.reclaim(tx, awardId, actor.id)
    const done = { deed: 'clawback.received', subject: awardId } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

export const createClawbacks = (deps: PayoutDeps): Clawbacks => ({
  of: async (tx, visitor, awardId) => {
    const { row, keys } = await hold(deps, tx, visitor, awardId)
    if (row === undefined) return undefined
    return {
      ...{ ground: row.ground, text: openWithAny(keys, row) },
      ...{ askedBy: row.asked_by, approvedBy: row.approved_by, receivedOn: row.received_on },
    }
  },
  told: async (tx, awardId) => {
    const row = await findApproved(tx, awardId)
    if (row?.approved_at == null) return undefined
    const { id, ground, approved_at: at, received_on: back } = row
    return { id, ground, on: dayOf(at), isBack: back !== null }
  },
  ask: ask(deps),
  drop: drop(deps),
  approve: approve(deps),
  receive: receive(deps),
})
