import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type {
  AwardId,
  BatchId,
  ClaimId,
  OrganisationId,
  PaymentId,
  StaffId,
} from '../vocabulary/ids'
import { paymentStates, type Payment, type PaymentState } from './batch'

const id = <Id extends string>() => z.string().transform(text => text as Id)

const Row = z.object({
  id: id<PaymentId>(),
  batch_id: id<BatchId>(),
  award_id: id<AwardId>(),
  claim_id: id<ClaimId>(),
  payee: z.number(),
  fen: z.coerce.bigint(),
  reference: z.string(),
  state: z.enum(paymentStates),
  answered_on: z.string().transform(asDay).nullable(),
  sealed_reason: z.instanceof(Buffer).nullable(),
  reversal_asked_by: id<StaffId>().nullable(),
  reversal_ground: z.string().nullable(),
  reversed_by: id<StaffId>().nullable(),
})

export type SealedPayment = Payment & { readonly sealedReason: Buffer | null }

const toPayment = (row: unknown): SealedPayment => {
  const read = Row.parse(row)
  return {
    ...{ id: read.id, batchId: read.batch_id, awardId: read.award_id, claimId: read.claim_id },
    ...{ payee: read.payee, fen: read.fen, reference: read.reference, state: read.state },
    ...{ answeredOn: read.answered_on, sealedReason: read.sealed_reason },
    ...{ reversalAskedBy: read.reversal_asked_by, reversalGround: read.reversal_ground },
    reversedBy: read.reversed_by,
  }
}

const toPayments = (rows: unknown): SealedPayment[] =>
  z.array(z.unknown()).parse(rows).map(toPayment)

type NewPayment = Pick<
  Payment,
  'id' | 'batchId' | 'awardId' | 'claimId' | 'payee' | 'fen' | 'reference'
>

/** In one statement. */
export const insertPayments = async (tx: Tx, payments: readonly NewPayment[]): Promise<void> => {
  await sql(tx)('payments').insert(
    payments.map(one => ({
      ...{ id: one.id, batch_id: one.batchId, award_id: one.awardId, claim_id: one.claimId },
      ...{ payee: one.payee, fen: one.fen.toString(), reference: one.reference, state: 'built' },
    })),
  )
}

/** In the order of their ids, which is no order of anything else. */
export const listPayments = async (
  tx: Tx,
  batchId: BatchId,
  part: { readonly after?: string | undefined; readonly limit?: number } = {},
): Promise<SealedPayment[]> => {
  const query = sql(tx)('payments').where({ batch_id: batchId }).orderBy('id')
  if (part.after !== undefined) void query.where('id', '>', part.after)
  if (part.limit !== undefined) void query.limit(part.limit)
  return toPayments(await query)
}

/** Shares of these claims that need no payment: on the way, or there. */
export const listLive = async (tx: Tx, claimIds: readonly ClaimId[]): Promise<SealedPayment[]> =>
  toPayments(
    await sql(tx)('payments')
      .whereIn('claim_id', [...claimIds])
      .whereIn('state', ['built', 'sent', 'paid']),
  )

export const listPaymentsOf = async (tx: Tx, awardId: AwardId): Promise<SealedPayment[]> =>
  toPayments(await sql(tx)('payments').where({ award_id: awardId }).orderBy('id'))

/** Of batches of this body, by what the bank names them; held until the transaction ends. */
export const holdByReference = async (
  tx: Tx,
  body: OrganisationId,
  references: readonly string[],
): Promise<SealedPayment[]> =>
  toPayments(
    await sql(tx)('payments as p')
      .join('pay_batches as b', 'b.id', 'p.batch_id')
      .where({ 'b.organisation_id': body })
      .whereIn('p.reference', [...references])
      .orderBy('p.id')
      .forUpdate('p')
      .select('p.*'),
  )

