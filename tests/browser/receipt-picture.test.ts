import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { hire, moveIn } from '../support/people'
import { sendReport } from '../support/reporting'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

let site: Site
let browser: Browser
let page: Page

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

/** A report is sent, and a telephone with its cookies looks at the receipt. */
const atReceipt = async (javaScriptEnabled: boolean): Promise<void> => {
  const { cookies, ...client } = reporterBrowser(site)
  await sendReport({ cookies, ...client })
  page = await newPage(browser, { viewport: { width: 390, height: 844 }, javaScriptEnabled })
  const kept = [...cookies].map(([name, value]) => ({ name, value, url: site.publicUrl }))
  await page.context().addCookies(kept)
  await page.goto(`${site.publicUrl}/report/receipt`)
}
afterEach(() => page.context().close())

const faultsOf = async (name: string): Promise<string[]> => {
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, name)
  return []
}

const asked = () =>
  page.evaluate<number>(
    `performance.getEntriesByType('resource').filter(one => one.name.endsWith('.png')).length`,
  )

it('is drawn only when it is asked for, and appears in place', async () => {
  await atReceipt(true)
  const picture = page.locator('#picture')
  expect(await picture.isVisible()).toBe(false)
  expect(await asked()).toBe(0)

  await page.click('text=存成图片')
  await picture.waitFor({ state: 'visible' })
  expect(await asked()).toBe(1)
  expect(page.url()).toBe(`${site.publicUrl}/report/receipt`)
  const box = await picture.locator('img').boundingBox()
  expect(box?.width).toBeGreaterThan(300)
  expect(box?.width).toBeLessThanOrEqual(390)
  expect(await page.evaluate('document.activeElement.id')).toBe('picture')
  expect(await faultsOf('report-receipt-picture-shown')).toEqual([])
})

it('has a page of its own without scripts', async () => {
  await atReceipt(false)
  await page.click('text=存成图片')
  await page.waitForURL('**/report/receipt/picture')

  const box = await page.locator('main img').boundingBox()
  expect(box?.width).toBeGreaterThan(300)
  expect(box?.height).toBeGreaterThan(200)
})

it('that page is fit for everybody', async () => {
  await atReceipt(true)
  await page.goto(`${site.publicUrl}/report/receipt/picture`)

  expect(await faultsOf('report-receipt-picture')).toEqual([])
})
