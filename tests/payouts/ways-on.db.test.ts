import { randomUUID } from 'node:crypto'
import type { Holder } from '../../src/desks'
import type { AwardId, PaymentId } from '../../src/vocabulary/ids'
import {
  openAwardScene,
  reportedCase,
  toldAward,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import { answerOf, claimFor, payee, released, reporterOf, type SentRow } from './scene'

// Money that did not arrive, or came back, has a way on, whoever claimed what in between.

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const payouts = () => scene.site.house.payouts
const as = (name: 'payer' | 'payer2' | 'approver') => visitorOf(scene.staff[name])
const whole = 3_750_00n
const first = 1_000_00n

type Rewarded = { readonly awardId: AwardId; readonly reporter: Holder }
const rewarded = async (): Promise<Rewarded> => {
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  return {
    awardId: await toldAward(scene, caseId),
    reporter: await reporterOf(scene, code),
  }
}
const sentOf = (awardId: AwardId) =>
  scene.site
    .tables('payments')
    .where({ award_id: awardId, state: 'sent' })
    .orderBy('payee')
    .select<SentRow[]>('id', 'reference', 'fen')
/** The bank says of each that was sent, in the order of payees, whether it has arrived. */
const say = async (awardId: AwardId, arrived: readonly boolean[]): Promise<SentRow[]> => {
  const sent = await sentOf(awardId)
  const rows = sent.map(({ reference, fen }, at) => ({
    ...{ reference, amount: (Number(fen) / 100).toFixed(2) },
    result: arrived[at] === true ? '成功' : '失败',
  }))
  const answer = { layout: 'plain-csv', bytes: Buffer.from(randomUUID()), rows: answerOf(rows) }
  await scene.inTx(tx => payouts().answers.take(tx, as('payer'), answer))
  return sent
}
const turnBack = async (id: PaymentId) => {
  await scene.inTx(tx => payouts().reversals.ask(tx, as('payer'), id, 'bank-return'))
  await scene.inTx(tx => payouts().reversals.approve(tx, as('approver'), id))
}
const stateOf = async (awardId: AwardId): Promise<string> =>
  (await scene.inTx(tx => scene.site.house.awards.course.get(tx, awardId))).state
const sums = async () => {
  const { budget } = scene.site.house
  const [own] = await scene.inTx(tx => budget.years(tx, [scene.staff.own.id], 2026))
  return own
}
const exceptions = () => scene.inTx(tx => payouts().answers.exceptions(tx, as('payer'), 50))

/** The first share has arrived by a claim that went back for the second; the rest is claimed anew. */
const halfPaid = async () => {
  const made = await rewarded()
  const one = await claimFor(scene, made.reporter, [payee(first), payee(whole - first)])
  await released(scene, [one])
  const [arrived] = await say(made.awardId, [true, false])
  if (arrived === undefined) throw new Error('one has arrived')
  await scene.inTx(tx => payouts().claims.sendBack(tx, as('payer'), one, 'account-wrong'))
  const two = await claimFor(scene, made.reporter, [payee(whole - first)])
  await released(scene, [two])
  return { ...made, arrived, two }
}

it('a share that comes back after the rest was paid by another claim is claimed anew, and nothing twice', async () => {
  const { awardId, reporter, arrived } = await halfPaid()
  await say(awardId, [true])
  expect(await stateOf(awardId)).toBe('paid')
  const before = await sums()
  await turnBack(arrived.id)
  expect(await stateOf(awardId)).toBe('approved')
  expect(await exceptions()).toEqual([])
  const three = await claimFor(scene, reporter, [payee(first)])
  await released(scene, [three])
  await say(awardId, [true])
  expect(await stateOf(awardId)).toBe('paid')
  expect(await sums()).toEqual(before)
})

it('a share that comes back while the rest is being paid waits for that, and is claimed anew', async () => {
  const { awardId, reporter, arrived } = await halfPaid()
  await turnBack(arrived.id)
  expect(await stateOf(awardId)).toBe('claimed')
  await say(awardId, [true])
  expect(await stateOf(awardId)).toBe('approved')
  const three = await claimFor(scene, reporter, [payee(first)])
  await released(scene, [three])
  await say(awardId, [true])
  expect(await stateOf(awardId)).toBe('paid')
})

it('a share of a claim that was over is paid by it again, and listed until then', async () => {
  const { awardId, reporter } = await rewarded()
  const claim = await claimFor(scene, reporter, [payee(first), payee(whole - first)])
  await released(scene, [claim])
  const [one] = await say(awardId, [true, true])
  if (one === undefined) throw new Error('two have arrived')
  const states = () =>
    scene.site.tables('award_claims').where({ id: claim }).pluck<string[]>('state')
  expect(await states()).toEqual(['paid'])
  await turnBack(one.id)
  expect([await states(), await stateOf(awardId)]).toEqual([['checked'], 'claimed'])
  expect(await exceptions()).toMatchObject([{ id: one.id, fen: first }])
  const listed = await scene.inTx(tx =>
    payouts().claims.list(tx, as('payer'), { state: 'checked', unpaid: true, limit: 10 }),
  )
  expect(listed.map(one => one.claim.id)).toEqual([claim])
  await released(scene, [claim])
  await say(awardId, [true])
  expect([await states(), await stateOf(awardId)]).toEqual([['paid'], 'paid'])
  expect(await exceptions()).toEqual([])
})

it('is over only when all of it has arrived, round the service too', async () => {
  const { reporter } = await rewarded()
  const claim = await claimFor(scene, reporter, [payee(whole)])
  await released(scene, [claim])
  await expect(
    scene.site.tables('award_claims').where({ id: claim }).update({ state: 'paid' }),
  ).rejects.toEqual(expect.objectContaining({ constraint: 'award_claims_stay' }))
})

it('twenty who agree at once turn a payment back once; without money in the new year nothing changes', async () => {
  const { awardId, reporter } = await rewarded()
  const claim = await claimFor(scene, reporter, [payee(whole)])
  await released(scene, [claim])
  const [one] = await say(awardId, [true])
  if (one === undefined) throw new Error('it has arrived')
  const { reversals } = payouts()
  await scene.inTx(tx => reversals.ask(tx, as('payer'), one.id, 'bank-return'))
  const agree = () => scene.inTx(tx => reversals.approve(tx, as('approver'), one.id))
  const before = await sums()
  scene.site.clock.pass(60 * 24 * 60)
  await expect(agree()).rejects.toMatchObject({ code: 'budget.short' })
  expect([await sums(), await stateOf(awardId)]).toEqual([before, 'paid'])

  scene.site.clock.pass(-60 * 24 * 60)
  const all = await Promise.allSettled(Array.from({ length: 20 }, agree))
  expect(all.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 'fulfilled'))
  expect(await sums()).toMatchObject({
    committed: (before?.committed ?? 0n) + whole,
    paid: (before?.paid ?? 0n) - whole,
  })
  const deeds = scene.site
    .tables('audit_entries')
    .where({ deed: 'payment.reversed', subject: one.id })
  expect(await deeds).toHaveLength(1)
})