/** Of a batch of this body; held until the transaction ends. */
export const lockPayment = async (
  tx: Tx,
  body: OrganisationId,
  paymentId: PaymentId,
): Promise<SealedPayment | undefined> => {
  const row: unknown = await sql(tx)('payments as p')
    .join('pay_batches as b', 'b.id', 'p.batch_id')
    .where({ 'b.organisation_id': body, 'p.id': paymentId })
    .forUpdate('p')
    .first('p.*')
  return row === undefined ? undefined : toPayment(row)
}

/** All of a batch at once. */
export const movePayments = async (
  tx: Tx,
  batchId: BatchId,
  { from, to }: { readonly from: PaymentState; readonly to: PaymentState },
): Promise<void> => {
  await sql(tx)('payments').where({ batch_id: batchId, state: from }).update({ state: to })
}

type Change = {
  readonly state?: PaymentState
  readonly answer_id?: string
  readonly answered_on?: Day
  readonly sealed_reason?: Buffer | null
  readonly reversal_asked_by?: StaffId | null
  readonly reversal_ground?: string | null
  readonly reversed_by?: StaffId
  readonly reversed_at?: Date
}

export const updatePayment = async (
  tx: Tx,
  paymentId: PaymentId,
  change: Change,
): Promise<void> => {
  await sql(tx)('payments').where({ id: paymentId }).update(change)
}

/** Many that fare alike, in one statement. */
export const updatePayments = async (
  tx: Tx,
  ids: readonly PaymentId[],
  change: Change,
): Promise<void> => {
  if (ids.length > 0)
    await sql(tx)('payments')
      .whereIn('id', [...ids])
      .update(change)
}

/** Released batches of these payments in which nothing waits for an answer any more. */
export const listAnswered = async (tx: Tx, batchIds: readonly BatchId[]): Promise<BatchId[]> => {
  const rows: unknown[] = await sql(tx)('pay_batches as b')
    .whereIn('b.id', [...batchIds])
    .where({ 'b.state': 'released' })
    .whereRaw(`NOT EXISTS (SELECT FROM payments AS p WHERE p.batch_id = b.id AND p.state = 'sent')`)
    .select('b.id')
  return rows.map(row => z.object({ id: id<BatchId>() }).parse(row).id)
}

/** Of these awards, the ones of which everything has arrived. */
export const listFullyPaid = async (tx: Tx, awardIds: readonly AwardId[]): Promise<AwardId[]> => {
  const rows: unknown[] = await sql(tx)('awards as a')
    .whereIn('a.id', [...awardIds])
    .where({ 'a.state': 'claimed' })
    .whereRaw(
      `a.fen = (SELECT coalesce(sum(p.fen), 0) FROM payments AS p
         WHERE p.award_id = a.id AND p.state = 'paid')`,
    )
    .orderBy('a.id')
    .select('a.id')
  return rows.map(row => z.object({ id: id<AwardId>() }).parse(row).id)
}

/** What the bank could not pay and nobody has dealt with yet: its share has no other payment. */
const exceptionsOf = (tx: Tx, body: OrganisationId) =>
  sql(tx)('payments as p')
    .join('pay_batches as b', 'b.id', 'p.batch_id')
    .join('award_claims as c', 'c.id', 'p.claim_id')
    .where({ 'b.organisation_id': body, 'c.state': 'checked' })
    .whereIn('p.state', ['failed', 'reversed'])
    .whereRaw(
      `NOT EXISTS (SELECT FROM payments AS q WHERE q.claim_id = p.claim_id
         AND q.payee = p.payee AND q.state IN ('built', 'sent', 'paid'))`,
    )

export const listExceptions = async (
  tx: Tx,
  body: OrganisationId,
  limit: number,
): Promise<SealedPayment[]> =>
  toPayments(await exceptionsOf(tx, body).orderBy('p.id').limit(limit).select('p.*'))

const Count = z.object({ count: z.coerce.number() })

/** Counted up to `cap`. */
export const countExceptions = async (
  tx: Tx,
  body: OrganisationId,
  cap: number,
): Promise<number> => {
  const some = exceptionsOf(tx, body).limit(cap).select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*) AS count'))
  return Count.parse(row).count
}
