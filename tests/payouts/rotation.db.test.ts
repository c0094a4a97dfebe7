import {
  openAwardScene,
  reportedCase,
  toldAward,
  visitorOf,
  type AwardScene,
} from '../awards/scene'
import { claimFor, payee, reporterOf } from './scene'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

it('opens awards and claims with the newest key of the desk, and the earlier one goes', async () => {
  const { site, staff, inTx } = scene
  const { rotation, awards, payouts } = site.house
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  const awardId = await toldAward(scene, caseId)
  const claimId = await claimFor(scene, await reporterOf(scene, code), [payee(3_750_00n)])
  const payer = visitorOf(staff.payer)
  const desk = async () => {
    const found = (await inTx(tx => rotation.list(tx, payer.actor))).find(
      ({ kind }) => kind === 'finance',
    )
    if (found === undefined) throw new Error('no desk')
    return found
  }
  const { id: deskId, newest: seen } = await desk()
  await inTx(tx => rotation.start(tx, payer.actor, { deskId, seen, ground: 'planned' }))
  expect((await desk()).left).toBe(2)
  expect(await rotation.reseal(payer, { deskId, openDone: true })).toMatchObject({ done: 2 })
  await inTx(tx => rotation.finish(tx, payer.actor, deskId))

  const versions = (table: string) => site.tables(table).pluck<number[]>('desk_version')
  expect([await versions('awards'), await versions('award_claims')]).toEqual([[2], [2]])
  for (const one of [staff.payer2, staff.approver]) {
    const visitor = visitorOf(one)
    expect((await inTx(tx => awards.open(tx, visitor, awardId))).award.fen).toBe(3_750_00n)
    const { claim } = await inTx(tx => payouts.claims.open(tx, visitor, claimId))
    expect(claim.shares).toHaveLength(1)
  }
})
