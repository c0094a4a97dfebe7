import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../support/browser'
import type { Client } from '../support/client'
import { comeBack } from '../support/following'
import { auditShown } from '../support/page-audit'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId, refuseCase } from '../support/refusing'
import { sendReport } from '../support/reporting'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'

// The reporter's side and the desk above, in every state, by everybody: axe, text sizes, narrow screens.
jest.setTimeout(600_000)

let site: Site
let browser: Browser
let above: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own, above: province } = await moveIn(site)
  const intake = await hire(site, own.id, ['intake'], '王芳')
  await hire(site, own.id, ['identity'], '宋守一')
  above = await hire(site, province.id, ['supervision'], '罗致远')
  code = (await sendReport(reporterBrowser(site), { identity: 'anon-claim' })).code
  await refuseCase(site, intake, await lastCaseId(site))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

let code: string

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

const press = (page: Page, words: string) =>
  page.locator('main').getByRole('button', { name: words }).first().click()

const withErrors = async (page: Page, name: string, button: string): Promise<void> => {
  await see(page, name)
  await press(page, button)
  await page.locator('#errors').waitFor()
  await see(page, `${name}-errors`)
}

it('the reporter’s doors', async () => {
  const reporter = reporterBrowser(site)
  await comeBack(reporter, code)
  const page = await (await withCookiesOf(reporter, site.publicUrl)).newPage()
  const open = (path: string) => page.goto(`${site.publicUrl}${path}`)
  await open('/follow/identity')
  await withErrors(page, 'follow-identity', '改成实名')
  await open('/follow/withdraw')
  await withErrors(page, 'follow-withdraw', '就这样办')
  await page.locator('label', { hasText: '撤回举报' }).first().click()
  await press(page, '就这样办')
  await see(page, 'follow-withdraw-done')
  await open('/follow/objection')
  await withErrors(page, 'follow-objection', '交给上级')
  await page.fill('#text', '照片、时间、地点都写明了，三楼夜里没有人，出院记录都是同一天补的。')
  await press(page, '交给上级')
  await see(page, 'follow-objection-sent')
  await open('/follow/retaliation')
  await withErrors(page, 'follow-retaliation', '交给上级')
  await page.fill('#text', '从今天起不让我排班，科主任说查出来是谁写的。')
  await page.fill('#reach', '夜里九点以后')
  await press(page, '交给上级')
  await see(page, 'follow-retaliation-sent')
  await open('/follow/case')
  await see(page, 'follow-case-above')
  await open('/follow/retaliation')
  await page.fill('#text', '写到一半的话')
  site.clock.pass(11)
  await press(page, '交给上级')
  await page.locator('#kept_text').waitFor()
  await see(page, 'follow-expired-call')
  expect(faults.splice(0)).toEqual([])
})

it('the desk above', async () => {
  const officer = await signIn(site, above)
  const page = await (await withCookiesOf(officer, site.staffUrl)).newPage()
  const open = (path: string) => page.goto(`${site.staffUrl}${path}`)
  await open('/staff')
  await see(page, 'staff-home-supervision')
  await open('/staff/supervise')
  await see(page, 'staff-supervise')
  await page.getByRole('link', { name: '有异议' }).click()
  await withErrors(page, 'staff-supervise-objection', '发送')
  await open('/staff/supervise')
  await page.getByRole('link', { name: '受到报复' }).click()
  await see(page, 'staff-supervise-call')
  await page.fill('#done', '约谈单位负责人，恢复排班')
  await press(page, '登记')
  await see(page, 'staff-supervise-acted')
  await open('/staff/supervise?view=done')
  await see(page, 'staff-supervise-done')
  expect(faults.splice(0)).toEqual([])
})

it('the reporter reads the answer', async () => {
  const reporter = reporterBrowser(site)
  await comeBack(reporter, code)
  const page = await (await withCookiesOf(reporter, site.publicUrl)).newPage()
  await page.goto(`${site.publicUrl}/follow/retaliation`)
  await see(page, 'follow-retaliation-acted')
  expect(faults.splice(0)).toEqual([])
})
