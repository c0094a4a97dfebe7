import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../support/browser'
import type { Client } from '../support/client'
import { jpegWithGps } from '../support/fixtures'
import { auditShown } from '../support/page-audit'
import { hire, type Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { enter, investigated, openScene, type Scene } from './scene'

// The file of a case and its review, in every state, by everybody: axe, text sizes, narrow screens, paper.
let scene: Scene
let legal: Officer
let browser: Browser
let path: string

beforeAll(async () => {
  scene = await openScene()
  legal = await hire(scene.site, scene.own.id, ['legal'], '法小白')
  path = (await investigated(scene)).path
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await scene.site.stop()
})

const faults: string[] = []

const see = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('load')
  if (shotsWanted) await takePicture(page, name)
  else faults.push(...(await auditShown(page, 'standard')).map(fault => `${name}: ${fault}`))
}

const withCookiesOf = async ({ cookies }: Client): Promise<BrowserContext> => {
  const context = await browser.newContext({ locale: 'zh-CN' })
  const url = scene.site.staffUrl
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context
}

const press = (page: Page, words: string) =>
  page.locator('main').getByRole('button', { name: words }).first().click()

const withErrors = async (page: Page, name: string, button: string): Promise<void> => {
  await see(page, name)
  await press(page, button)
  await page.locator('#errors').waitFor()
  await see(page, `${name}-errors`)
}

const opened = async (officer: Officer) => {
  const page = await (await withCookiesOf(await enter(scene.site, officer))).newPage()
  return { page, open: (at: string) => page.goto(`${scene.site.staffUrl}${at}`) }
}

it('the record and the contents list, and what is submitted', async () => {
  const { page, open } = await opened(scene.wang)
  await open(`${path}/record`)
  await see(page, 'staff-record-empty')
  await open(`${path}/record/new`)
  await withErrors(page, 'staff-record-new', '加入')
  await page.locator('label', { hasText: '现场照片' }).click()
  await page.fill('#title', '三楼病区夜间空床')
  await page.fill('#where', '仁和医院住院部三楼东侧病区')
  await page.locator('label', { hasText: '李承办' }).click()
  const files = ['一.jpg', '二.jpg']
  const buffer = await jpegWithGps()
  await page.setInputFiles(
    '#files',
    files.map(name => ({ name, mimeType: 'image/jpeg', buffer })),
  )
  await press(page, '加入')
  await page.locator('[data-test=item]').first().waitFor()
  await see(page, 'staff-record')
  await page.getByRole('link', { name: '三楼病区夜间空床（1）' }).click()
  await see(page, 'staff-record-item')
  await open(`${path}/volume`)
  await see(page, 'staff-volume')
  if (shotsWanted) await page.pdf({ path: 'tests/browser/shots/staff-volume.pdf', format: 'A4' })
  await open(`${path}/review`)
  await see(page, 'staff-review-submit')
  await page.fill('#reason', '拟罚十倍，请看裁量')
  await press(page, '送审')
  await page.getByText('等着审核').waitFor()
  await see(page, 'staff-review-waiting')
  expect(faults.splice(0)).toEqual([])
})

it('the legal desk', async () => {
  const { page, open } = await opened(legal)
  await open('/staff')
  await see(page, 'staff-home-legal')
  await open('/staff/legal')
  await see(page, 'staff-legal')
  await page.getByRole('link', { name: '医保举〔' }).click()
  await withErrors(page, 'staff-review', '提出审核意见')
  expect(faults.splice(0)).toEqual([])
})
