import { hire, type Officer } from '../support/people'
import type { SignedIn } from '../support/visitors'
import { come, deedsOf, errorsOf, openOffice, type Office } from './office'

let office: Office
let site: Office['site']
let handler: Officer
beforeEach(async () => {
  office = await openOffice()
  site = office.site
  handler = await hire(site, office.own.id, ['handler'], '周正')
})
afterEach(() => site.stop())

const openReview = (browser: SignedIn) => browser.click(browser.home, '权限核对')

const verdict = (who: Officer, word: 'confirmed' | 'removal') => ({ [`v-${who.actor.id}`]: word })

it('is due on the first page, is done person by person, and the quarter is recorded', async () => {
  const browser = await come(site, office.secadmin)
  expect(browser.home.$('.st-said').text()).toContain(
    '2026 年第 4 季度的人员权限还没有核对完，2026 年 12 月 31 日以前要完成',
  )
  const page = await openReview(browser)
  const lines = page.$('[data-test=line]').text()
  for (const words of ['周正', '承办人', '江维', '从未登录']) expect(lines).toContain(words)
  expect(lines).not.toContain('严守正')

  const half = await browser.submit(page, verdict(handler, 'confirmed'))
  expect(half.$('[data-test=line]').text()).not.toContain('周正')
  const token = String(half.$('[name=_csrf]').val())
  const early = await browser.send('/staff/admin/review/finish', { _csrf: token })
  expect([early.status, early.$('h1').text()]).toEqual([409, '还有人没有核对'])

  const rest = await browser.submit(half, verdict(office.sysadmin, 'confirmed'))
  const done = await browser.submit(rest, {}, { form: '#finish' })
  expect(done.$('.st-said').text()).toContain('这一期已经完成')
  expect((await browser.open('/staff')).$('.st-said').text()).not.toContain('核对')
  expect(await site.tables('access_reviews').select('period_from', 'people')).toEqual([
    { period_from: '2026-10-01', people: 2 },
  ])
  expect((await deedsOf(site, 'access.confirmed')).map(({ subject }) => subject)).toEqual([
    handler.actor.id,
    office.sysadmin.actor.id,
  ])
  expect((await deedsOf(site, 'access.reviewed')).map(({ ground }) => ground)).toEqual([
    '2026-10-01 2',
  ])
})

it('asks the system administrator for what is to go, and changes nothing by itself', async () => {
  const browser = await come(site, office.secadmin)
  await browser.submit(await openReview(browser), verdict(handler, 'removal'))
  expect(await site.tables('staff_duties').where({ staff_id: handler.actor.id })).toHaveLength(1)

  const other = await come(site, office.sysadmin)
  expect(other.home.$('.st-said').text()).toContain('权限核对要求取消周正的职责')
  const person = await other.click(other.home, '去处理')
  expect(person.$('.st-said').text()).toContain('要求取消他的职责')
  expect((await deedsOf(site, 'access.removal-asked')).map(({ subject }) => subject)).toEqual([
    handler.actor.id,
  ])
})

it('looks again at somebody whose duties changed, and at everybody in the next quarter', async () => {
  const browser = await come(site, office.secadmin)
  const page = await openReview(browser)
  await browser.submit(page, verdict(handler, 'confirmed'))
  await site.tables('staff_duties').insert({ staff_id: handler.actor.id, duty: 'intake' })
  expect((await openReview(browser)).$('[data-test=line]').text()).toContain('周正')

  site.clock.set('2027-01-04T01:00:00Z')
  const later = await come(site, office.secadmin)
  const next = await openReview(later)
  expect(next.$('h1').text()).toBe('权限核对：2027 年第 1 季度')
  expect(next.$('[data-test=line]')).toHaveLength(2)
})

it('is not for one’s own line, nor for people of another body; nothing is half done', async () => {
  const stranger = await hire(site, office.above.id, ['handler'])
  const browser = await come(site, office.secadmin)
  const page = await openReview(browser)
  const token = String(page.$('[name=_csrf]').val())
  for (const who of [office.secadmin, stranger]) {
    const both = { ...verdict(handler, 'confirmed'), ...verdict(who, 'confirmed'), _csrf: token }
    expect((await browser.send('/staff/admin/review', both)).status).toBeGreaterThan(399)
  }
  expect(await site.tables('access_review_lines')).toEqual([])
  expect((await deedsOf(site, 'staffing.refused')).map(({ ground }) => ground)).toEqual([
    'staff.own-account',
    'staff.not-found',
  ])
  const empty = await browser.send('/staff/admin/review', { _csrf: token })
  expect([empty.status, errorsOf(empty)]).toEqual([422, ['还没有选。请至少核对一个人']])
  const own = {
    ...{ period_from: '2026-10-01', staff_id: handler.actor.id, duties: ['handler'] },
    ...{ verdict: 'confirmed', reviewed_by: handler.actor.id, reviewed_at: new Date() },
  }
  await expect(site.tables('access_review_lines').insert(own)).rejects.toMatchObject({
    constraint: 'access_review_lines_never_ones_own',
  })
})

it('covers the own body and those below it: nobody above is seen, waited for or confirmed', async () => {
  const chief = await hire(site, office.above.id, ['security-admin'], '省安全管理员')
  const upper = await hire(site, office.above.id, ['handler'], '省里的人')
  const browser = await come(site, office.secadmin)
  const page = await openReview(browser)
  expect(page.$('[data-test=line]').text()).not.toMatch(/省里的人|省安全管理员/)
  const both = { ...verdict(handler, 'removal'), ...verdict(office.sysadmin, 'confirmed') }
  const done = await browser.submit(await browser.submit(page, both), {}, { form: '#finish' })
  expect(done.$('.st-said').text()).toContain('这一期已经完成')

  // The province has its own to do, and sees those below as they were left.
  const above = await come(site, chief)
  expect(above.home.$('.st-said').text()).toContain('还没有核对完')
  const lines = (await openReview(above)).$('[data-test=line]').text()
  for (const words of ['省里的人', '严守正']) expect(lines).toContain(words)
  for (const words of ['周正', '江维', '省安全管理员']) expect(lines).not.toContain(words)
  const asked = await above.submit(await openReview(above), verdict(upper, 'removal'))
  expect(asked.status).toBe(200)
  const names = async (of: Officer) =>
    site.house.db.inTransaction(async tx =>
      (await site.house.review.removals(tx, of.actor)).map(one => one.displayName).sort(),
    )
  expect(await names(office.sysadmin)).toEqual(['周正'])
  expect(await names(chief)).toEqual(['周正', '省里的人'])
  expect(await site.tables('access_reviews').pluck('organisation_id')).toEqual([office.own.id])
})
