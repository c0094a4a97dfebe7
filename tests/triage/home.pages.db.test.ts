import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, reporterWrites, storeCase } from '../support/cases'
import { plainSheet, save } from '../support/counter'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let clerk: Officer
let handlers: readonly [Officer, Officer]
let intake: SignedIn

jest.setTimeout(60_000)

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const bodies = await moveIn(site)
  own = bodies.own.id
  clerk = await hire(site, own, ['intake'], '王芳')
  handlers = [
    await hire(site, own, ['handler'], '周启明'),
    await hire(site, own, ['handler'], '李敏'),
  ]
  intake = await signIn(site, clerk)
})
afterAll(() => site.stop())

const home = async (who: SignedIn) => {
  const page = await who.open('/staff')
  const tiles = page
    .$('.st-tiles a')
    .map((_, tile) => page.$(tile).text().replace(/\s+/g, ''))
    .get()
  return { page, tiles, text: page.$('main').text() }
}

it('without cases says that nothing waits, and no day', async () => {
  const { tiles, text } = await home(intake)

  expect(tiles).toEqual(['0待受理', '0待分派', '0超期', '0快到期', '0有新留言'])
  expect(text).not.toContain('到期的')
})

it('counts what waits, and each number leads to just these', async () => {
  const late = await storeCase(site, own, { title: { target: '超期的' } })
  const given = await storeCase(site, own, { title: { target: '给了人的' } })
  await storeCase(site, own, { title: { target: '正常的' } })
  const due = (caseId: string, day: string) =>
    site.tables('cases').where({ id: caseId }).update({ next_due_on: day })
  await due(late.caseId, '2026-12-01')
  await due(given.caseId, '2026-12-11')
  await giveCase(site, clerk, given.caseId, handlers)
  await reporterWrites(site, clerk, late.caseId, '补充')

  const before = await home(intake)
  expect(before.tiles).toEqual(['2待受理', '0待分派', '0超期', '0快到期', '1有新留言'])
  expect(before.text).toContain('今天没有到期的。最近的期限是 2026 年 12 月 1 日。')

  await due(late.caseId, '2026-11-20')
  const after = await home(intake)
  expect(after.tiles).toEqual(['2待受理', '0待分派', '1超期', '0快到期', '1有新留言'])
  expect(after.text).not.toContain('今天没有到期的')
  for (const [words, wanted] of [
    ['待受理', 2],
    ['超期', 1],
    ['有新留言', 1],
  ] as const) {
    const list = await intake.click(after.page, words)
    expect([list.status, list.$('[data-test=row]').length]).toEqual([200, wanted])
  }
})

it('a handler reads of his own cases only', async () => {
  const first = await home(await signIn(site, handlers[0]))
  expect(first.tiles).toEqual(['1我的在办', '0超期', '0快到期', '0有新留言'])
  expect(first.text).toContain('最近的期限是 2026 年 12 月 11 日')

  const idle = await home(await signIn(site, await hire(site, own, ['handler'], '赵闲')))
  expect(idle.tiles).toEqual(['0我的在办', '0超期', '0快到期', '0有新留言'])
})

it('somebody without a queue has no numbers', async () => {
  const publisher = await home(await signIn(site, await hire(site, own, ['publicity'])))
  expect(publisher.tiles).toEqual([])
  expect(publisher.text).toContain('现在没有等您处理的事项')
})

it('an unfinished sheet is counted for who wrote it, and found again', async () => {
  const sheet = await intake.open('/staff/intake/hotline')
  await intake.submit(sheet, { ...plainSheet, text: '记到一半' }, save)

  const { page, tiles } = await home(intake)
  expect(tiles).toContain('1没有记完的登记')
  const again = await intake.click(page, '没有记完的登记')
  expect(again.$('.st-mini > li > a').text()).toContain('示范仁和医院')
  const colleague = await home(await signIn(site, await hire(site, own, ['intake'], '钱同事')))
  expect(colleague.tiles.join()).not.toContain('没有记完的登记')
})
