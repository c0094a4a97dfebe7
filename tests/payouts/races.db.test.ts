import { randomUUID } from 'node:crypto'
import { KnownError } from '../../src/platform/errors'
import type { BatchId, ClaimId } from '../../src/vocabulary/ids'
import { openAwardScene, visitorOf, type AwardScene } from '../awards/scene'
import {
  answerOf,
  arrive,
  checkedClaim,
  claimedAward,
  payee,
  released,
  type SentRow,
} from './scene'

let scene: AwardScene

beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const payouts = () => scene.site.house.payouts
const sendBack = (id: ClaimId) =>
  scene.inTx(tx =>
    payouts().claims.sendBack(tx, visitorOf(scene.staff.payer2), id, 'account-wrong'),
  )
const build = (claimIds: readonly ClaimId[]): Promise<BatchId> =>
  scene.inTx(tx =>
    payouts().batches.build(tx, visitorOf(scene.staff.payer), {
      ...{ once: randomUUID(), claimIds, layout: 'plain-csv' },
    }),
  )

/** What was refused; anything that the database threw itself is thrown on. */
const refusalsOf = (settled: readonly PromiseSettledResult<unknown>[]): string[] =>
  settled.flatMap(one => {
    if (one.status === 'fulfilled') return []
    if (one.reason instanceof KnownError) return [one.reason.code]
    throw one.reason
  })

it('a batch is built while its claims go back: one of them is refused, and nobody waits for ever', async () => {
  const awards = []
  for (let at = 0; at < 5; at += 1)
    awards.push(await claimedAward(scene, fen => [payee(fen)], '10000'))
  let claims = awards.map(({ claimId }) => claimId)
  for (let round = 0; round < 8; round += 1) {
    const back = round % 2 === 0 ? claims : claims.toReversed()
    const all = await Promise.allSettled([build(claims), ...back.map(sendBack)])
    const refusals = refusalsOf(all)
    const isBuilt = all[0].status === 'fulfilled'
    expect(new Set(refusals)).toEqual(new Set([isBuilt ? 'claim.paying' : 'payment.claims-moved']))
    expect(refusals).toHaveLength(isBuilt ? 5 : 1)
    const first = all[0]
    if (first.status === 'fulfilled') {
      const id = first.value
      await scene.inTx(tx => payouts().batches.drop(tx, visitorOf(scene.staff.payer), id))
    }
    for (const id of claims) await sendBack(id)
    claims = []
    for (const one of awards) claims.push(await checkedClaim(scene, one, fen => [payee(fen)]))
  }
})

it('the bank answers while claims go back: what has arrived is paid, and nobody waits for ever', async () => {
  for (let round = 0; round < 4; round += 1) {
    const awards = []
    for (let at = 0; at < 3; at += 1) awards.push(await claimedAward(scene, fen => [payee(fen)]))
    const claims = awards.map(({ claimId }) => claimId)
    await released(scene, claims)
    const sent = await scene.site
      .tables('payments')
      .where({ state: 'sent' })
      .select<SentRow[]>('reference', 'fen')
    const rows = answerOf(
      sent.map(({ reference, fen }) => ({
        ...{ reference, amount: (Number(fen) / 100).toFixed(2), result: '成功' },
      })),
    )
    const answer = { layout: 'plain-csv', bytes: Buffer.from(randomUUID()), rows }
    const taken = scene.inTx(tx => payouts().answers.take(tx, visitorOf(scene.staff.payer), answer))
    const all = await Promise.allSettled([taken, ...claims.toReversed().map(sendBack)])
    expect(all[0].status).toBe('fulfilled')
    expect(refusalsOf(all)).toHaveLength(3)
    const ids = awards.map(({ awardId }) => awardId)
    const states = scene.site.tables('awards').whereIn('id', ids).pluck<string[]>('state')
    expect(await states).toEqual(['paid', 'paid', 'paid'])
  }
})

it('a claim of which all has arrived does not go back: that is said, and nothing changes', async () => {
  const { awardId, claimId } = await claimedAward(scene, fen => [payee(fen)])
  await released(scene, [claimId])
  await arrive(scene, awardId)
  await expect(sendBack(claimId)).rejects.toMatchObject({ code: 'claim.paid' })
  const states = (table: string, id: string) =>
    scene.site.tables(table).where({ id }).pluck<string[]>('state')
  expect(await states('award_claims', claimId)).toEqual(['paid'])
  expect(await states('awards', awardId)).toEqual(['paid'])
})
