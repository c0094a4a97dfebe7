import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { codeOf } from '../support/people'
import { press } from '../support/reporter-pages'
import { shotsWanted, takePicture } from '../support/shots'
import { openStory, type Story } from '../support/story'

// The pages of putting aside and going on, and what is said before a visit ends: fit for everybody, in
// every state. MINGSHAO_SHOTS=1 takes pictures into tests/browser/shots instead.
let browser: Browser
let story: Story
let page: Page
const faults: string[] = []

beforeAll(async () => {
  browser = await openBrowser()
  story = await openStory({ now: '2026-11-23T01:00:00Z' })
})
afterAll(async () => {
  await browser.close()
  await story.site.stop()
})
beforeEach(async () => {
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
  await page.clock.install()
})
afterEach(() => page.context().close())

const see = async (name: string): Promise<void> => {
  await page.waitForLoadState('load')
  if (shotsWanted) await takePicture(page, name)
  else faults.push(...(await auditShown(page, 'all')).map(fault => `${name}: ${fault}`))
}
const open = (path: string) => page.goto(story.site.publicUrl + path)
const pass = async (minutes: number): Promise<void> => {
  story.site.clock.pass(minutes)
  await page.clock.runFor(minutes * 60_000)
}

const begin = async (): Promise<void> => {
  await open('/report')
  await press(page, '开始')
  await page.locator('label', { hasText: '列表里没有' }).click()
  await page.fill('#name', '丹江医院')
}

it('putting aside and going on', async () => {
  await begin()
  await press(page, '存下来')
  await see('pause-later')
  const code = await page.locator('#code').innerText()
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('#code').isVisible()).toBe(true)
  expect(await page.locator('[data-print]').isVisible()).toBe(false)
  await page.emulateMedia({ media: 'screen' })
  await open('/report/subject')
  await see('pause-saved-step')

  await page.context().clearCookies()
  await open('/report/resume')
  await see('pause-resume')
  await page.fill('#code', '1111222233334444')
  await press(page, '接着写')
  await page.locator('#errors').waitFor()
  await see('pause-resume-errors')
  await page.fill('#code', code)
  await press(page, '接着写')
  await page.locator('label', { hasText: '不涉及' }).click()
  await pass(31)
  await press(page, '保存并继续')
  await page.locator('#restart').waitFor()
  await see('pause-gone')
  await page.fill('#resume_code', '1')
  await press(page, '用续填码接着写')
  await page.locator('#resume_code-error').waitFor()
  await see('pause-gone-errors')
  await page.fill('#resume_code', code)
  await press(page, '用续填码接着写')
  expect(new URL(page.url()).pathname).toBe('/report/identity')

  await page.context().clearCookies()
  await begin()
  await page.locator('label', { hasText: '不涉及' }).click()
  await open('/report/resume')
  await see('pause-resume-other')
  expect(faults.splice(0)).toEqual([])
})

it('the banner before the end, and after it', async () => {
  await begin()
  // Kept once by itself, which moves the end; and from then on nobody writes.
  await pass(1)
  await page.getByText('已保存').waitFor()
  await pass(26)
  await page.locator('.jb-timeout button').waitFor()
  await see('pause-banner')
  expect(await page.locator('.jb-timeout').innerText()).toMatch(/还有 [345] 分钟/)
  await pass(5)
  expect(await page.locator('.jb-timeout').innerText()).toContain('时间到了')
  await see('pause-banner-over')
  expect(faults.splice(0)).toEqual([])
})

it('the dialog before an officer’s session ends', async () => {
  const { site, staff } = story
  await page.goto(`${site.staffUrl}/staff/login`)
  await page.fill('#user', staff.intake.username)
  await page.fill('#password', staff.intake.password)
  await page.locator('main form button').first().click()
  await page.fill('#otp', codeOf(site, staff.intake))
  await page.locator('main form button').first().click()
  await page.locator('.st-top__me').waitFor()
  await pass(28)
  await page.locator('dialog button').waitFor()
  await see('pause-dialog')
  await pass(3)
  await see('pause-dialog-over')
  expect(faults.splice(0)).toEqual([])
})
