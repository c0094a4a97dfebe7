import type { Browser } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
let browser: Browser

beforeAll(async () => {
  site = await openSite()
  await moveIn(site)
  browser = await openBrowser()
}, 120_000)
afterAll(async () => {
  await browser.close()
  await site.stop()
})

it.each([true, false])(
  'opens both entrances with scripts %s, without one complaint of the browser',
  async javaScriptEnabled => {
    const page = await newPage(browser, { javaScriptEnabled })
    const complaints: string[] = []
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(error.message))
    page.on('requestfailed', asked => complaints.push(asked.url()))

    await page.goto(site.publicUrl)
    expect(await page.locator('h1').count()).toBe(1)
    await page.goto(`${site.staffUrl}/staff`)
    expect(page.url()).toBe(`${site.staffUrl}/staff/login`)
    expect(complaints).toEqual([])
    await page.context().close()
  },
)
