import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { press } from '../support/reporter-pages'
import { hospital, openStory, type Story } from '../support/story'

// Promise 6: paste works; no puzzle; nothing asked twice; the exit never hides what has the focus.
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

type Look = (step: string) => Promise<void>

/** Past every page on which a reporter is asked something; `look` before it is answered. */
const walk = async (page: Page, look: Look): Promise<string> => {
  const at = async () => look(new URL(page.url()).pathname)
  const onward = () => press(page, '保存并继续')
  await page.goto(`${story.site.publicUrl}/report`)
  await at()
  await press(page, '开始')
  await page.fill('#q', '仁和')
  await press(page, '查找')
  await at()
  await page.locator('label', { hasText: hospital }).first().click()
  await page.locator('label', { hasText: '不涉及' }).click()
  await onward()
  await at()
  await page.locator('[name=identity][value=named]').check({ force: true })
  await onward()
  await at()
  await page.goto(`${story.site.publicUrl}/report/identity`)
  await page.locator('[name=identity][value=anon-claim]').check({ force: true })
  await onward()
  await at()
  await page.fill('#word', '外婆家的枣树有两个人高')
  await page.fill('#word2', '外婆家的枣树有两个人高')
  await onward()
  await at()
  await page.locator('[name=behaviours]').first().check({ force: true })
  await onward()
  await at()
  await page.fill('#text', '夜里三楼病房没有人')
  await onward()
  await at()
  await onward()
  await at()
  await onward()
  await at()
  await page.locator('label', { hasText: '真实情况' }).click()
  await press(page, '提交举报')
  await at()
  const code = await page.locator('#code').innerText()
  await page.fill('#tail', code.replaceAll(/\D/g, '').slice(-4))
  await press(page, '记好了')
  return code
}

const alsoAsked = ['/follow', '/report/resume']

/** Every field that takes text, by its name; hidden ones and the trap for machines are none. */
const textFields = (page: Page): Promise<string[]> =>
  page.evaluate(`[...document.querySelectorAll('main input, main textarea')]
    .filter(field => !['hidden', 'radio', 'checkbox', 'file'].includes(field.type) && !field.closest('.jb-trap'))
    .map(field => field.id)`)

it('paste works in every field', async () => {
  const page = await newPage(browser, { permissions: ['clipboard-read', 'clipboard-write'] })
  const pasted: string[] = []
  const failed: string[] = []
  const look: Look = async step => {
    for (const id of await textFields(page)) {
      const field = page.locator(`[id="${id}"]`)
      const before = await field.inputValue()
      await page.evaluate(`navigator.clipboard.writeText('２０２６')`)
      await field.fill('')
      await field.focus()
      await page.keyboard.press('Control+V')
      pasted.push(`${step} ${id}`)
      if ((await field.inputValue()) !== '２０２６') failed.push(`${step} ${id}`)
      await field.fill(before)
    }
  }
  await walk(page, look)
  for (const path of alsoAsked) {
    await page.goto(story.site.publicUrl + path)
    await look(path)
  }
  expect(failed).toEqual([])
  expect(pasted.length).toBeGreaterThan(15)
  await page.context().close()
})

it('no page has a puzzle, or asks for a code from a telephone', async () => {
  const page = await newPage(browser)
  const found: string[] = []
  const look: Look = async step => {
    const words = await page.locator('body').innerText()
    if (/验证码|图形码|拼图|滑块|机器人/.test(words)) found.push(`${step}: words`)
    const drawn = 'main form :is(img, canvas, audio, video, iframe, object)'
    if ((await page.locator(drawn).count()) > 0) found.push(`${step}: a picture in a form`)
    const names: string[] = await page.evaluate(
      `[...document.querySelectorAll('main [name]')].map(field => field.name)`,
    )
    if (names.some(name => /captcha|sms|otp|verify/i.test(name))) found.push(`${step}: a field`)
  }
  await walk(page, look)
  for (const path of alsoAsked) {
    await page.goto(story.site.publicUrl + path)
    await look(path)
  }
  expect(found).toEqual([])
  await page.context().close()
})

it('nothing is asked twice, and what was answered stands there on the way back', async () => {
  const page = await newPage(browser)
  const asked = new Map<string, Set<string>>()
  const look: Look = async step => {
    const questions: string[] = await page.evaluate(
      `[...document.querySelectorAll('main label[for], main legend')]
        .filter(one => !one.closest('.jb-trap')).map(one => one.textContent.replace(/（.*）/, '').trim())`,
    )
    for (const question of questions) {
      const steps = asked.get(question) ?? new Set<string>()
      asked.set(question, steps.add(step))
    }
  }
  await walk(page, look)
  const twice = [...asked].filter(([, steps]) => steps.size > 1).map(([question]) => question)
  expect(twice).toEqual([])
  expect(asked.size).toBeGreaterThan(15)
  // The word for the reward is written twice on one page: it is shown nowhere, so a slip would cost it.
  expect([...(asked.get('再写一遍') ?? [])]).toEqual(['/report/claim-word'])

  await page.goto(`${story.site.publicUrl}/report`)
  await press(page, '开始')
  await page.fill('#name', '丹江医院')
  await page.locator('label', { hasText: '列表里没有' }).click()
  await page.locator('label', { hasText: '不涉及' }).click()
  await press(page, '保存并继续')
  await page.getByRole('link', { name: '上一步' }).click()
  expect(await page.inputValue('#name')).toBe('丹江医院')
  expect(await page.locator('[name=choice]:checked').inputValue()).toBe('typed')
  await page.context().close()
})

/** Where the focus lies behind something that is not part of it. */
const covered = (page: Page): Promise<string | null> =>
  page.evaluate(`(() => {
    const element = document.activeElement
    if (!element || element === document.body || element.closest('header')) return null
    const head = document.querySelector('.jb-journey-head').getBoundingClientRect()
    const shown = element.closest('label') || element
    const box = shown.getBoundingClientRect()
    if (box.height === 0) return null
    return box.top + 1 < head.bottom && box.bottom > head.top
      ? (element.id || element.textContent.trim()) + ' ' + Math.round(box.top) + ' < ' + Math.round(head.bottom)
      : null
  })()`)

const stopsBackwards = async (page: Page): Promise<string[]> => {
  const found: string[] = []
  await page.evaluate('document.querySelector("footer a:last-of-type").focus()')
  for (let stop = 0; stop < 60; stop += 1) {
    await page.keyboard.press('Shift+Tab')
    const place = await covered(page)
    if (place !== null) found.push(place)
  }
  return found
}

it.each([
  [1366, 700, ''],
  [390, 700, ''],
  [390, 700, 'xl'],
])(
  'the exit hides nothing that has the focus, nor does the banner below it: %i px %s',
  async (width, height, size) => {
    const page = await newPage(browser, { viewport: { width, height } })
    await page.clock.install()
    await page.goto(`${story.site.publicUrl}/report`)
    await press(page, '开始')
    if (size !== '') await page.evaluate(`document.documentElement.className = 'jb-text-${size}'`)
    expect(await page.locator('.jb-exit').isVisible()).toBe(true)
    expect(await stopsBackwards(page)).toEqual([])
    await page.clock.runFor(26 * 60_000)
    await page.locator('.jb-timeout button').waitFor()
    expect(await stopsBackwards(page)).toEqual([])
    await page.context().close()
  },
)
