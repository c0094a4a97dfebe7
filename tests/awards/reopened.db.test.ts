import type { AwardId, CaseId } from '../../src/vocabulary/ids'
import { storeCase } from '../support/cases'
import {
  decidedCase,
  decideOn,
  investigate,
  openAwardScene,
  proposalWish,
  toldAward,
  visitorOf,
  type AwardScene,
} from './scene'

let scene: AwardScene
beforeAll(async () => {
  scene = await openAwardScene()
})
afterAll(() => scene.site.stop())

const awards = () => scene.site.house.awards
const as = (name: 'approver' | 'clerk' | 'handler' | 'principal') => visitorOf(scene.staff[name])
const code = (name: string) => expect.objectContaining({ code: name }) as unknown

type StepWish = Parameters<AwardScene['site']['house']['proceedings']['take']>[2]
const take = (who: 'clerk' | 'principal', caseId: CaseId, wish: StepWish) =>
  scene.inTx(tx => scene.site.house.proceedings.take(tx, { ...as(who), caseId }, wish))
const reopen = (caseId: CaseId) => {
  scene.site.clock.pass(1)
  const reason = '举报人补充了新的证据，重新核查。'
  return take('principal', caseId, { action: 'reopen', ground: 'new-evidence', reason })
}
const propose = (caseId: CaseId, more: Parameters<typeof proposalWish>[0]) =>
  scene.inTx(tx => awards().propose(tx, as('handler'), caseId, proposalWish(more)))
const review = (id: AwardId) => scene.inTx(tx => awards().review(tx, as('principal'), id))
const approve = (id: AwardId) => scene.inTx(tx => awards().approve(tx, as('approver'), id))

it('approves nothing that was proposed on an earlier decision, and takes a proposal on the next one', async () => {
  const caseId = await decidedCase(scene, '10000')
  const id = await propose(caseId, { basis: 10_000_00n })
  await review(id)
  await reopen(caseId)
  await expect(approve(id)).rejects.toEqual(code('award.not-decided'))
  await decideOn(scene, caseId, '100')
  await expect(approve(id)).rejects.toEqual(code('award.decided-anew'))
  await scene.inTx(tx => awards().turnBack(tx, as('approver'), id, '按新的决定再提'))
  await expect(propose(caseId, { basis: 10_000_00n })).rejects.toEqual(code('award.basis'))
  const next = await propose(caseId, { basis: 100_00n })
  await review(next)
  await approve(next)
})

it('awards one loss once, though a report was awarded on its own before it was merged', async () => {
  const { site, staff, inTx } = scene
  const what = { title: { target: '和安医院', identity: 'anon-claim' } } as const
  const content = { identity: 'anon-claim' } as const
  const { caseId: lead } = await storeCase(site, staff.own.id, { ...what, content })
  await take('clerk', lead, { action: 'accept' })
  const merged = await decidedCase(scene, '10000')
  await toldAward(scene, merged, { basis: 10_000_00n })
  await reopen(merged)
  const reason = '同一家医院的同一件事，并入先收到的一件一起办理。'
  await take('clerk', merged, { action: 'merge', other: lead, reason })
  await investigate(scene, lead, '10000')

  await expect(propose(lead, { basis: 1_00n })).rejects.toEqual(code('award.basis-taken'))
  const seen = await inTx(tx => awards().ofCase(tx, as('handler'), lead))
  expect(seen).toMatchObject({ left: 0n, share: 'further', others: [{ caseId: merged }] })
  await expect(propose(merged, { basis: 1_00n })).rejects.toEqual(code('award.running'))
})
