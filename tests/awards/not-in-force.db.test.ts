import { asDay } from '../../src/platform/clock'
import { decidedCase, openAwardScene, proposalWish, visitorOf, type AwardScene } from './scene'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene({ validFrom: asDay('2026-12-01') })
})
afterAll(() => scene.site.stop())

it('a rule that was not in force that day pays nothing, and a refusal of a reward needs none', async () => {
  const { site, staff, inTx } = scene
  const { awards } = site.house
  const as = visitorOf(staff.handler)
  const caseId = await decidedCase(scene)
  const wish = proposalWish()
  // The nearest above that holds: the frame of the whole country.
  const framed = await inTx(tx => awards.ofCase(tx, as, caseId))
  expect(framed).toMatchObject({ rule: { code: 'CN-2022-22' }, bar: '' })

  const national = site.tables('law_entries').where({ kind: 'reward-rule', place: '*' })
  await national.update({ valid_to: '2023-06-30' })
  site.clock.pass(1)
  const frame = await inTx(tx => awards.ofCase(tx, as, caseId))
  expect(frame).toMatchObject({ rule: undefined, bar: 'award.no-rule' })
  await expect(inTx(tx => awards.propose(tx, as, caseId, wish))).rejects.toMatchObject({
    code: 'award.no-rule',
  })
  // Nor does it hold for what was reported before, once it is in force.
  site.clock.pass(9 * 24 * 60)
  await expect(inTx(tx => awards.propose(tx, as, caseId, wish))).rejects.toMatchObject({
    code: 'award.no-rule',
  })
  const exclusions = wish.exclusions.map(one => ({ ...one, yes: one.code === 'withdrawn' }))
  await inTx(tx => awards.propose(tx, as, caseId, { ...wish, exclusions }))
})
