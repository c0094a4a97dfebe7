import type { Browser, Page } from 'playwright-core'
import type { CaseId } from '../../src/vocabulary/ids'
import { agree, openScene, storeRefused, TODAY, type Scene } from '../retention/closed-case'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { codeOf, type Officer } from '../support/people'
import { openCase } from '../support/searching'
import { shotsWanted, takePicture } from '../support/shots'

let scene: Scene
let browser: Browser
let page: Page

beforeAll(async () => {
  scene = await openScene()
  for (let at = 0; at < 3; at += 1) await storeRefused(scene)
  scene.site.clock.set(TODAY)
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await scene.site.stop()
})

const signIn = async (officer: Officer): Promise<void> => {
  await page.context().clearCookies()
  await page.goto(`${scene.site.staffUrl}/staff/login`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.click('main button')
  await page.fill('#otp', codeOf(scene.site, officer))
  await page.click('main form:has(#otp) button')
  await page.waitForURL('**/staff')
}
const open = (path: string) => page.goto(scene.site.staffUrl + path)
/** A page that draws itself anew every few seconds cannot be audited as it stands. */
const photograph = async (name: string): Promise<void> => {
  if (shotsWanted) await takePicture(page, `staff-${name}`)
}
const faultsOf = async (name: string): Promise<string[]> => {
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-${name}`)
  return []
}

it('what is due, a list, its approval and the certificate', async () => {
  await signIn(scene.admin)
  await open('/staff/admin/retention')
  expect(await faultsOf('retention')).toEqual([])
  await page.click('form[action="/staff/admin/retention"] button')
  await page.waitForURL('**/staff/admin/retention/*-*')
  const list = new URL(page.url()).pathname

  scene.site.clock.pass(1)
  await signIn(scene.principal)
  await open(list)
  expect(await faultsOf('retention-list')).toEqual([])
  await page.click('#approve button')
  await page.waitForSelector('.jb-errors')
  expect(await faultsOf('retention-list-errors')).toEqual([])
  scene.site.clock.pass(1)
  await page.fill('#otp', codeOf(scene.site, scene.principal))
  await page.click('#approve button')
  await page.waitForSelector('progress')
  await photograph('retention-at-work')
  while (!(await scene.site.house.retention.work((list.split('/').at(-1) ?? '') as never)));
  await open(`${list}/certificate`)
  expect(await page.locator('[data-test=erased]').count()).toBe(3)
  expect(await faultsOf('retention-certificate')).toEqual([])
})

it('holds', async () => {
  await storeRefused(scene)
  scene.site.clock.pass(1)
  await signIn(scene.principal)
  await open('/staff/admin/retention/holds')
  await page.click('main form button')
  await page.waitForSelector('.jb-errors')
  expect(await faultsOf('holds-errors')).toEqual([])
  await page.fill('#number', '2026-1')
  await page.check('#ground')
  await page.click('main form button')
  await page.waitForSelector('[data-test=hold]')
  expect(await faultsOf('holds')).toEqual([])
  await page.click('[data-test=hold] a')
  expect(await faultsOf('hold-lift')).toEqual([])
  await open('/staff/admin/retention')
  expect(await faultsOf('retention-nothing-due')).toEqual([])
  await expect(agree(scene)).rejects.toMatchObject({ code: 'retention.nothing-due' })
})

it('the renewal of keys', async () => {
  scene.site.clock.pass(1)
  const [held = ''] = await scene.site.tables('cases').where({ held: true }).pluck<string[]>('id')
  await openCase(scene.site, scene.intake, held as CaseId)
  await signIn(scene.intake)
  await open('/staff/rotation')
  expect(await faultsOf('rotation')).toEqual([])
  await page.click('#start button')
  await page.waitForSelector('.jb-errors')
  expect(await faultsOf('rotation-errors')).toEqual([])
  scene.site.clock.pass(1)
  await page.check('#ground')
  await page.fill('#otp', codeOf(scene.site, scene.intake))
  await page.click('#start button')
  await page.waitForSelector('form[action$="/reseal"]')
  expect(await faultsOf('rotation-left')).toEqual([])
  await page.click('form[action$="/reseal"] button')
  await page.waitForSelector('form[action$="/finish"]')
  expect(await faultsOf('rotation-moved')).toEqual([])
  await page.click('form[action$="/search/start"] button')
  await page.waitForSelector('.jb-errors')
  expect(await faultsOf('search-key-errors')).toEqual([])
  scene.site.clock.pass(1)
  await page.check('#searchGround')
  await page.fill('#otp', codeOf(scene.site, scene.intake))
  await page.click('form[action$="/search/start"] button')
  await page.waitForSelector('form[action$="/search/index"]')
  expect(await faultsOf('search-key-left')).toEqual([])
  await page.click('form[action$="/search/index"] button')
  await page.waitForSelector('form[action$="/search/finish"]')
  expect(await faultsOf('search-key-moved')).toEqual([])
  scene.site.clock.pass(1)
  await signIn(scene.admin)
  await open('/staff/rotation')
  expect(await faultsOf('rotation-admin')).toEqual([])
})
