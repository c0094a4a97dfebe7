import { systemRandom } from '../../src/platform/random'
import type { CaseId } from '../../src/vocabulary/ids'
import { hire, type Officer } from '../support/people'
import { investigated, openScene, type Scene } from './scene'

let scene: Scene
let province: Officer

beforeAll(async () => {
  scene = await openScene()
  province = await hire(scene.site, scene.above.id, ['legal'], '省法制')
})
afterAll(() => scene.site.stop())

const submit = (caseId: CaseId) =>
  scene.site.house.db.inTransaction(tx =>
    scene.site.house.legal.submit(tx, scene.wang, caseId, { ground: 'band', note: '请看裁量' }),
  )

const opens = ({ keys }: Officer, caseId: CaseId): Promise<boolean> => {
  const { db, desks, cases } = scene.site.house
  return db.inTransaction(async tx => {
    const open = await cases.keysOf(tx, await desks.holdersOf(tx, keys), [caseId])
    return open.has(caseId)
  })
}

const reads = ({ actor }: Officer, caseId: CaseId): Promise<boolean> =>
  scene.site.house.db.inTransaction(
    async tx => (await scene.site.house.cases.findReadable(tx, actor, caseId)) !== undefined,
  )

it('hands the key to the nearest legal desk above when the body has none, and to its own once it has', async () => {
  const first = await investigated(scene)
  expect(await opens(province, first.caseId)).toBe(false)
  await submit(first.caseId)
  expect([await opens(province, first.caseId), await reads(province, first.caseId)]).toEqual([
    true,
    true,
  ])
  const own = await hire(scene.site, scene.own.id, ['legal'], '市法制')
  expect([await opens(own, first.caseId), await reads(own, first.caseId)]).toEqual([false, false])
  const second = await investigated(scene)
  await submit(second.caseId)
  expect([await opens(own, second.caseId), await opens(province, second.caseId)]).toEqual([
    true,
    false,
  ])
  expect(await reads(province, second.caseId)).toBe(false)
})

it('takes the step, the seal and the row together, or none of them', async () => {
  const stored = await investigated(scene)
  await scene.site.tables('cases').where({ id: stored.caseId }).update({ state: 'filed' })
  await expect(submit(stored.caseId)).rejects.toThrow('case.moved-on')
  expect(await opens(province, stored.caseId)).toBe(false)
  expect(await scene.site.tables('case_reviews').where({ case_id: stored.caseId })).toEqual([])
})

it('has no step of the review past its page: neither a submission nor an end without an opinion', async () => {
  const stored = await investigated(scene)
  await submit(stored.caseId)
  const { db, proceedings } = scene.site.house
  const who = { ...province, caseId: stored.caseId }
  await scene.site
    .tables('cases')
    .where({ id: stored.caseId })
    .update({ review_body: scene.above.id })
  await expect(
    db.inTransaction(async tx => {
      const { desks, cases } = scene.site.house
      const key = await cases.keyOf(tx, await desks.holdersOf(tx, scene.wang.keys), stored.caseId)
      const desk = await desks.findOpen(tx, scene.above.id, 'legal')
      if (desk === undefined) throw new Error('desk')
      await cases.grant(tx, stored.caseId, key, { kind: 'desk', ...desk, id: desk.deskId })
      await proceedings.take(tx, who, { action: 'pass-review' })
    }),
  ).rejects.toThrow('review.no-opinion')
})

it('keeps reviewers and handlers apart by the database, whoever writes the rows', async () => {
  const { site, wang, li } = scene
  const stored = await investigated(scene)
  await submit(stored.caseId)
  const review = site.tables('case_reviews').where({ case_id: stored.caseId })
  const given = (by: Officer) => ({
    ...{ result: 'pass', reviewed_by: by.actor.id, reviewed_at: new Date() },
    sealed_opinion: systemRandom.bytes(40),
  })
  await expect(review.clone().update(given(wang))).rejects.toThrow(/works on it|check constraint/)
  await expect(review.clone().update(given(li))).rejects.toThrow('works on it')
  await review.clone().update(given(province))
  await expect(review.clone().update({ result: 'return' })).rejects.toThrow('never edited')
  const officer = {
    ...{ case_id: stored.caseId, staff_id: province.actor.id, number: 99 },
    ...{ handling: true, since: new Date() },
  }
  await expect(site.tables('case_officers').insert(officer)).rejects.toThrow('has reviewed')
})

it('offers no reviewer of a case among those who may be given it', async () => {
  const { site, own, desk } = scene
  const both = await hire(site, own.id, ['handler', 'legal'], '赵两用')
  const stored = await investigated(scene)
  await submit(stored.caseId)
  const given = { result: 'return', reviewed_by: both.actor.id, reviewed_at: new Date() }
  await site
    .tables('case_reviews')
    .where({ case_id: stored.caseId })
    .update({ ...given, sealed_opinion: systemRandom.bytes(40) })
  const { db, decisions } = site.house
  const candidates = await db.inTransaction(tx =>
    decisions.candidates(tx, { ...desk, caseId: stored.caseId }),
  )
  expect(candidates.find(({ id }) => id === both.actor.id)?.conflict).toBe('做过这一件的法制审核')
})
