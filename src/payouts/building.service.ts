import { createHash } from 'node:crypto'
import type { Visitor } from '../accounts'
import type { Award } from '../awards'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffId, BatchId, ClaimId, PaymentId } from '../vocabulary/ids'
import type { Batch, Payment } from './batch'
import { findBatchOnce, holdPayments, insertBatch } from './batches.repository'
import { holdClaims, type SealedClaim } from './claims.repository'
import { insertPayments, listLive } from './payments.repository'
import type { PayoutDeps } from './payouts-deps'
import { openPayeeKey, openPayees } from './sealed-claim'

type BatchWish = {
  readonly once: string
  readonly claimIds: readonly ClaimId[]
  /** Code of lawbook kind `bank-layout`. */
  readonly layout: string
}

export type Building = {
  /**
   * A payment for every share that has none. Sent twice it is one batch.
   * @throws refused `payment.none`, `payment.claims-moved`, `payment.too-many`, forbidden `payment.own`, `award.no-key`
   */
  readonly build: (tx: Tx, visitor: Visitor, wish: BatchWish) => Promise<BatchId>
}

type New = Pick<Payment, 'id' | 'batchId' | 'awardId' | 'claimId' | 'payee' | 'fen' | 'reference'>

type Digested = {
  readonly payments: readonly Pick<Payment, 'claimId' | 'payee' | 'fen' | 'reference'>[]
  readonly claims: ReadonlyMap<ClaimId, Pick<SealedClaim, 'sealedPayees'>>
  readonly layout: Batch['layout']
}

/** Of everything that the bank's file is made of, in the order of the references. */
export const digestOf = ({ payments, claims, layout }: Digested): Buffer => {
  const hash = createHash('sha256')
  hash.update(JSON.stringify([layout.code, layout.place, layout.version]))
  const sorted = [...payments].sort((one, other) => (one.reference < other.reference ? -1 : 1))
  for (const { claimId, payee, fen, reference } of sorted) {
    hash.update(JSON.stringify([reference, claimId, payee, fen.toString()]))
    hash.update(claims.get(claimId)?.sealedPayees ?? Buffer.alloc(0))
  }
  return hash.digest()
}

/** The letter keeps it text in whatever spreadsheet the bank's file and answer go through. */
const newReference = (random: Random): string => `P${random.digits(15)}`

/** Who proposed or reviewed an award has no hand in its payment. */
export const isInvolved = ({ proposedBy, reviewedBy }: Award, by: StaffId): boolean =>
  by === proposedBy || by === reviewedBy

/** Nor does such a person see who is paid, whatever duty came later. @throws forbidden('payment.own') */
export const refuseInvolved = (awards: readonly Award[], by: StaffId): void => {
  if (awards.some(award => isInvolved(award, by))) throw forbidden('payment.own')
}

const refuseMany = async ({ lawbook, clock }: PayoutDeps, tx: Tx, count: number): Promise<void> => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  const most = limits['payment.batch-rows']
  if (count > most) throw refused('payment.too-many', { most })
}

const holdAll = async (
  deps: PayoutDeps,
  tx: Tx,
  { actor }: Visitor,
  ids: readonly ClaimId[],
): Promise<SealedClaim[]> => {
  if (ids.length === 0) throw refused('payment.none')
  await refuseMany(deps, tx, ids.length)
  const claims = await holdClaims(tx, actor.organisationId, ids)
  if (claims.length < ids.length)
    throw refused('payment.claims-moved', { count: ids.length - claims.length })
  const awards = await deps.awards.course.getAll(
    tx,
    claims.map(({ awardId }) => awardId),
  )
  refuseInvolved([...awards.values()], actor.id)
  return claims
}

/** Every share that is not on its way yet. */
const sharesOf = async (
  deps: PayoutDeps,
  tx: Tx,
  { keys }: Visitor,
  claims: readonly SealedClaim[],
): Promise<Omit<New, 'batchId'>[]> => {
  const { desks, random } = deps
  const holders = await desks.holdersOf(tx, keys)
  const live = await listLive(
    tx,
    claims.map(({ id }) => id),
  )
  return claims.flatMap(claim => {
    const key = openPayeeKey(claim, holders)
    if (key === undefined) throw forbidden('award.no-key')
    return openPayees(key, claim).flatMap(({ fen }, payee) =>
      live.some(one => one.claimId === claim.id && one.payee === payee)
        ? []
        : [
            {
              ...{ id: random.uuid() as PaymentId, awardId: claim.awardId, claimId: claim.id },
              ...{ payee, fen, reference: newReference(random) },
            },
          ],
    )
  })
}

const build =
  (deps: PayoutDeps): Building['build'] =>
  async (tx, visitor, wish) => {
    const { actor } = visitor
    await holdPayments(tx, actor.organisationId)
    const before = await findBatchOnce(tx, wish.once)
    if (before?.organisationId === actor.organisationId) return before.id
    const claims = await holdAll(deps, tx, visitor, [...new Set(wish.claimIds)])
    const now = deps.clock()
    const at = { place: '*', on: dayOf(now) }
    const { code, place, version } = await deps.lawbook.get(tx, 'bank-layout', wish.layout, at)
    const layout = { code, place, version }
    const shares = await sharesOf(deps, tx, visitor, claims)
    if (shares.length === 0) throw refused('payment.claims-moved', { count: claims.length })
    await refuseMany(deps, tx, shares.length)
    const id = deps.random.uuid() as BatchId
    const payments = shares.map(share => ({ ...share, batchId: id }))
    await insertBatch(tx, {
      ...{ id, once: wish.once, organisation_id: actor.organisationId },
      year: Number(dayOf(now).slice(0, 4)),
      ...{ layout_code: code, layout_place: place, layout_version: version },
      payments: payments.length,
      fen: payments.reduce((sum, { fen }) => sum + fen, 0n).toString(),
      digest: digestOf({ payments, claims: new Map(claims.map(one => [one.id, one])), layout }),
      ...{ built_by: actor.id, built_at: now },
    })
    await insertPayments(tx, payments)
    const done = { deed: 'pay-batch.built', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
    return id
  }

export const createBuilding = (deps: PayoutDeps): Building => ({ build: build(deps) })
