import type { Browser, Page } from 'playwright-core'
import { openDrawing } from '../draws/drawing'
import { newPage, openBrowser } from '../support/browser'
import type { StoredCase } from '../support/cases'
import { pressNone } from '../support/declaring'
import { auditShown } from '../support/page-audit'
import { codeOf, type Officer } from '../support/people'
import { press } from '../support/reporter-pages'
import { shotsWanted, takePicture } from '../support/shots'

// 回避 and giving cases away: axe, text sizes, narrow screens, targets, keyboard; and the one key of triage.

let drawing: Awaited<ReturnType<typeof openDrawing>>
let site: typeof drawing.site
let browser: Browser
let page: Page
let stored: StoredCase

beforeAll(async () => {
  drawing = await openDrawing({ asksFirst: true })
  site = drawing.site
  stored = await drawing.acceptedCase()
  await drawing.exclude(stored, drawing.handlers[3], drawing.head)
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const enter = async (officer: Officer): Promise<void> => {
  site.clock.pass(1)
  await page.context().clearCookies()
  await page.goto(`${site.staffUrl}/staff/login`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.click('main button')
  await page.fill('#otp', codeOf(site, officer))
  await page.click('main form:has(#otp) button')
  await page.waitForURL('**/staff')
}

const faultsOf = async (name: string): Promise<string[]> => {
  await page.waitForLoadState('load')
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-assign-${name}`)
  return []
}

const look = async (name: string, path: string): Promise<string[]> => {
  await page.goto(`${site.staffUrl}${path}`)
  return faultsOf(name)
}

const wrongly = async (name: string, words: string): Promise<string[]> => {
  await press(page, words)
  await page.locator('#errors').waitFor()
  return faultsOf(`${name}-errors`)
}

it('the declaration, those who keep away, one’s own relations', async () => {
  await enter(drawing.head)
  expect(await look('coi', stored.path)).toEqual([])
  expect(await wrongly('coi', '有关系，我回避')).toEqual([])
  // One key says that there is no relation; triage goes on.
  await page.goto(`${site.staffUrl}${stored.path}`)
  await page.locator('h1').click()
  await page.keyboard.press('n')
  await page.waitForURL(`**${stored.path}`)
  expect(await look('kept', `${stored.path}/exclusions`)).toEqual([])
  expect(await wrongly('kept', '决定回避')).toEqual([])
  expect(await look('board', '/staff/exclusions')).toEqual([])
  expect(await look('relations', '/staff/me/relations')).toEqual([])
  expect(await wrongly('relations', '申报')).toEqual([])
})

it('giving a case to two, and drawing them', async () => {
  await page.goto(`${site.staffUrl}${stored.path}/assign`)
  await pressNone(page)
  expect(await faultsOf('two')).toEqual([])
  expect(await wrongly('two', '分派给这两位')).toEqual([])
  await page.getByRole('link', { name: '改用随机抽取' }).click()
  expect(await faultsOf('draw-new')).toEqual([])
  await page.selectOption('#pool', 'leave')
  expect(await wrongly('draw-new', '定下名单')).toEqual([])
  await page.selectOption('#pool', '')
  await press(page, '定下名单')
  expect(await faultsOf('draw-committed')).toEqual([])
  const draw = new URL(page.url()).pathname
  await enter(drawing.clerk)
  await page.goto(`${site.staffUrl}${draw}`)
  expect(await wrongly('draw-word', '写下见证字')).toEqual([])
  await page.fill('#word', 'Zhao2026')
  await press(page, '写下见证字')
  await enter(drawing.head)
  await page.goto(`${site.staffUrl}${draw}`)
  await press(page, '抽取，并照结果分派')
  await page.locator('[data-test=seed]').waitFor()
  expect(await faultsOf('draw-done')).toEqual([])
  expect(await look('draws', '/staff/draws')).toEqual([])
})
