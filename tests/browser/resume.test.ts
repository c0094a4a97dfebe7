import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { jpegWithGps } from '../support/fixtures'
import { codeOf } from '../support/people'
import { press } from '../support/reporter-pages'
import { openStory, type Story } from '../support/story'

// Promise 5 in a real browser: put aside and gone on with elsewhere, with scripts and without; kept while
// it is written; and the end of a visit said in time, and moved.
let browser: Browser
let story: Story

beforeAll(async () => {
  browser = await openBrowser()
  story = await openStory({ now: '2026-11-23T01:00:00Z' })
})
afterAll(async () => {
  await browser.close()
  await story.site.stop()
})

const pathOf = (page: Page) => new URL(page.url()).pathname

/** To step 4, by the pages. */
const walkToText = async (page: Page): Promise<void> => {
  await page.goto(`${story.site.publicUrl}/report`)
  await press(page, '开始')
  await page.locator('label', { hasText: '不清楚是谁' }).click()
  await page.locator('label', { hasText: '不涉及' }).click()
  await press(page, '保存并继续')
  await page.locator('[name=identity][value=anon]').check({ force: true })
  await press(page, '保存并继续')
  await page.locator('[name=behaviours]').first().check({ force: true })
  await press(page, '保存并继续')
  expect(pathOf(page)).toBe('/report/what')
}

describe.each([true, false])('scripts: %s', scripts => {
  it('a half-written page with a file goes on in another browser', async () => {
    const options = { javaScriptEnabled: scripts, viewport: { width: 390, height: 844 } }
    const page = await newPage(browser, options)
    await walkToText(page)
    await page.fill('#text', '夜里三楼病房没有人')
    await press(page, '保存并继续')
    const content = await jpegWithGps()
    await page.setInputFiles('#files', {
      name: '病房.jpg',
      mimeType: 'image/jpeg',
      buffer: content,
    })
    await press(page, '上传')
    await page.locator('.jb-file__name').waitFor()
    await page.goto(`${story.site.publicUrl}/report/what`)
    await page.fill('#when', '今年夏')
    await press(page, '存下来')
    expect(pathOf(page)).toBe('/report/later')
    const code = await page.locator('#code').innerText()
    expect(code).toMatch(/^\d{4}( \d{4}){3}$/)
    await page.context().close()

    const other = await newPage(browser, options)
    await other.goto(story.site.publicUrl)
    await other.getByRole('link', { name: '有续填码？继续填' }).click()
    await other.fill('#code', '1111222233334444')
    await press(other, '接着写')
    expect(await other.locator('[role=alert]').innerText()).toContain(
      '续填码不对，或者已经超过 7 天',
    )
    await other.fill('#code', code)
    await press(other, '接着写')
    expect(pathOf(other)).toBe('/report/what')
    expect(await other.inputValue('#text')).toBe('夜里三楼病房没有人')
    expect(await other.inputValue('#when')).toBe('今年夏')
    await press(other, '保存并继续')
    expect(await other.locator('.jb-file__name').innerText()).toContain('病房.jpg')
    // Neither in the address nor kept by the browser.
    expect(pathOf(other) + new URL(other.url()).search).not.toMatch(/\d/)
    const stored = await other.evaluate('localStorage.length + sessionStorage.length')
    expect(stored).toBe(0)
    await other.context().close()
  })
})

/** Both clocks: the server's, and that of the page. */
const pass = async (page: Page, minutes: number): Promise<void> => {
  story.site.clock.pass(minutes)
  await page.clock.runFor(minutes * 60_000)
}

it('keeps what is written every half minute, and says so', async () => {
  const page = await newPage(browser)
  await page.clock.install()
  await walkToText(page)
  let posts = 0
  page.on('request', request => {
    if (request.url().endsWith('/report/autosave')) posts += 1
  })
  const note = page.locator('[data-autosave]')
  await page.fill('#text', '写到一半')
  const answered = page.waitForResponse(/autosave/)
  await page.clock.runFor(31_000)
  expect((await answered).status()).toBe(204)
  await note.getByText('已保存').waitFor()
  expect(await note.getAttribute('role')).toBe('status')
  await page.clock.runFor(120_000)
  // Nothing new: nothing is sent.
  expect(posts).toBe(1)
  await page.locator('#text').pressSequentially('，又一句')
  expect(await note.innerText()).toBe('')

  await page.goto(`${story.site.publicUrl}/report/what`)
  expect(await page.inputValue('#text')).toBe('写到一半')
  expect(await page.evaluate('localStorage.length + sessionStorage.length')).toBe(0)
  await page.context().close()
})

it('says five minutes before the end, and 继续填 moves it; what comes too late is not lost', async () => {
  const page = await newPage(browser)
  await page.clock.install()
  await walkToText(page)
  const banner = page.locator('[data-stay]')
  expect(await banner.getAttribute('role')).toBe('status')
  await pass(page, 24)
  expect(await banner.innerText()).toBe('')
  await pass(page, 2)
  expect(await banner.innerText()).toContain('还有 4 分钟')
  const moved = page.waitForResponse(/report\/stay/)
  await banner.getByRole('button', { name: '继续填' }).click()
  expect((await moved).status()).toBe(204)
  await pass(page, 24)
  expect(await banner.innerText()).toBe('')

  await page.clock.runFor(7 * 60_000)
  story.site.clock.pass(31)
  expect(await banner.innerText()).toContain('时间到了')
  await page.fill('#text', '想了很久才写的')
  await press(page, '保存并继续')
  await page.locator('#restart').waitFor()
  expect(await page.inputValue('#text')).toBe('想了很久才写的')
  await page.context().close()
})

it('asks an officer two minutes before the end; 继续办理 keeps the session and what was typed', async () => {
  const { site, staff } = story
  const officer = staff.intake
  const page = await newPage(browser)
  await page.clock.install()
  await page.goto(`${site.staffUrl}/staff/login`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.locator('main form button').first().click()
  await page.fill('#otp', codeOf(site, officer))
  await page.locator('main form button').first().click()
  await page.goto(`${site.staffUrl}/staff/intake/letter`)
  const field = page.locator('main textarea').first()
  await field.fill('来信里写的经过')
  await field.focus()
  const dialog = page.locator('dialog')
  await pass(page, 27)
  expect(await dialog.isVisible()).toBe(false)
  await pass(page, 2)
  expect(await dialog.isVisible()).toBe(true)
  expect(await dialog.innerText()).toContain('还有 1 分钟自动退出')
  const moved = page.waitForResponse(/staff\/stay/)
  await page.keyboard.press('Escape')
  expect((await moved).status()).toBe(204)
  await dialog.waitFor({ state: 'hidden' })
  expect(await field.inputValue()).toBe('来信里写的经过')
  expect(await page.evaluate('document.activeElement.tagName')).toBe('TEXTAREA')
  await pass(page, 20)
  await page.reload()
  expect(pathOf(page)).toBe('/staff/intake/letter')
  await page.context().close()
})
