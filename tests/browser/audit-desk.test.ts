import type { Browser, Page } from 'playwright-core'
import { openAudited, type Audited } from '../auditing/workplace'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { codeOf } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'

let at: Audited
let browser: Browser
let page: Page

beforeAll(async () => {
  at = await openAudited()
  await at.write(at.officer.actor, at.own.id, 'original.viewed', 3)
  await at.write(at.officer.actor, at.own.id, 'evidence.viewed', 60)
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
  const { staffUrl } = at.site
  const cookies = [...at.browser.cookies].map(([name, value]) => ({ name, value, url: staffUrl }))
  await page.context().addCookies(cookies)
})
afterAll(async () => {
  await browser.close()
  await at.site.stop()
})

const open = (path: string) => page.goto(at.site.staffUrl + path)
const faultsOf = async (name: string): Promise<string[]> => {
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-audit-${name}`)
  return []
}
const check = async (): Promise<void> => {
  for (const id of await at.site.tables<{ id: string }>('audit_checks').pluck('id'))
    await at.site.house.checks.work(id)
}

it('the record, one entry, and filters that find nothing', async () => {
  await open('/staff')
  expect(await faultsOf('home')).toEqual([])
  await open('/staff/audit')
  expect(await faultsOf('list')).toEqual([])
  await page.locator('[data-test=entry] a').first().click()
  expect(await faultsOf('entry')).toEqual([])
  await open('/staff/audit?person=nobody&from=x')
  expect(await faultsOf('list-errors')).toEqual([])
})

it('how far it is verified: under way, whole, broken', async () => {
  await open('/staff/audit/state')
  await page.click('#check-whole button')
  await page.waitForSelector('progress')
  // It draws itself anew every five seconds: no time to audit it.
  if (shotsWanted) await takePicture(page, 'staff-audit-running')
  await check()
  await open('/staff/audit/state')
  expect(await faultsOf('whole')).toEqual([])
  const chain = `${at.own.id}:staff`
  await at.site.tables('audit_entries').where({ chain, seq: 4 }).update({ ground: 'x' })
  await page.click('#check-whole button')
  await check()
  await open('/staff/audit/state')
  await page.waitForSelector('.st-said--bad')
  expect(await faultsOf('broken')).toEqual([])
})

it('who looked at identities, and an export', async () => {
  await open('/staff/audit/identity')
  expect(await faultsOf('identity')).toEqual([])
  await open('/staff/audit/export')
  await page.click('main form button')
  await page.waitForSelector('.jb-errors')
  expect(await faultsOf('export-errors')).toEqual([])
  at.site.clock.pass(2)
  await page.fill('#reason', '季度审计需要核对看过原件的人员，按计划导出本月记录')
  await page.fill('#otp', codeOf(at.site, at.auditor))
  await page.click('main form button')
  await page.waitForURL('**/staff/audit/exports/*')
  expect(await faultsOf('exported')).toEqual([])
})
