import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser'
import type { Attachment } from '../support/page-form'
import { codeOf, type Officer } from '../support/people'
import { hospital, openStory, type Story } from '../support/story'

// The main job once more, in a real browser: as most people will see it, and with scripts switched off.
const film: Attachment = {
  name: '走廊录像.mp4',
  content: readFileSync(path.join(__dirname, '../support/film.mp4')),
  type: 'video/mp4',
}

let browser: Browser
let elsewhere: string

/** Where quick exit leads. */
const weather = createServer((_req, res) => {
  res.setHeader('Content-Type', 'text/html')
  res.end('<!doctype html><title>Weather</title><h1>Weather</h1>')
})

beforeAll(async () => {
  browser = await openBrowser()
  await new Promise<void>(resolve => weather.listen(0, '127.0.0.1', resolve))
  elsewhere = `http://127.0.0.1:${(weather.address() as AddressInfo).port}/`
})
afterAll(async () => {
  await browser.close()
  weather.close()
})

const toUpload = ({ name, content, type = '' }: Attachment) => ({
  name,
  mimeType: type,
  buffer: content,
})

/** A browser of one person; what it complains of is a fault. */
const openVisit = async (scripts: boolean, viewport = { width: 390, height: 844 }) => {
  const context = await browser.newContext({
    locale: 'zh-CN',
    javaScriptEnabled: scripts,
    viewport,
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', error => complaints.push(error.message))
  return { page, complaints }
}
type Visit = Awaited<ReturnType<typeof openVisit>>

const choose = (page: Page, words: string) =>
  page.locator('label', { hasText: words }).first().click()
const press = (page: Page, words: string) =>
  page.locator('main').getByRole('button', { name: words }).first().click()
const onward = (page: Page) => press(page, '保存并继续')
const heading = (page: Page) => page.locator('h1').innerText()
const pathOf = (page: Page) => new URL(page.url()).pathname
const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')

const fontSize = (page: Page): Promise<number> =>
  page.evaluate('parseFloat(getComputedStyle(document.querySelector("main p")).fontSize)')

const signIn = async ({ site }: Story, page: Page, officer: Officer): Promise<void> => {
  await page.goto(`${site.staffUrl}/`)
  await page.fill('#user', officer.username)
  await page.fill('#password', officer.password)
  await page.locator('main form button').first().click()
  await page.fill('#otp', codeOf(site, officer))
  await page.locator('main form button').first().click()
  await page.waitForURL('**/staff')
}

/** The seven steps on a telephone; 特大 letters from the first page on. */
const report = async ({ site, files }: Story, { page }: Visit): Promise<void> => {
  await page.goto(site.publicUrl)
  const before = await fontSize(page)
  await page.getByRole('button', { name: '特大' }).click()
  expect(await page.locator('html').getAttribute('class')).toContain('jb-text-xl')
  expect(await fontSize(page)).toBeGreaterThan(before * 1.5)
  expect(await scrollsSideways(page)).toBe(false)

  await page.getByRole('link', { name: '开始举报' }).first().click()
  await press(page, '开始')
  await page.fill('#q', '仁和')
  await press(page, '查找')
  await choose(page, hospital)
  await onward(page)
  // Forgotten: is it about the body itself?
  expect(await page.title()).toMatch(/^出错了：/)
  await page.locator('input[name=about_body][value=no]').check({ force: true })
  await onward(page)
  await choose(page, '查实后')
  await onward(page)
  await page.fill('#word', '外婆家的枣树有两个人高')
  await page.fill('#word2', '外婆家的枣树有两个人高')
  await onward(page)
  await page.locator('input[name=behaviours]').first().check({ force: true })
  await onward(page)
  await page.fill('#text', '夜里三楼病房没有人，系统里住满了。')
  await onward(page)

  expect(pathOf(page)).toBe('/report/evidence')
  await page.setInputFiles('#files', [files.photo, files.list].map(toUpload))
  await press(page, '上传')
  await page.setInputFiles('#files', toUpload(film))
  await press(page, '上传')
  expect(await page.locator('.jb-file__state--ok').count()).toBe(3)
  await onward(page)
  await choose(page, '我在那里工作')
  await onward(page)
  expect(pathOf(page)).toBe('/report/check')
  await choose(page, '真实情况')
  await press(page, '提交举报')
  expect(await heading(page)).toContain('举报已提交')
}

const takeReceipt = async ({ page }: Visit, scripts: boolean): Promise<string> => {
  const shown = (await page.locator('#code').innerText()).trim()
  const copy = page.locator('[data-copy]')
  expect(await copy.isVisible()).toBe(scripts)
  if (scripts) {
    await copy.click()
    await page.getByRole('button', { name: '已复制' }).waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(shown)
  }
  const code = shown.replaceAll(/\D/g, '')
  await page.fill('#tail', code.slice(-4))
  await press(page, '记好了')
  expect(await heading(page)).toBe('查询码已收起')
  // Back: the page that showed the code shows it no more.
  await page.goBack()
  await page.reload()
  expect(await page.content()).not.toContain(shown)
  return code
}

const openEvidence = async (page: Page, scripts: boolean): Promise<void> => {
  const see = async (name: string) => {
    await page.getByRole('link', { name }).first().click()
    await page.locator('.st-viewer__stage').waitFor()
    await page.waitForLoadState('load')
  }
  const width = 'document.querySelector(".st-viewer__stage img").naturalWidth'
  const casePage = page.url()
  await see('三楼病房.jpg')
  expect(await page.evaluate(width)).toBe(480)
  await page.goto(casePage)
  await see('费用清单.pdf')
  await page.getByRole('link', { name: '下一页' }).click()
  await page.waitForURL('**page=2')
  expect(await page.evaluate(width)).toBeGreaterThan(500)
  await page.goto(casePage)
  await see('走廊录像.mp4')
  if (scripts) {
    // Plays, and can be sought: from the end back to the middle.
    const seek = `new Promise((done, failed) => {
      const video = document.querySelector('video')
      video.onerror = () => failed(new Error(video.error.message))
      video.onseeked = () => done(video.currentTime)
      const go = () => { video.currentTime = 3 }
      if (video.readyState > 0) go()
      else video.onloadedmetadata = go
    })`
    expect(await page.evaluate(seek)).toBeCloseTo(3, 1)
  }
  await page.goto(casePage)
}

const decide = async (story: Story, { page }: Visit, scripts: boolean): Promise<void> => {
  await signIn(story, page, story.staff.intake)
  await page.goto(`${story.site.staffUrl}/staff/queue`)
  await page.getByRole('link', { name: hospital }).first().click()
  expect(await page.locator('.st-quote').innerText()).toContain('三楼病房没有人')
  await openEvidence(page, scripts)
  await page.locator('form[action$="/accept"] button').click()
  await page.locator('.st-said', { hasText: '已经受理' }).waitFor()
  await page.locator('aside.st-side').getByRole('link', { name: '分派' }).first().click()
  await page.locator('label', { hasText: '王承办' }).click()
  await page.locator('label', { hasText: '李承办' }).click()
  await press(page, '分派给这两位')
  expect(await page.locator('aside.st-side').innerText()).toContain('王承办')
}

const write = async (story: Story, { page }: Visit): Promise<void> => {
  await signIn(story, page, story.staff.wang)
  await page.goto(`${story.site.staffUrl}/staff/queue`)
  await page.getByRole('link', { name: hospital }).first().click()
  await page.locator('.st-views').getByRole('link', { name: '留言' }).click()
  await page.fill('#body', '夜班是几点到几点？')
  await press(page, '发送')
  expect(await page.locator('.st-msg__text').innerText()).toBe('夜班是几点到几点？')
}

const answer = async ({ site, files }: Story, { page }: Visit, code: string): Promise<void> => {
  await page.goto(site.publicUrl)
  await page.fill('#code', code)
  await page.locator('.jb-slip button').click()
  await page.locator('.jb-msg--new', { hasText: '夜班是几点到几点？' }).waitFor()
  await page.fill('#body', '晚八点到早八点。')
  await press(page, '发送')
  await page.locator('.jb-msg--mine', { hasText: '晚八点到早八点。' }).waitFor()
  await page.getByRole('link', { name: '附上文件' }).click()
  await page.setInputFiles('#files', toUpload(files.rota))
  await press(page, '交给办案人员')
  expect(pathOf(page)).toBe('/follow/case')
}

const leaveInHaste = async ({ site }: Story, { page }: Visit, scripts: boolean): Promise<void> => {
  await page.waitForLoadState('load')
  if (scripts) for (let times = 0; times < 3; times += 1) await page.keyboard.press('Escape')
  else await page.getByRole('link', { name: '快速离开' }).click()
  await page.getByRole('heading', { name: 'Weather' }).waitFor()
  await page.goto(`${site.publicUrl}/follow/case`)
  expect(pathOf(page)).toBe('/follow')
}

const readReply = async (story: Story, { page }: Visit): Promise<void> => {
  await page.goto(`${story.site.staffUrl}/staff/queue`)
  await page.getByRole('link', { name: hospital }).first().click()
  await page.locator('.st-views').getByRole('link', { name: '留言' }).click()
  expect(await page.locator('.st-msg__text').allInnerTexts()).toContain('晚八点到早八点。')
  await page.locator('.st-views').getByRole('link', { name: '证据' }).click()
  await page.getByRole('link', { name: '排班表.pdf' }).click()
  expect(await page.locator('.st-viewer__stage img').count()).toBe(1)
  await page.locator('.st-top').getByRole('button', { name: '退出' }).click()
  expect(pathOf(page)).toBe('/staff/login')
}

describe.each([
  ['on', true],
  ['off', false],
])('with scripts %s', (_, scripts) => {
  let story: Story

  beforeAll(async () => {
    story = await openStory()
    const { db, organisations } = story.site.house
    await db.inTransaction(tx => organisations.setSite(tx, { exitSite: elsewhere }))
  })
  afterAll(() => story.site.stop())

  it('a citizen reports, officers look and ask, the citizen answers', async () => {
    const wide = { width: 1366, height: 900 }
    const [citizen, intake, handler, later] = [
      await openVisit(scripts),
      await openVisit(scripts, wide),
      await openVisit(scripts, wide),
      await openVisit(scripts),
    ]
    const visits = [citizen, intake, handler, later]
    await report(story, citizen)
    const code = await takeReceipt(citizen, scripts)
    await decide(story, intake, scripts)
    await write(story, handler)
    await answer(story, later, code)
    await leaveInHaste(story, later, scripts)
    await readReply(story, handler)

    // 422 is how a page says that something is missing; the browser lists it as an error.
    const complaints = visits
      .flatMap(visit => visit.complaints)
      .filter(text => !text.includes('status of 422'))
    expect(complaints).toEqual([])
  })
})
