import { randomUUID } from 'node:crypto'
import { openAwardScene, visitorOf, type AwardScene } from '../awards/scene'
import { answerOf, claimedAward, payee, released, type SentRow } from './scene'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const as = (name: 'payer' | 'payer2' | 'approver') => visitorOf(scene.staff[name])
const constraint = (name: string) => expect.objectContaining({ constraint: name }) as unknown
const sumsOf = async (year: number) => {
  const { budget } = scene.site.house
  const [own] = await scene.inTx(tx => budget.years(tx, [scene.staff.own.id], year))
  return own
}
const sent = () =>
  scene.site
    .tables('payments')
    .where({ state: 'sent' })
    .orderBy('fen')
    .select<SentRow[]>('id', 'reference', 'fen')
/** All that was sent has arrived. */
const arriveAll = async () => {
  const rows = await sent()
  const said = rows.map(({ reference, fen }) => ({
    ...{ reference, amount: (Number(fen) / 100).toFixed(2), result: '成功' },
  }))
  const answer = { layout: 'plain-csv', bytes: Buffer.from(randomUUID()), rows: answerOf(said) }
  await scene.inTx(tx => scene.site.house.payouts.answers.take(tx, as('payer'), answer))
  return rows
}
const turnBack = async (id: SentRow['id']) => {
  const { reversals } = scene.site.house.payouts
  await scene.inTx(tx => reversals.ask(tx, as('payer'), id, 'bank-return'))
  await scene.inTx(tx => reversals.approve(tx, as('approver'), id))
}

it('a share that comes back a year later moves between the years alone, and what is asked back leaves both', async () => {
  const { inTx, site, staff } = scene
  const { budget, payouts } = site.house
  const rest = 300_00n - 3_00n
  const { awardId, claimId } = await claimedAward(scene, () => [
    payee(rest),
    payee(1_00n),
    payee(2_00n),
  ])
  await released(scene, [claimId])
  const [one, two] = await arriveAll()
  if (one === undefined || two === undefined) throw new Error('three shares')
  expect(await sumsOf(2026)).toMatchObject({ committed: 0n, paid: 300_00n })

  site.clock.pass(60 * 24 * 60)
  const wish = { once: randomUUID(), year: 2027, fen: 1_000_00n, ground: 'annual' }
  await inTx(tx => budget.ask(tx, staff.payer.actor, wish))
  await inTx(tx => budget.decide(tx, staff.approver.actor, wish.once, 'approve'))
  await turnBack(one.id)
  expect(await sumsOf(2026)).toMatchObject({ committed: 0n, paid: 299_00n })
  expect(await sumsOf(2027)).toMatchObject({ committed: 1_00n, paid: 0n })
  await turnBack(two.id)
  expect(await sumsOf(2026)).toMatchObject({ committed: 0n, paid: rest })
  expect(await sumsOf(2027)).toMatchObject({ committed: 3_00n, paid: 0n })

  await released(scene, [claimId])
  await arriveAll()
  expect(await sumsOf(2027)).toMatchObject({ committed: 0n, paid: 3_00n })
  const ground = { once: randomUUID(), ground: 'forged', text: '发票是伪造的' }
  await inTx(tx => payouts.clawbacks.ask(tx, as('payer'), awardId, ground))
  await inTx(tx => payouts.clawbacks.approve(tx, as('approver'), awardId))
  await inTx(tx => payouts.clawbacks.receive(tx, as('payer2'), awardId))
  expect(await sumsOf(2026)).toMatchObject({ committed: 0n, paid: 0n })
  expect(await sumsOf(2027)).toMatchObject({ committed: 0n, paid: 0n })
})

it('a share that comes back before the others have arrived stays committed, once', async () => {
  const before = await sumsOf(2027)
  const { claimId } = await claimedAward(scene, fen => [payee(fen - 1_00n), payee(1_00n)])
  await released(scene, [claimId])
  const [one, two] = await sent()
  if (one === undefined || two === undefined) throw new Error('two shares')
  const said = [one, two].map(({ reference, fen }, at) => ({
    ...{ reference, amount: (Number(fen) / 100).toFixed(2) },
    result: at === 0 ? '成功' : '失败',
  }))
  const answer = { layout: 'plain-csv', bytes: Buffer.from(randomUUID()), rows: answerOf(said) }
  await scene.inTx(tx => scene.site.house.payouts.answers.take(tx, as('payer'), answer))
  await turnBack(one.id)
  const committed = (before?.committed ?? 0n) + 300_00n
  expect(await sumsOf(2027)).toMatchObject({ committed, paid: before?.paid })
})

it('one way round the service too', async () => {
  const { tables } = scene.site
  const { awardId, claimId } = await claimedAward(scene)
  const wish = { once: randomUUID(), claimIds: [claimId], layout: 'plain-csv' }
  const { batches } = scene.site.house.payouts
  await scene.inTx(tx => batches.build(tx, as('payer'), wish))
  const payment = () => tables('payments').where({ award_id: awardId })
  await expect(payment().update({ state: 'sent' })).rejects.toEqual(constraint('payments_released'))
  const award = () => tables('awards').where({ id: awardId })
  await expect(award().update({ state: 'paid', paid_on: '2026-11-23' })).rejects.toEqual(
    constraint('awards_arrived'),
  )
  await expect(award().update({ finance_body: scene.staff.above.id })).rejects.toEqual(
    constraint('awards_stay'),
  )
  await tables('pay_batches')
    .where({ once: wish.once })
    .update({
      ...{ state: 'released', released_by: scene.staff.approver.actor.id },
      released_at: scene.site.clock.now(),
    })
  await payment().update({ state: 'sent' })
  await expect(payment().update({ state: 'paid', answered_on: '2026-11-23' })).rejects.toEqual(
    constraint('payments_by_answer'),
  )
  const claim = () => tables('award_claims').where({ id: claimId })
  await expect(claim().update({ state: 'made' })).rejects.toEqual(constraint('award_claims_stay'))
  const { budget_subject: subject } = (await award().first()) as { budget_subject: string }
  const entry = { organisation_id: scene.staff.own.id, year: 2027, fen: '30000', subject }
  const made = { made_by: scene.staff.payer.actor.id, made_at: scene.site.clock.now() }
  for (const kind of ['commit', 'reverse'])
    await expect(tables('budget_entries').insert({ ...entry, ...made, kind })).rejects.toEqual(
      constraint('budget_entries_fit'),
    )
})
