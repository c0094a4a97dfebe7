import type { Browser, BrowserContext, Page } from 'playwright-core'
import type { CaseId } from '../../src/vocabulary/ids'
import { openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { shotsWanted, takePicture } from '../support/shots'
import { decide, investigated, openScene, type Scene } from './scene'

let scene: Scene
let browser: Browser
let context: BrowserContext
let caseId: CaseId

beforeAll(async () => {
  scene = await openScene()
  caseId = await investigated(scene)
  browser = await openBrowser()
  const { cookies } = await scene.enter(scene.handlers[0])
  context = await browser.newContext({ locale: 'zh-CN' })
  const url = scene.site.staffUrl
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
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

const press = async (page: Page, words: string): Promise<void> => {
  await page.locator('main').getByRole('button', { name: words, exact: true }).last().click()
  await page.waitForLoadState('load')
}

it('finding, measures, ledgers, the tab and the list fit everybody', async () => {
  const page = await context.newPage()
  const at = `${scene.site.staffUrl}/staff/cases/${caseId}`
  await page.goto(`${at}/findings`)
  await press(page, '保存认定')
  await see(page, 'staff-finding-errors')
  await page.getByLabel('部分一致').check()
  await page.getByLabel('不是', { exact: true }).check()
  await page.selectOption('#code_1', 'R38-3')
  await page.fill(
    '#facts_1',
    '三楼病区 2026 年 6 月至 10 月重复收取一级护理费，抽查病历 120 份，重复 96 份',
  )
  await page.fill('#loss_1', '12.5万')
  await page.fill('#other_1', '3,200.50')
  await page.fill('#fine_1', '90,000')
  await page.fill('#text', '举报的重复收费属实，挂床住院没有查实。')
  await page.fill('#reason', '主动退回全部损失并且配合调查，依法减轻处罚，集体讨论过')
  // As somebody who presses Enter: the finding is saved, no row is taken away.
  await page.press('#fine_1', 'Enter')
  await page.waitForURL('**tab=decisions')
  await see(page, 'staff-decisions-tab')
  await page.goto(`${at}/findings`)
  await see(page, 'staff-finding')
  await page.fill('#fine_1', '')
  await page.fill('#reason', '')
  await press(page, '保存认定')
  await decide(scene, caseId, 'agreement')
  await page.goto(`${at}/findings`)
  await see(page, 'staff-finding-decided')
  await page.goto(`${at}/measures`)
  await page.selectOption('#kind', 'return')
  await page.selectOption('#responsible', { label: '周启明' })
  await page.fill('#due', '2026 12 12')
  await page.fill('#amount', '128,200.50')
  await press(page, '登记')
  await see(page, 'staff-measures')
  await page.getByRole('link', { name: '责令退回' }).click()
  await see(page, 'staff-measure')
  await page.fill('#why', '短')
  await press(page, '改好')
  await page.locator('.jb-errors').waitFor()
  await see(page, 'staff-measure-change-errors')
  await page.fill('#until', '2026 12 20')
  await page.fill('#why', '医院要分两次退回，约定第二次在二十日以前到账')
  await press(page, '改好')
  await page.getByRole('link', { name: '责令退回' }).click()
  await see(page, 'staff-measure-changed')
  await page.goto(`${scene.site.staffUrl}/staff/measures`)
  await see(page, 'staff-measures-board')
  await page.goto(`${at}/ledgers`)
  await page.locator('#income').check()
  await page.fill('#amount', '128,200.50')
  await page.fill('#received', '2026 11 22')
  await page.fill('#note', '银行回单 2026112200781')
  await press(page, '记账')
  await see(page, 'staff-ledgers')
  await page.getByRole('link', { name: '冲销' }).click()
  await see(page, 'staff-take-back')
  expect(faults).toEqual([])
})
