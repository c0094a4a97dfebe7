import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'

let site: Site
let browser: Browser
let page: Page
let officer: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'], '李晓岚')
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
  await signIn()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const sendCode = async (otp: string): Promise<void> => {
  await page.fill('#otp', otp)
  await page.click('main form:has(#otp) button')
  await page.waitForLoadState('load')
}

/** Once with a wrong code first, so that the list of sign-ins has something to point out. */
const signIn = async (): Promise<void> => {
  await page.goto(`${site.staffUrl}/staff/login`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.click('main button')
  await sendCode('000000')
  await sendCode(codeOf(site, officer))
}

const open = (path: string) => page.goto(site.staffUrl + path)

const faultsOf = async (name: string): Promise<string[]> => {
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-${name}`)
  return []
}

const codesShown = () => page.locator('.st-codes li').count()

describe('one’s own account: axe, text sizes, narrow screens, targets, keyboard', () => {
  it('without recovery codes', async () => {
    await open('/staff/me')

    expect(await page.locator('[data-test=sign-in] b').count()).toBe(1)
    expect(await faultsOf('me')).toEqual([])
  })

  it('asking for codes, and with a wrong answer', async () => {
    await open('/staff/me/codes')
    expect(await faultsOf('me-codes')).toEqual([])

    await sendCode('')
    await page.waitForSelector('.jb-errors')
    expect(await faultsOf('me-codes-errors')).toEqual([])
  })

  it('the codes while they are shown, and afterwards', async () => {
    site.clock.pass(2)
    await open('/staff/me/codes')
    await sendCode(codeOf(site, officer))
    expect(await codesShown()).toBe(10)
    expect(await faultsOf('me-codes-shown')).toEqual([])

    await page.click('main form button')
    await open('/staff/me/codes')
    expect(await codesShown()).toBe(0)
    expect(await faultsOf('me-codes-again')).toEqual([])
    await open('/staff/me')
    expect(await faultsOf('me-with-codes')).toEqual([])
  })
})
