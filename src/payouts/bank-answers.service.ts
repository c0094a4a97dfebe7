import { createHash } from 'node:crypto'
import type { Visitor } from '../accounts'
import { readAnswers, type ReadAnswers } from '../banking'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, refused } from '../platform/errors'
import type { ReadRow } from '../tables'
import type { PaymentId, StaffId } from '../vocabulary/ids'
import { insertAnswer, listAnswers, wasTaken } from './bank-answers.repository'
import type { OpenPayment, Payment } from './batch'
import { holdPayments, updateBatch } from './batches.repository'
import { endPaidClaims, listClaimsAmong, listUnclaimed } from './claims.repository'
import {
  holdByReference,
  listAnswered,
  listExceptions,
  listFullyPaid,
  updatePayment,
  updatePayments,
  type SealedPayment,
} from './payments.repository'
import type { PayoutDeps } from './payouts-deps'
import { openApart } from './releasing.service'
import { openPayeeKey } from './sealed-claim'
import { sealReason } from './sealed-payment'

type Came = {
  /** Code of lawbook kind `bank-layout`: how this bank answers. */
  readonly layout: string
  readonly bytes: Buffer
  readonly rows: readonly ReadRow[]
}

type Fault = ReadAnswers['faults'][number]
type Answer = ReadAnswers['answers'][number]

export type Taken =
  | { readonly ok: true; readonly paid: number; readonly failed: number }
  /** Nothing of the file counts: a sentence, or what is wrong by row. */
  | { readonly ok: false; readonly why: string; readonly faults: readonly Fault[] }

export type BankAnswers = {
  /**
   * All of it or nothing. Awards of which everything has arrived are paid, batches that wait for nothing reconciled.
   * @throws refused `payment.answer-twice`
   */
  readonly take: (tx: Tx, visitor: Visitor, came: Came) => Promise<Taken>
  readonly last: typeof listAnswers
  /** Payments that did not arrive, and that nobody has dealt with; none of an award that one had a hand in. @throws forbidden('award.no-key') */
  readonly exceptions: (tx: Tx, visitor: Visitor, limit: number) => Promise<OpenPayment[]>
}

type Matched = { readonly answer: Answer; readonly payment: SealedPayment }

/** What became of it already, and what is to be done when the bank says something else now; '' where it waits. */
const notWaiting: Readonly<Record<Payment['state'], string>> = {
  sent: '',
  built: '这一笔还没有放行，银行不该有结果，请和银行核对',
  dropped: '这一笔所在的批次已经作废，银行不该有结果，请和银行核对',
  paid: '这一笔已经记为到账。款又退回来的，请打开这一笔，提出退回入账',
  failed: '这一笔已经记为没有付成。要再付的，请编进新的批次',
  reversed: '这一笔已经退回入账。要再付的，请编进新的批次',
}

const faultOf = (answer: Answer, payment: SealedPayment | undefined): string => {
  if (payment === undefined) return '没有这个业务参考号的付款'
  if (payment.fen !== answer.fen) return '金额和付款的金额不一样'
  return notWaiting[payment.state]
}

const match = (
  answers: readonly Answer[],
  payments: readonly SealedPayment[],
): { readonly matched: Matched[]; readonly faults: Fault[] } => {
  const known = new Map(payments.map(payment => [payment.reference, payment]))
  const matched: Matched[] = []
  const faults: Fault[] = []
  for (const answer of answers) {
    const payment = known.get(answer.reference)
    const why = faultOf(answer, payment)
    if (payment === undefined || why !== '') faults.push({ row: answer.row, why })
    else matched.push({ answer, payment })
  }
  return { matched, faults }
}

const keepFailed = async (
  { desks, clock }: PayoutDeps,
  tx: Tx,
  { keys }: Visitor,
  { failed, answerId }: { readonly failed: readonly Matched[]; readonly answerId: string },
): Promise<void> => {
  if (failed.length === 0) return
  const holders = await desks.holdersOf(tx, keys)
  const ids = [...new Set(failed.map(({ payment }) => payment.claimId))]
  const claims = new Map((await listClaimsAmong(tx, ids)).map(claim => [claim.id, claim]))
  for (const { answer, payment } of failed) {
    const claim = claims.get(payment.claimId)
    const key = claim && openPayeeKey(claim, holders)
    if (key === undefined) throw forbidden('award.no-key')
    await updatePayment(tx, payment.id, {
      ...{ state: 'failed', answer_id: answerId, answered_on: dayOf(clock()) },
      sealed_reason: answer.reason === '' ? null : sealReason(key, payment.id, answer.reason),
    })
  }
}

