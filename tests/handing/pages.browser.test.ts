import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { press } from '../support/reporter-pages'
import { shotsWanted, takePicture } from '../support/shots'
import { openCounties, REASON, type Counties } from './counties'

// Handing over: axe, text sizes, narrow screens, targets, keyboard, on each page and its error state.

let here: Counties
let browser: Browser
let page: Page

beforeAll(async () => {
  here = await openCounties()
  browser = await openBrowser()
  page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
})
afterAll(async () => {
  await browser.close()
  await here.site.stop()
})

const enter = async (name: string): Promise<void> => {
  await page.context().clearCookies()
  const url = here.site.staffUrl
  const cookies = [...here.as(name).cookies].map(([one, value]) => ({ name: one, value, url }))
  await page.context().addCookies(cookies)
}

const faultsOf = async (name: string): Promise<string[]> => {
  await page.waitForLoadState('load')
  if (!shotsWanted) return auditShown(page)
  await takePicture(page, `staff-handing-${name}`)
  return []
}

const look = async (name: string, path: string): Promise<string[]> => {
  await page.goto(`${here.site.staffUrl}${path}`)
  return faultsOf(name)
}

const wrongly = async (name: string, words: string): Promise<string[]> => {
  await press(page, words)
  await page.locator('#errors').waitFor()
  return faultsOf(`${name}-errors`)
}

it('handing over, receiving, sending back, the lists', async () => {
  const { path } = await here.arrive()
  await enter('east')
  expect(await look('send', `${path}/hand-over`)).toEqual([])
  await page.getByRole('link', { name: '西区医疗保障局' }).click()
  expect(await faultsOf('readers')).toEqual([])
  expect(await wrongly('readers', '确认移交')).toEqual([])
  await page.locator('[name=ground][value=other-region]').check()
  await page.fill('#reason', REASON)
  await press(page, '确认移交')
  await page.locator('[data-test=facts]').waitFor()
  expect(await faultsOf('sent')).toEqual([])
  const sheet = new URL(page.url()).pathname
  expect(await look('out', '/staff/handings?list=out')).toEqual([])

  await enter('west')
  expect(await look('in', '/staff/handings')).toEqual([])
  expect(await look('come', sheet)).toEqual([])
  for (const action of ['send-back', 'forward']) {
    expect(await look(action, `${sheet}?do=${action}`)).toEqual([])
    expect(await wrongly(action, action === 'forward' ? '签收并转办' : '退回')).toEqual([])
  }
  const words = '两区交界，这家医院登记在东区，请上级指定由谁办理。'
  await here.act('west', sheet, 'dispute', { reason: words })
  await enter('city')
  expect(await look('designate', `${sheet}?do=designate`)).toEqual([])
  expect(await wrongly('designate', '指定管辖')).toEqual([])
})
