import type { Visitor } from '../accounts'
import type { Award } from '../awards'
import { bankHeader, bankRow, type BankLayout } from '../banking'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { Cell } from '../tables'
import type { AwardId, BatchId, ClaimId } from '../vocabulary/ids'
import type { Batch, OpenPayment } from './batch'
import { findBatch, listBatches, lockBatch, updateBatch } from './batches.repository'
import { digestOf, isInvolved, refuseInvolved } from './building.service'
import { listClaimsAmong, type SealedClaim } from './claims.repository'
import { listPayments, movePayments, type SealedPayment } from './payments.repository'
import type { PayoutDeps } from './payouts-deps'
import { openPayeeKey, openPayees } from './sealed-claim'
import { openReason } from './sealed-payment'

type BatchFile = { readonly batch: Batch; readonly payments: readonly OpenPayment[] }

type BankFile = {
  readonly batch: Batch
  readonly format: BankLayout['format']
  readonly header: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
}

type Part = Parameters<typeof listPayments>[2]

export type Releasing = {
  readonly list: typeof listBatches
  /** Closed. @throws notFound('pay-batch') */
  readonly find: (tx: Tx, visitor: Visitor, id: BatchId) => Promise<Batch>
  /** With whom each payment goes to, which is recorded. @throws notFound('pay-batch'), forbidden('award.no-key') */
  readonly open: (tx: Tx, visitor: Visitor, id: BatchId, part?: Part) => Promise<BatchFile>
  /**
   * By another, on exactly what was built. Once, however many at the same time.
   * @throws notFound('pay-batch'), forbidden `payment.own`, refused `payment.changed`, `payment.moved-on`
   */
  readonly release: (tx: Tx, visitor: Visitor, id: BatchId) => Promise<void>
  /** Not to be paid so: its claims are free for another one. @throws refused `payment.moved-on` */
  readonly drop: (tx: Tx, visitor: Visitor, id: BatchId) => Promise<void>
  /** For the bank; which is recorded. @throws refused `payment.not-released`, `payment.changed` */
  readonly file: (tx: Tx, visitor: Visitor, id: BatchId) => Promise<BankFile>
}

const claimsOf = async (
  tx: Tx,
  payments: readonly SealedPayment[],
): Promise<ReadonlyMap<ClaimId, SealedClaim>> => {
  const ids = [...new Set(payments.map(({ claimId }) => claimId))]
  return new Map((await listClaimsAmong(tx, ids)).map(claim => [claim.id, claim]))
}

const awardsOf = async (
  { awards }: PayoutDeps,
  tx: Tx,
  payments: readonly SealedPayment[],
): Promise<ReadonlyMap<AwardId, Award>> =>
  awards.course.getAll(
    tx,
    payments.map(({ awardId }) => awardId),
  )

type Awarded = {
  readonly payments: readonly SealedPayment[]
  readonly awards: ReadonlyMap<AwardId, Award>
}

const openWith = async (
  deps: PayoutDeps,
  tx: Tx,
  { keys }: Visitor,
  { payments, awards }: Awarded,
): Promise<OpenPayment[]> => {
  const holders = await deps.desks.holdersOf(tx, keys)
  const claims = await claimsOf(tx, payments)
  return payments.map(payment => {
    const claim = claims.get(payment.claimId)
    const key = claim && openPayeeKey(claim, holders)
    if (claim === undefined || key === undefined) throw forbidden('award.no-key')
    const payee = openPayees(key, claim)[payment.payee]
    const award = awards.get(payment.awardId)
    if (payee === undefined || award === undefined) throw notFound('pay-batch')
    const { name, account, bank } = payee
    return {
      ...payment,
      ...{ name, account, bank, reason: openReason(key, payment) },
      award: { year: award.year, serial: award.serial },
    }
  })
}

/** @throws forbidden `award.no-key`, `payment.own` */
export const openPayments = async (
  deps: PayoutDeps,
  tx: Tx,
  visitor: Visitor,
  payments: readonly SealedPayment[],
): Promise<OpenPayment[]> => {
  const awards = await awardsOf(deps, tx, payments)
  const opened = await openWith(deps, tx, visitor, { payments, awards })
  refuseInvolved([...awards.values()], visitor.actor.id)
  return opened
}