/** What follows once nothing of a batch, and nothing of an award, is waited for. */
const settle = async (
  { awards, clock }: PayoutDeps,
  tx: Tx,
  payments: readonly SealedPayment[],
  by: StaffId,
): Promise<void> => {
  const awardIds = [...new Set(payments.map(({ awardId }) => awardId))]
  // Awards before claims, as whoever sends a claim back.
  await awards.course.lockAll(tx, awardIds)
  await endPaidClaims(tx, awardIds)
  for (const id of await listFullyPaid(tx, awardIds)) await awards.course.pay(tx, id, by)
  // A share came back meanwhile, and this claim was for the rest alone.
  for (const id of await listUnclaimed(tx, awardIds)) await awards.course.unclaim(tx, id)
  const batchIds = [...new Set(payments.map(({ batchId }) => batchId))]
  for (const id of await listAnswered(tx, batchIds))
    await updateBatch(tx, id, { state: 'reconciled', ended_at: clock() })
}

const idsOf = (matched: readonly Matched[]): PaymentId[] => matched.map(({ payment }) => payment.id)

const keep = async (
  deps: PayoutDeps,
  tx: Tx,
  visitor: Visitor,
  { bytes, matched }: { readonly bytes: Buffer; readonly matched: readonly Matched[] },
): Promise<Taken> => {
  const { actor } = visitor
  const answerId = deps.random.uuid()
  const paid = matched.filter(({ answer }) => answer.paid)
  const failed = matched.filter(({ answer }) => !answer.paid)
  const isNew = await insertAnswer(tx, {
    ...{ id: answerId, organisation_id: actor.organisationId },
    digest: createHash('sha256').update(bytes).digest(),
    ...{ rows: matched.length, paid: paid.length, failed: failed.length },
    ...{ taken_by: actor.id, taken_at: deps.clock() },
  })
  if (!isNew) throw refused('payment.answer-twice')
  await updatePayments(tx, idsOf(paid), {
    ...{ state: 'paid', answer_id: answerId, answered_on: dayOf(deps.clock()) },
  })
  await keepFailed(deps, tx, visitor, { failed, answerId })
  await settle(
    deps,
    tx,
    matched.map(({ payment }) => payment),
    actor.id,
  )
  const done = { deed: 'bank-answer.taken', subject: answerId } as const
  await deps.audit.record(tx, actor, actor.organisationId, done)
  return { ok: true, paid: paid.length, failed: failed.length }
}

/** Nothing of the file is kept but that it was refused, and whether its columns or its rows were at fault. */
const keepRefused = (
  { audit }: PayoutDeps,
  tx: Tx,
  { actor }: Visitor,
  ground: 'layout' | 'rows',
): Promise<void> =>
  audit.record(tx, actor, actor.organisationId, { deed: 'bank-answer.refused', ground })

const take =
  (deps: PayoutDeps): BankAnswers['take'] =>
  async (tx, visitor, { layout: code, bytes, rows }) => {
    const { organisationId } = visitor.actor
    const digest = createHash('sha256').update(bytes).digest()
    // Two halves of one batch at once: the later one sees that nothing is left.
    await holdPayments(tx, organisationId)
    if (await wasTaken(tx, organisationId, digest)) throw refused('payment.answer-twice')
    const at = { place: '*', on: dayOf(deps.clock()) }
    const { data: layout } = await deps.lawbook.get(tx, 'bank-layout', code, at)
    const read = readAnswers(layout, rows)
    if (typeof read === 'string') {
      await keepRefused(deps, tx, visitor, 'layout')
      return { ok: false, why: read, faults: [] }
    }
    const references = read.answers.map(({ reference }) => reference)
    const payments = await holdByReference(tx, organisationId, references)
    const { matched, faults } = match(read.answers, payments)
    const all = [...read.faults, ...faults].sort((one, other) => one.row - other.row)
    if (all.length > 0) {
      await keepRefused(deps, tx, visitor, 'rows')
      return { ok: false, why: '', faults: all }
    }
    return keep(deps, tx, visitor, { bytes, matched })
  }

export const createBankAnswers = (deps: PayoutDeps): BankAnswers => ({
  take: take(deps),
  last: listAnswers,
  exceptions: async (tx, visitor, limit) =>
    openApart(deps, tx, visitor, await listExceptions(tx, visitor.actor.organisationId, limit)),
})
