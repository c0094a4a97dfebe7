import { randomUUID } from 'node:crypto'
import { asDay } from '../../src/platform/clock'
import {
  decidedCase,
  openAwardScene,
  proposalWish,
  reportedCase,
  toldAward,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import { arrive, claimedAward, claimFor, payee, released, reporterOf } from './scene'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const payouts = () => scene.site.house.payouts
const as = (name: 'payer' | 'payer2' | 'approver' | 'handler' | 'principal') =>
  visitorOf(scene.staff[name])
const code = (name: string) => expect.objectContaining({ code: name }) as unknown
const clawback = () => ({ once: randomUUID(), ground: 'forged', text: '发票是伪造的' })

it('what is being asked back is not paid anew, and what came back is not asked back', async () => {
  const { inTx } = scene
  const { reversals, clawbacks } = payouts()
  const paid = async () => {
    const { awardId, claimId } = await claimedAward(scene)
    await released(scene, [claimId])
    return { awardId, id: await arrive(scene, awardId) }
  }
  const one = await paid()
  await inTx(tx => reversals.ask(tx, as('payer'), one.id, 'bank-return'))
  await inTx(tx => clawbacks.ask(tx, as('payer'), one.awardId, clawback()))
  await inTx(tx => clawbacks.approve(tx, as('approver'), one.awardId))
  await expect(inTx(tx => reversals.approve(tx, as('approver'), one.id))).rejects.toEqual(
    code('payment.asked-back'),
  )
  await inTx(tx => reversals.drop(tx, as('payer'), one.id))
  await expect(inTx(tx => reversals.ask(tx, as('payer'), one.id, 'bank-return'))).rejects.toEqual(
    code('payment.asked-back'),
  )
  await inTx(tx => clawbacks.receive(tx, as('payer2'), one.awardId))

  const two = await paid()
  await inTx(tx => clawbacks.ask(tx, as('payer'), two.awardId, clawback()))
  await inTx(tx => reversals.ask(tx, as('payer'), two.id, 'bank-return'))
  await inTx(tx => reversals.approve(tx, as('approver'), two.id))
  await expect(inTx(tx => clawbacks.approve(tx, as('approver'), two.awardId))).rejects.toEqual(
    code('clawback.not-paid'),
  )
  await inTx(tx => clawbacks.drop(tx, as('payer'), two.awardId))
})

it('what was asked back is not turned back as well', async () => {
  const { inTx } = scene
  const made = await claimedAward(scene)
  await released(scene, [made.claimId])
  const id = await arrive(scene, made.awardId)
  await inTx(tx => payouts().reversals.ask(tx, as('payer'), id, 'bank-return'))
  await inTx(tx => payouts().clawbacks.ask(tx, as('payer'), made.awardId, clawback()))
  await inTx(tx => payouts().clawbacks.approve(tx, as('approver'), made.awardId))
  await inTx(tx => payouts().clawbacks.receive(tx, as('payer'), made.awardId))
  await expect(inTx(tx => payouts().reversals.approve(tx, as('approver'), id))).rejects.toEqual(
    code('payment.moved-on'),
  )
})

it('what the clawback says stays readable after another claim, and a share that came back is claimed anew', async () => {
  const { inTx, site } = scene
  const { caseId, code: receipt } = await reportedCase(scene, { identity: 'anon-claim' })
  const reporter = await reporterOf(scene, receipt)
  const awardId = await toldAward(scene, caseId)
  const first = await claimFor(scene, reporter, [payee(3_750_00n)])
  await released(scene, [first])
  const id = await arrive(scene, awardId)
  await inTx(tx => payouts().clawbacks.ask(tx, as('payer'), awardId, clawback()))
  await inTx(tx => payouts().reversals.ask(tx, as('payer'), id, 'bank-return'))
  await inTx(tx => payouts().reversals.approve(tx, as('approver'), id))
  await inTx(tx => payouts().claims.sendBack(tx, as('payer'), first, 'account-wrong'))
  site.clock.pass(24 * 60)
  await released(scene, [await claimFor(scene, reporter, [payee(3_750_00n)])])
  await arrive(scene, awardId)
  const read = await inTx(tx => payouts().clawbacks.of(tx, as('payer'), awardId))
  expect(read?.text).toBe('发票是伪造的')
})

it('nothing is approved for a case that was reopened', async () => {
  const { inTx, site } = scene
  const { awards, proceedings } = site.house
  const caseId = await decidedCase(scene)
  const id = await inTx(tx => awards.propose(tx, as('handler'), caseId, proposalWish()))
  const reason = '补充了新的证据，重新核查。'
  const again = { action: 'reopen', ground: 'new-evidence', reason } as const
  await inTx(tx => proceedings.take(tx, { ...as('principal'), caseId }, again))
  await expect(inTx(tx => awards.review(tx, as('principal'), id))).rejects.toEqual(
    code('award.not-decided'),
  )
})

// Last: the handler becomes a payer here.
it('whoever proposed an award and pays today sees no payee of it, by the service and by the database', async () => {
  const { inTx, staff, site } = scene
  const { awardId, claimId } = await claimedAward(scene)
  await site.tables('staff_duties').where({ staff_id: staff.handler.actor.id }).delete()
  await site.tables('staff_duties').insert({ staff_id: staff.handler.actor.id, duty: 'payer' })
  await inTx(tx =>
    site.house.desks.confirm(tx, staff.approver.actor, staff.approver.keys, staff.handler.actor.id),
  )
  const moved = { ...as('handler'), actor: { ...staff.handler.actor, duties: ['payer' as const] } }
  const wish = { once: randomUUID(), claimIds: [claimId], layout: 'plain-csv' }
  const batchId = await inTx(tx => payouts().batches.build(tx, as('payer'), wish))
  await inTx(tx => payouts().batches.release(tx, as('approver'), batchId))
  const id = await arrive(scene, awardId)
  const tries = [
    inTx(tx => payouts().claims.open(tx, moved, claimId)),
    inTx(tx => payouts().claims.sendBack(tx, moved, claimId, 'account-wrong')),
    inTx(tx => payouts().batches.open(tx, moved, batchId)),
    inTx(tx => payouts().batches.file(tx, moved, batchId)),
    inTx(tx => payouts().reversals.payment(tx, moved, id)),
    inTx(tx => payouts().reversals.ask(tx, moved, id, 'bank-return')),
    inTx(tx => payouts().clawbacks.ask(tx, moved, awardId, clawback())),
  ]
  for (const one of tries) await expect(one).rejects.toEqual(code('payment.own'))
  const longer = { until: asDay('2027-03-01'), why: '住院，刚看到' }
  await expect(inTx(tx => site.house.awards.extend(tx, moved, awardId, longer))).rejects.toEqual(
    code('award.own'),
  )

  const apart = expect.objectContaining({ constraint: 'payouts_apart' }) as unknown
  const by = staff.handler.actor.id
  const round = [
    site.tables('award_claims').where({ id: claimId }).update({ checked_by: by }),
    site.tables('payments').where({ id }).update({ reversal_asked_by: by, reversal_ground: 'x' }),
    site.tables('clawbacks').insert({
      ...{ id: randomUUID(), award_id: awardId, ground: 'x', asked_by: by, asked_at: new Date() },
      sealed_text: Buffer.from('x'),
    }),
  ]
  for (const one of round) await expect(one).rejects.toEqual(apart)
})