/** Those of awards in which this person had a hand are left out. @throws forbidden `award.no-key` */
export const openApart = async (
  deps: PayoutDeps,
  tx: Tx,
  visitor: Visitor,
  payments: readonly SealedPayment[],
): Promise<OpenPayment[]> => {
  const awards = await awardsOf(deps, tx, payments)
  const isApart = ({ awardId }: SealedPayment): boolean => {
    const award = awards.get(awardId)
    return award !== undefined && !isInvolved(award, visitor.actor.id)
  }
  return openWith(deps, tx, visitor, { payments: payments.filter(isApart), awards })
}

const hold = async (tx: Tx, { actor }: Visitor, id: BatchId): Promise<Batch> => {
  const batch = await lockBatch(tx, actor.organisationId, id)
  if (batch === undefined) throw notFound('pay-batch')
  return batch
}

/** As it was built, whoever went round this. */
const refuseChanged = async (
  tx: Tx,
  { layout, digest }: Batch,
  payments: readonly SealedPayment[],
): Promise<void> => {
  const now = digestOf({ payments, claims: await claimsOf(tx, payments), layout })
  if (!now.equals(digest)) throw refused('payment.changed')
}

const release =
  (deps: PayoutDeps): Releasing['release'] =>
  async (tx, visitor, id) => {
    const { actor } = visitor
    const batch = await hold(tx, visitor, id)
    if (batch.releasedBy === actor.id) return
    if (batch.state !== 'built') throw refused('payment.moved-on')
    if (batch.builtBy === actor.id) throw forbidden('payment.own')
    const payments = await listPayments(tx, id)
    refuseInvolved([...(await awardsOf(deps, tx, payments)).values()], actor.id)
    await refuseChanged(tx, batch, payments)
    await updateBatch(tx, id, {
      ...{ state: 'released', released_by: actor.id, released_at: deps.clock() },
    })
    await movePayments(tx, id, { from: 'built', to: 'sent' })
    const done = { deed: 'pay-batch.released', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const drop =
  (deps: PayoutDeps): Releasing['drop'] =>
  async (tx, visitor, id) => {
    const { actor } = visitor
    const batch = await hold(tx, visitor, id)
    if (batch.state === 'dropped') return
    if (batch.state !== 'built') throw refused('payment.moved-on')
    await movePayments(tx, id, { from: 'built', to: 'dropped' })
    await updateBatch(tx, id, { state: 'dropped', ended_at: deps.clock() })
    const done = { deed: 'pay-batch.dropped', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
  }

const find: Releasing['find'] = async (tx, { actor }, id) => {
  const batch = await findBatch(tx, actor.organisationId, id)
  if (batch === undefined) throw notFound('pay-batch')
  return batch
}

const open =
  (deps: PayoutDeps): Releasing['open'] =>
  async (tx, visitor, id, part = {}) => {
    const batch = await find(tx, visitor, id)
    const payments = await openPayments(deps, tx, visitor, await listPayments(tx, id, part))
    const seen = { deed: 'claim.viewed', subject: id } as const
    await deps.audit.record(tx, visitor.actor, visitor.actor.organisationId, seen)
    return { batch, payments }
  }

const file =
  (deps: PayoutDeps): Releasing['file'] =>
  async (tx, visitor, id) => {
    const { actor } = visitor
    const batch = await find(tx, visitor, id)
    if (batch.state !== 'released' && batch.state !== 'reconciled')
      throw refused('payment.not-released')
    const sealed = await listPayments(tx, id)
    await refuseChanged(tx, batch, sealed)
    const payments = await openPayments(deps, tx, visitor, sealed)
    const { data: layout } = await deps.lawbook.exact(tx, 'bank-layout', batch.layout)
    const day = dayOf(batch.releasedAt ?? deps.clock())
    const done = { deed: 'pay-batch.fetched', subject: id } as const
    await deps.audit.record(tx, actor, actor.organisationId, done)
    return {
      ...{ batch, format: layout.format, header: bankHeader(layout) },
      rows: payments.map((payment, at) => bankRow(layout, payment, { at, day })),
    }
  }

export const createReleasing = (deps: PayoutDeps): Releasing => ({
  list: listBatches,
  find,
  open: open(deps),
  release: release(deps),
  drop: drop(deps),
  file: file(deps),
})
