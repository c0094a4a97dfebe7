import { randomUUID } from 'node:crypto'
import type { Holder } from '../../src/desks'
import type { AwardId, BatchId, CaseId, ClaimId } from '../../src/vocabulary/ids'
import {
  openAwardScene,
  reportedCase,
  tableHolds,
  toldAward,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import { answerOf, claimFor, payee, released, reporterOf } from './scene'

let scene: AwardScene
let caseId: CaseId
let reporter: Holder
let awardId: AwardId
let claimId: ClaimId
let batchId: BatchId

beforeAll(async () => {
  scene = await openAwardScene()
  const made = await reportedCase(scene, { identity: 'anon-claim' })
  caseId = made.caseId
  reporter = await reporterOf(scene, made.code)
  awardId = await toldAward(scene, caseId)
})
afterAll(() => scene.site.stop())

const payouts = () => scene.site.house.payouts
const saying = (words: string) => expect.stringContaining(words) as unknown
const code = (name: string) => expect.objectContaining({ code: name }) as unknown
const constraint = (name: string) => expect.objectContaining({ constraint: name }) as unknown
const whole = 3_750_00n
const as = (name: 'payer' | 'payer2' | 'approver' | 'stranger' | 'handler') =>
  visitorOf(scene.staff[name])
const sums = async () => {
  const { budget } = scene.site.house
  const [own] = await scene.inTx(tx => budget.years(tx, [scene.staff.own.id], 2026))
  return own
}
const payments = () => scene.site.tables('payments').orderBy('id')
const take = (rows: Parameters<typeof answerOf>[0], bytes: string = randomUUID()) =>
  scene.inTx(tx =>
    payouts().answers.take(tx, as('payer'), {
      ...{ layout: 'plain-csv', bytes: Buffer.from(bytes), rows: answerOf(rows) },
    }),
  )

it('is claimed once, to the fen, sealed to the reporter and the finance desk alone', async () => {
  const { inTx } = scene
  await expect(claimFor(scene, reporter, [payee(whole - 1n)])).rejects.toEqual(code('claim.sum'))
  await expect(claimFor(scene, reporter, [])).rejects.toEqual(code('claim.payees'))
  const wish = { once: randomUUID(), payees: [payee(whole)] }
  const make = () => inTx(tx => payouts().claims.make(tx, reporter, wish))
  const made = await make()
  expect(await make()).toMatchObject({ id: made.id, number: made.number, matched: 'none' })
  claimId = made.id
  await expect(claimFor(scene, reporter, [payee(whole)])).rejects.toEqual(code('award.moved-on'))

  const { claim } = await inTx(tx => payouts().claims.open(tx, as('payer'), claimId))
  expect(claim.shares).toEqual([payee(whole)])
  await expect(inTx(tx => payouts().claims.open(tx, as('stranger'), claimId))).rejects.toEqual(
    code('claim.not-found'),
  )
  await expect(inTx(tx => payouts().claims.open(tx, as('handler'), claimId))).rejects.toEqual(
    code('award.no-key'),
  )
  for (const table of ['award_claims', 'audit_entries', 'awards', 'payments', 'sessions'])
    for (const secret of ['王小明', '6222020200112233446', '11010519491231002X', '示范银行'])
      expect([table, await tableHolds(scene, table, secret)]).toEqual([table, false])
  expect(await tableHolds(scene, 'award_claims', claimId)).toBe(true)
})

it('is checked, built and released by people apart, a hundred at once, once', async () => {
  const { inTx, site, staff } = scene
  const { claims, batches } = payouts()
  const build = (by: Parameters<typeof as>[0], ids = [claimId]) =>
    inTx(tx =>
      batches.build(tx, as(by), { once: randomUUID(), claimIds: ids, layout: 'plain-csv' }),
    )
  await expect(build('payer')).rejects.toEqual(code('payment.claims-moved'))
  await expect(build('payer', [])).rejects.toEqual(code('payment.none'))
  await inTx(tx => claims.check(tx, as('payer2'), claimId))
  batchId = await build('payer')
  await expect(build('payer2')).rejects.toEqual(code('payment.claims-moved'))
  await expect(inTx(tx => batches.release(tx, as('payer'), batchId))).rejects.toEqual(
    code('payment.own'),
  )
  await expect(inTx(tx => batches.file(tx, as('payer'), batchId))).rejects.toEqual(
    code('payment.not-released'),
  )
  const batch = () => site.tables('pay_batches').where({ id: batchId })
  const own = { state: 'released', released_by: staff.payer.actor.id, released_at: new Date() }
  await expect(batch().update(own)).rejects.toEqual(constraint('pay_batches_two_people'))
  await expect(batch().update({ ...own, released_by: staff.handler.actor.id })).rejects.toEqual(
    constraint('pay_batches_apart'),
  )
  await expect(batch().update({ fen: '1' })).rejects.toEqual(constraint('pay_batches_stay'))
  await expect(payments().update({ fen: '1' })).rejects.toEqual(constraint('payments_stay'))

  const ends = await Promise.allSettled(
    Array.from({ length: 100 }, (_, at) =>
      inTx(tx => batches.release(tx, as(at % 2 === 0 ? 'payer2' : 'approver'), batchId)),
    ),
  )
  const refusals = ends.flatMap(end =>
    end.status === 'rejected' ? [(end.reason as { code: string }).code] : [],
  )
  expect(new Set(refusals)).toEqual(new Set(['payment.moved-on']))
  expect(await site.tables('audit_entries').where({ deed: 'pay-batch.released' })).toHaveLength(1)
  const file = await inTx(tx => batches.file(tx, as('payer'), batchId))
  expect(file.rows).toEqual([
    [
      '1',
      expect.stringMatching(/^P\d{15}$/),
      '王小明',
      '6222020200112233446',
      '示范银行城南支行',
      '3750.00',
      '款项',
    ],
  ])
})

it('takes the answer of the bank whole or not at all, and once', async () => {
  const [sent] = (await payments()) as { reference: string }[]
  const row = { reference: sent?.reference ?? '', amount: '3750.00', result: '成功' }
  const wrong = await take([
    { ...row, amount: '3750.01' },
    { ...row, reference: '1234567890123456' },
  ])
  expect(wrong).toMatchObject({
    ok: false,
    faults: [
      { row: 2, why: '金额和付款的金额不一样' },
      { row: 3, why: '没有这个业务参考号的付款' },
    ],
  })
  expect(await take([row, row])).toMatchObject({ ok: false })
  expect(await payments()).toMatchObject([{ state: 'sent' }])
  expect(await sums()).toMatchObject({ committed: whole, paid: 0n })

  expect(await take([row], 'the file')).toEqual({ ok: true, paid: 1, failed: 0 })
  await expect(take([row], 'the file')).rejects.toEqual(code('payment.answer-twice'))
  expect(await take([row], 'another file')).toMatchObject({
    ok: false,
    faults: [{ row: 2, why: saying('提出退回入账') }],
  })
  expect(await sums()).toMatchObject({ committed: 0n, paid: whole })
  expect(await scene.site.tables('pay_batches')).toMatchObject([{ state: 'reconciled' }])
  expect(await scene.site.tables('awards')).toMatchObject([{ state: 'paid' }])
})

it('is turned back by two, never edited, and paid anew', async () => {
  const { inTx } = scene
  const { reversals, answers } = payouts()
  const [{ id } = { id: '' as never }] = (await payments()) as { id: never }[]
  await inTx(tx => reversals.ask(tx, as('payer'), id, 'bank-return'))
  await expect(inTx(tx => reversals.approve(tx, as('payer'), id))).rejects.toEqual(
    code('payment.own-reversal'),
  )
  await inTx(tx => reversals.approve(tx, as('approver'), id))
  await inTx(tx => reversals.approve(tx, as('approver'), id))
  expect(await sums()).toMatchObject({ committed: whole, paid: 0n })
  expect(await inTx(tx => answers.exceptions(tx, as('payer'), 10))).toHaveLength(1)

  // The account was wrong: back to the reporter, who claims again.
  await inTx(tx => payouts().claims.sendBack(tx, as('payer'), claimId, 'account-wrong'))
  const second = await claimFor(scene, reporter, [payee(whole - 1_00n), payee(1_00n)])
  await released(scene, [second])
  const rows = (await payments().where({ state: 'sent' })) as { reference: string; fen: unknown }[]
  const said = rows.map(({ reference, fen }) => ({
    ...{ reference, amount: (Number(fen) / 100).toFixed(2) },
    ...(String(fen) === '100' ? { result: '失败', reason: '户名王小明不符' } : { result: '成功' }),
  }))
  expect(await take(said)).toEqual({ ok: true, paid: 1, failed: 1 })
  const [failed] = await inTx(tx => answers.exceptions(tx, as('payer'), 10))
  expect(failed).toMatchObject({ fen: 1_00n, reason: '户名王小明不符' })
  expect(await tableHolds(scene, 'payments', '王小明')).toBe(false)
  // What has arrived stays; only the rest is claimed anew.
  await inTx(tx => payouts().claims.sendBack(tx, as('payer'), second, 'account-wrong'))
  await expect(claimFor(scene, reporter, [payee(whole)])).rejects.toEqual(code('claim.sum'))
  const third = await claimFor(scene, reporter, [payee(1_00n)])
  await released(scene, [third])
  const [rest] = (await payments().where({ state: 'sent' })) as { reference: string }[]
  await take([{ reference: rest?.reference ?? '', amount: '1.00', result: '成功' }])
  expect(await sums()).toMatchObject({ committed: 0n, paid: whole })
})

it('is asked back by two people, and the money entered once', async () => {
  const { inTx, site } = scene
  const { clawbacks } = payouts()
  const wish = { once: randomUUID(), ground: 'forged', text: '发票是伪造的' }
  await inTx(tx => clawbacks.ask(tx, as('payer'), awardId, wish))
  await inTx(tx => clawbacks.ask(tx, as('payer'), awardId, wish))
  await expect(inTx(tx => clawbacks.receive(tx, as('payer'), awardId))).rejects.toEqual(
    code('clawback.moved-on'),
  )
  await expect(inTx(tx => clawbacks.approve(tx, as('payer'), awardId))).rejects.toEqual(
    code('clawback.own'),
  )
  await inTx(tx => clawbacks.approve(tx, as('approver'), awardId))
  await inTx(tx => clawbacks.receive(tx, as('payer'), awardId))
  await inTx(tx => clawbacks.receive(tx, as('payer'), awardId))
  expect(await sums()).toMatchObject({ paid: 0n, committed: 0n })
  expect(await site.tables('awards')).toMatchObject([{ state: 'reclaimed' }])
  expect(await inTx(tx => clawbacks.of(tx, as('payer2'), awardId))).toMatchObject({
    text: '发票是伪造的',
  })
  expect(await tableHolds(scene, 'clawbacks', '伪造')).toBe(false)
})
