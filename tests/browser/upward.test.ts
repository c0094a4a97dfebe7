import type { Browser, BrowserContext, Page } from 'playwright-core'
import { come, openOffice } from '../staffing/office'
import { openBrowser } from '../support/browser'
import { storeCase } from '../support/cases'
import { auditShown } from '../support/page-audit'
import { hire } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import type { Site } from '../support/site'
import type { SignedIn } from '../support/visitors'
import { drafted, openTransferScene } from '../transfers/scene'

// Figures that go upward and files that go to other departments: axe, text sizes, narrow screens.
let browser: Browser
const faults: string[] = []
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const see = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('load')
  if (shotsWanted) await takePicture(page, name)
  else faults.push(...(await auditShown(page, 'standard')).map(fault => `${name}: ${fault}`))
}

const enter = async ({ staffUrl: url }: Site, { cookies }: SignedIn): Promise<Page> => {
  const context: BrowserContext = await browser.newContext({ locale: 'zh-CN' })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context.newPage()
}

it('figures fit everybody', async () => {
  const { site, own } = await openOffice()
  try {
    await site.house.db.inTransaction(site.house.deadlines.seedCalendar)
    const head = await come(site, await hire(site, own.id, ['principal', 'intake'], '高立群'))
    for (let n = 0; n < 26; n += 1)
      await storeCase(site, own.id, { source: n < 12 ? 'letter' : 'web' })
    const page = await enter(site, head)
    for (const [path, name] of [
      ['/staff/statistics', 'staff-statistics'],
      ['/staff/statistics?period=m2026-11&by=source', 'staff-statistics-source'],
      ['/staff/statistics?period=days&from=2026-11-20&until=2026-11-23', 'staff-statistics-short'],
      ['/staff/statistics/reports', 'staff-statistics-reports'],
    ] as const) {
      await page.goto(`${site.staffUrl}${path}`)
      await see(page, name)
    }
    expect(faults).toEqual([])
  } finally {
    await site.stop()
  }
})

it('transfers fit everybody', async () => {
  const here = await openTransferScene()
  try {
    const { made, path } = await drafted(here)
    const page = await enter(here.site, here.people.wang)
    await page.goto(`${here.site.staffUrl}${path}/transfers`)
    await see(page, 'staff-transfer-new')
    await page.locator('main [data-test=draft] button, main form button').first().click()
    await page.waitForLoadState('load')
    await see(page, 'staff-transfer-errors')
    for (const [at, name] of [
      [made.path, 'staff-transfer'],
      ['/staff/transfers', 'staff-transfers'],
    ] as const) {
      await page.goto(`${here.site.staffUrl}${at}`)
      await see(page, name)
    }
    expect(faults).toEqual([])
  } finally {
    await here.site.stop()
  }
})
