import { createServer, request, type Server } from 'node:http'
import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { freePort } from '../support/free-port'
import { auditShown } from '../support/page-audit'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'

let site: Site
let door: Server
let origin: string
let browser: Browser
let page: Page
let officer: Officer

/** A passkey belongs to a host name: the site under one, by a door that hands everything on. */
const openDoor = async (port: number): Promise<Server> => {
  const server = createServer((asked, answer) => {
    const { method, headers } = asked
    const onward = request(`${site.staffUrl}${asked.url ?? ''}`, { method, headers }, got => {
      answer.writeHead(got.statusCode ?? 502, got.headers)
      got.pipe(answer)
    })
    asked.pipe(onward)
  })
  await new Promise<void>(resolve => server.listen(port, 'localhost', resolve))
  return server
}

beforeAll(async () => {
  const port = await freePort()
  origin = `http://localhost:${port}`
  site = await openSite({ now: '2026-11-23T01:00:00Z', config: { staffUrl: origin } })
  door = await openDoor(port)
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'], '李晓岚')
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
  const tools = await page.context().newCDPSession(page)
  await tools.send('WebAuthn.enable')
  await tools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...{ protocol: 'ctap2', transport: 'internal', hasResidentKey: true },
      ...{ hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
})
afterAll(async () => {
  await browser.close()
  door.closeAllConnections()
  door.close()
  await site.stop()
})

const faultsOf = async (name: string): Promise<string[]> => {
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-${name}`)
  return []
}

const givePassword = async (): Promise<void> => {
  await page.goto(`${origin}/staff/login`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.click('main button')
  await page.waitForURL('**/staff/login/otp')
}

it('registers a device, signs in with it and steps up with it, under the strict CSP', async () => {
  await givePassword()
  await page.fill('#otp', codeOf(site, officer))
  await page.click('main form button.st-btn--main')
  await page.waitForURL('**/staff')
  site.clock.pass(2)
  await page.goto(`${origin}/staff/me/passkeys`)
  expect(await faultsOf('passkeys')).toEqual([])
  await page.fill('#name', '办公室电脑')
  await page.fill('#otp', codeOf(site, officer))
  await page.click('main form button.st-btn--main')
  await page.waitForURL('**/passkeys/new')
  expect(await faultsOf('passkey-new')).toEqual([])
  await page.click('[data-make]')
  await page.waitForURL('**/staff/me/passkeys')
  expect(await page.locator('[data-test=passkey] th').innerText()).toBe('办公室电脑')

  await page.context().clearCookies()
  await givePassword()
  expect(await faultsOf('passkey-sign-in')).toEqual([])
  await page.click('[data-passkey] button')
  await page.waitForURL('**/staff')
  await page.goto(`${origin}/staff/me/codes`)
  expect(await faultsOf('passkey-step-up')).toEqual([])
  await page.click('[data-passkey] button')
  await page.waitForSelector('.st-codes li')
  expect(await page.locator('.st-codes li').count()).toBe(10)
})
