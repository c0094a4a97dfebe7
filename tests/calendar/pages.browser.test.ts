import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../support/browser'
import { giveCase, storeCase } from '../support/cases'
import type { Client } from '../support/client'
import { auditShown } from '../support/page-audit'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

// The calendar and what follows from it, by everybody: axe, text sizes, narrow screens.
let site: Site
let browser: Browser
let staff: Record<'intake' | 'admin' | 'security' | 'principal' | 'wang' | 'li', Officer>

beforeAll(async () => {
  site = await openSite({ now: '2026-12-10T02:00:00Z' })
  const { own } = await moveIn(site)
  staff = {
    intake: await hire(site, own.id, ['intake'], '林雨晴'),
    admin: await hire(site, own.id, ['system-admin'], '管建华'),
    security: await hire(site, own.id, ['security-admin'], '安建国'),
    principal: await hire(site, own.id, ['principal'], '高立群'),
    wang: await hire(site, own.id, ['handler'], '王承办'),
    li: await hire(site, own.id, ['handler'], '李承办'),
  }
  for (let n = 0; n < 3; n += 1) {
    const { caseId } = await storeCase(site, own.id)
    if (n === 0) await giveCase(site, staff.intake, caseId, [staff.wang, staff.li])
  }
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const faults: string[] = []
const see = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('load')
  if (shotsWanted) await takePicture(page, name)
  else faults.push(...(await auditShown(page, 'standard')).map(fault => `${name}: ${fault}`))
}

const withCookiesOf = async ({ cookies }: Client, url: string): Promise<BrowserContext> => {
  const context = await browser.newContext({ locale: 'zh-CN' })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context
}

const pageOf = async (officer: Officer): Promise<Page> => {
  site.clock.pass(1)
  return (await withCookiesOf(await signIn(site, officer), site.staffUrl)).newPage()
}

const press = (page: Page, words: string) =>
  page.locator('main').getByRole('button', { name: words }).first().click()

it('the calendar, its editor and a change; the list of reminders', async () => {
  const admin = await pageOf(staff.admin)
  await admin.goto(`${site.staffUrl}/staff/admin/calendar`)
  await see(admin, 'calendar-year')
  await admin.goto(`${site.staffUrl}/staff/admin/calendar/2026/edit`)
  await admin.fill('#lines', '国庆节：10 月 1 日放假\n元旦：12 月 32 日放假')
  await press(admin, '看看会改动什么')
  await admin.locator('#errors').waitFor()
  await see(admin, 'calendar-edit-errors')
  await admin.goto(`${site.staffUrl}/staff/admin/calendar/2026/edit`)
  await admin.fill('#source', '国务院办公厅关于调整年末放假安排的通知')
  await admin.fill('#notice', '国办发明电〔2026〕8 号')
  await admin.fill('#name', '国庆节')
  await admin.locator('summary', { hasText: '12 月' }).click()
  await admin.locator('button[value="2026-12-28"]').click()
  await see(admin, 'calendar-pressed')
  await press(admin, '看看会改动什么')
  await admin.locator('#propose').waitFor()
  await see(admin, 'calendar-change')
  await press(admin, '提交给安全管理员批准')
  const { pathname } = new URL(admin.url())

  const security = await pageOf(staff.security)
  await security.goto(`${site.staffUrl}${pathname}`)
  await press(security, '提交决定')
  await security.locator('#errors').waitFor()
  await see(security, 'calendar-decide-errors')
  site.clock.pass(1)
  await security.locator('label', { hasText: '批准' }).click()
  await security.fill('#otp', codeOf(site, staff.security))
  await press(security, '提交决定')
  await security.locator('[role=status] progress').waitFor()
  await see(security, 'calendar-approved')
  const principal = await pageOf(staff.principal)
  await principal.goto(`${site.staffUrl}${pathname}`)
  await see(principal, 'calendar-numbers')

  site.clock.set('2027-01-06T03:00:00Z')
  await site.house.reminders.sweep()
  const wang = await pageOf(staff.principal)
  await wang.goto(`${site.staffUrl}/staff/alerts`)
  await see(wang, 'alerts')
  expect(faults).toEqual([])
})
