import { randomUUID } from 'node:crypto'
import { asDay } from '../../src/platform/clock'
import { sql } from '../../src/platform/db/sql'
import type { Tx } from '../../src/platform/db/transaction'
import { KnownError } from '../../src/platform/errors'
import type { AwardId, BatchId, CaseId, ClaimId, PaymentId } from '../../src/vocabulary/ids'
import {
  decidedCase,
  openAwardScene,
  proposalWish,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import { answerOf, arrive, checkedClaim, payee, released, type SentRow } from './scene'

// Whatever has become of an award, whatever anybody of any duty tries to do with it is done or refused in words. What
// the database throws itself would be a page without any.

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const house = () => scene.site.house
type Person = 'handler' | 'principal' | 'second' | 'approver' | 'payer' | 'payer2'
const as = (name: Person) => visitorOf(scene.staff[name])

/** What an award has by now; each of the others is looked for by it. */
type Subject = { readonly caseId: CaseId; readonly awardId: AwardId }
type Found = Subject & {
  readonly claimId: ClaimId
  readonly paymentId: PaymentId
  readonly batchId: BatchId
}

const findAll = async (subject: Subject): Promise<Found> => {
  const { tables } = scene.site
  const nobody = randomUUID()
  const [claim] = await tables('award_claims')
    .where({ award_id: subject.awardId })
    .pluck<ClaimId[]>('id')
  const [payment] = await tables('payments')
    .where({ award_id: subject.awardId })
    .orderByRaw(`state IN ('built', 'sent', 'paid') DESC`)
    .select<{ id: PaymentId; batch_id: BatchId }[]>('id', 'batch_id')
  return {
    ...subject,
    claimId: claim ?? (nobody as ClaimId),
    paymentId: payment?.id ?? (nobody as PaymentId),
    batchId: payment?.batch_id ?? (nobody as BatchId),
  }
}

type Do = (tx: Tx, who: Person, found: Found) => Promise<unknown>
/** With those whom the doors let through (src/vocabulary/permission.ts). */
type Deed = { readonly by: readonly Person[]; readonly run: Do }

const side = {
  principals: ['principal', 'second'],
  cases: ['handler', 'principal', 'second'],
  approvers: ['approver'],
  payers: ['payer', 'payer2'],
  finance: ['approver', 'payer', 'payer2'],
} as const satisfies Readonly<Record<string, readonly Person[]>>

const deed = (by: keyof typeof side, run: Do): Deed => ({ by: side[by], run })

const deeds: Readonly<Record<string, Deed>> = {
  propose: deed('cases', (tx, who, { caseId }) =>
    house().awards.propose(tx, as(who), caseId, proposalWish({ basis: 10_000_00n })),
  ),
  review: deed('principals', (tx, who, { awardId }) => house().awards.review(tx, as(who), awardId)),
  'send back': deed('principals', (tx, who, { awardId }) =>
    house().awards.sendBack(tx, as(who), awardId, '再看'),
  ),
  approve: deed('approvers', (tx, who, { awardId }) =>
    house().awards.approve(tx, as(who), awardId),
  ),
  'turn back': deed('approvers', (tx, who, { awardId }) =>
    house().awards.turnBack(tx, as(who), awardId, '再看'),
  ),
  extend: deed('finance', (tx, who, { awardId }) =>
    house().awards.extend(tx, as(who), awardId, { until: asDay('2027-03-01'), why: '住院' }),
  ),
  'extend a little': deed('finance', (tx, who, { awardId }) =>
    house().awards.extend(tx, as(who), awardId, { until: asDay('2027-01-10'), why: '住院' }),
  ),
  'check a claim': deed('finance', (tx, who, { claimId }) =>
    house().payouts.claims.check(tx, as(who), claimId),
  ),
  'return a claim': deed('finance', (tx, who, { claimId }) =>
    house().payouts.claims.sendBack(tx, as(who), claimId, 'account-wrong'),
  ),
  build: deed('payers', (tx, who, { claimId }) =>
    house().payouts.batches.build(tx, as(who), {
      ...{ once: randomUUID(), claimIds: [claimId], layout: 'plain-csv' },
    }),
  ),
  release: deed('finance', (tx, who, { batchId }) =>
    house().payouts.batches.release(tx, as(who), batchId),
  ),
  'drop the batch': deed('finance', (tx, who, { batchId }) =>
    house().payouts.batches.drop(tx, as(who), batchId),
  ),
  'fetch the file': deed('finance', (tx, who, { batchId }) =>
    house().payouts.batches.file(tx, as(who), batchId),
  ),
  'ask for a reversal': deed('finance', (tx, who, { paymentId }) =>
    house().payouts.reversals.ask(tx, as(who), paymentId, 'bank-return'),
  ),
  'drop the reversal': deed('finance', (tx, who, { paymentId }) =>
    house().payouts.reversals.drop(tx, as(who), paymentId),
  ),
  'approve the reversal': deed('finance', (tx, who, { paymentId }) =>
    house().payouts.reversals.approve(tx, as(who), paymentId),
  ),
  'ask it back': deed('finance', (tx, who, { awardId }) =>
    house().payouts.clawbacks.ask(tx, as(who), awardId, {
      ...{ once: randomUUID(), ground: 'forged', text: '编造' },
    }),
  ),
  'drop the asking back': deed('finance', (tx, who, { awardId }) =>
    house().payouts.clawbacks.drop(tx, as(who), awardId),
  ),
  'approve the asking back': deed('finance', (tx, who, { awardId }) =>
    house().payouts.clawbacks.approve(tx, as(who), awardId),
  ),
  'receive it back': deed('finance', (tx, who, { awardId }) =>
    house().payouts.clawbacks.receive(tx, as(who), awardId),
  ),
}

type Step = (subject: Subject) => Promise<unknown>
const doing =
  (what: string, who: Person): Step =>
  async subject => {
    const found = await findAll(subject)
    await scene.inTx(async tx => deeds[what]?.run(tx, who, found))
  }
const claim =
  (shares: number): Step =>
  ({ caseId, awardId }) =>
    checkedClaim(scene, { caseId, awardId }, fen =>
      shares === 1 ? [payee(fen)] : [payee(fen - 100n), payee(100n)],
    )
const send: Step = async subject => released(scene, [(await findAll(subject)).claimId])
const arriveAll: Step = ({ awardId }) => arrive(scene, awardId)
/** The first share as told, the others not. */
const answer =
  (...results: readonly string[]): Step =>
  async ({ awardId }) => {
    const sent = await scene.site
      .tables('payments')
      .where({ award_id: awardId, state: 'sent' })
      .orderBy('payee')
      .select<SentRow[]>('reference', 'fen')
    const rows = sent.map(({ reference, fen }, at) => ({
      ...{ reference, amount: (Number(fen) / 100).toFixed(2), result: results[at] ?? '失败' },
    }))
    const came = { layout: 'plain-csv', bytes: Buffer.from(randomUUID()), rows: answerOf(rows) }
    await scene.inTx(tx => house().payouts.answers.take(tx, as('payer'), came))
  }
/** The day after the window's last. */
const wait: Step = ({ awardId }) =>
  scene.site.tables('awards').where({ id: awardId }).update({ claim_until: '2026-11-22' })

const end: Step = () => scene.inTx(tx => house().awards.waive(tx))

const told: readonly Step[] = [doing('review', 'principal'), doing('approve', 'approver')]
const sent = [...told, claim(1), send]
const paid = [...sent, arriveAll]

const stages: Readonly<Record<string, readonly Step[]>> = {
  proposed: [],
  'returned by the reviewer': [doing('send back', 'principal')],
  reviewed: [doing('review', 'principal')],
  'turned back': [doing('review', 'principal'), doing('turn back', 'approver')],
  told,
  'past its window': [...told, wait],
  waived: [...told, wait, end],
  claimed: [...told, claim(1)],
  'claim returned': [...told, claim(1), doing('return a claim', 'payer')],
  built: [...told, claim(1), doing('build', 'payer')],
  'batch dropped': [...told, claim(1), doing('build', 'payer'), doing('drop the batch', 'payer')],
  sent,
  'not arrived': [...sent, answer('失败')],
  'half arrived': [...told, claim(2), send, answer('成功', '失败')],
  'half arrived, returned': [
    ...[...told, claim(2), send, answer('成功', '失败')],
    doing('return a claim', 'payer'),
  ],
  paid,
  'reversal asked for': [...paid, doing('ask for a reversal', 'payer')],
  reversed: [
    ...paid,
    ...[doing('ask for a reversal', 'payer'), doing('approve the reversal', 'approver')],
  ],
  'half reversed': [
    ...[...told, claim(2), send, answer('成功', '成功')],
    ...[doing('ask for a reversal', 'payer'), doing('approve the reversal', 'approver')],
  ],
  'asked back': [...paid, doing('ask it back', 'payer')],
  'agreed to be asked back': [
    ...paid,
    ...[doing('ask it back', 'payer'), doing('approve the asking back', 'approver')],
  ],
  'asked back and reversal asked for': [
    ...[...paid, doing('ask for a reversal', 'payer'), doing('ask it back', 'payer')],
    doing('approve the asking back', 'approver'),
  ],
  'received back': [
    ...[...paid, doing('ask it back', 'payer'), doing('approve the asking back', 'approver')],
    doing('receive it back', 'payer'),
  ],
}

class TakenBack extends Error {}

/** Done and taken back again: what was recorded of it; or the code that it was refused with. */
const attempt = async ({ run }: Deed, who: Person, found: Found): Promise<string> => {
  const count = async (tx: Tx) =>
    Number((await sql(tx)('audit_entries').count('* as n').first<{ n: string }>()).n)
  let recorded = 0
  try {
    await scene.inTx(async tx => {
      const before = await count(tx)
      await run(tx, who, found)
      recorded = (await count(tx)) - before
      throw new TakenBack()
    })
  } catch (error) {
    if (error instanceof TakenBack) return recorded > 0 ? 'done' : 'was done before'
    if (error instanceof KnownError) return error.code
    return `thrown: ${String(error)}`
  }
  return ''
}

it.each(Object.keys(stages))('an award that is %s', async name => {
  const caseId = await decidedCase(scene, '10000')
  const awardId = await scene.inTx(tx =>
    house().awards.propose(tx, as('handler'), caseId, proposalWish({ basis: 10_000_00n })),
  )
  for (const step of stages[name] ?? []) await step({ caseId, awardId })
  const found = await findAll({ caseId, awardId })
  const thrown: string[] = []
  const doneBy: string[] = []
  for (const [what, one] of Object.entries(deeds))
    for (const who of one.by) {
      const came = await attempt(one, who, found)
      if (came === 'done') doneBy.push(`${what}: ${who}`)
      if (came.startsWith('thrown')) thrown.push(`${what}, ${who}: ${came}`)
    }
  expect(thrown).toEqual([])
  expect(doneBy).toMatchSnapshot()
})
