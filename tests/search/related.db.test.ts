import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, storeCase } from '../support/cases'
import { hire, moveIn, type Officer } from '../support/people'
import { openCase } from '../support/searching'
import { openSite, type Site } from '../support/site'

let site: Site
let own: OrganisationId
let clerk: Officer
let first: Officer
let second: Officer

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  first = await hire(site, own, ['handler'], '周启明')
  second = await hire(site, own, ['handler'], '李敏')
})
afterEach(() => site.stop())

const store = async (text: string, target = '仁和医院') =>
  (await storeCase(site, own, { title: { target }, content: { text } })).caseId

const account =
  '每周三次的透析只做了两次，耗材按三次记账，病人自己都不知道。护士长说是院里定的，每个月都这样做，机器上的次数可以查。'

describe('cases that resemble one another', () => {
  const related = ({ actor, keys }: Officer, caseId: CaseId) =>
    site.house.db.inTransaction(tx => site.house.search.relatedTo(tx, { actor, keys }, caseId))
  const ids = async (who: Officer, caseId: CaseId) =>
    (await related(who, caseId)).map(({ found, alike }) => [found.id, alike])
  const alike = (who: Officer, caseId: CaseId) =>
    site.house.db.inTransaction(
      async tx =>
        (await site.house.search.alikeOf(tx, who.actor, [caseId])).get(caseId)?.length ?? 0,
    )

  it('about the same target with nearly the same text come first, then others about it', async () => {
    const one = await store(account)
    const far = await store(
      '挂床住院，夜里病区基本没有人，白天来签个字就走，一个月报十五天的床位费和护理费。',
    )
    const near = await store(`${account}请你们查一查。`)
    const elsewhere = await store(account, '康宁医院')
    await openCase(site, clerk, one, far, near, elsewhere)

    expect(await ids(clerk, one)).toEqual([
      [near, true],
      [far, false],
    ])
    expect(await ids(clerk, near)).toEqual([
      [one, true],
      [far, false],
    ])
    expect(await ids(clerk, elsewhere)).toEqual([])
    expect([await alike(clerk, one), await alike(clerk, far)]).toEqual([1, 0])
  })

  it('are shown only to who may open them', async () => {
    const one = await store(account)
    const near = await store(`${account}请你们查一查。`)
    await openCase(site, clerk, one, near)
    await giveCase(site, clerk, one, [first, second])

    expect(await ids(first, one)).toEqual([])
    expect(await alike(first, one)).toBe(0)
  })

  it('are forgotten with either of them', async () => {
    const one = await store(account)
    const near = await store(account)
    await openCase(site, clerk, one, near)
    await site.house.db.inTransaction(tx => site.house.search.forget(tx, near))

    expect(await ids(clerk, one)).toEqual([])
    expect(await site.tables('search_pairs')).toEqual([])
  })

  it('are not guessed from a few words', async () => {
    const one = await store('夜里没人')
    const other = await store('夜里没人')
    await openCase(site, clerk, one, other)
    expect(await ids(clerk, one)).toEqual([[other, false]])
  })
})
