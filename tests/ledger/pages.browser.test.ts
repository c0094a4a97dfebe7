import type { Browser, Page } from 'playwright-core'
import { createBatchJobs } from '../../src/batches'
import { openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

// A list is brought in and stands in the ledger; each page as it is and with its errors: axe, text sizes, narrow screens.
let site: Site
let browser: Browser
let officer: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  browser = await openBrowser()
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['principal'], '高立群')
  await site.house.db.inTransaction(site.house.tickets.announce)
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const faults: string[] = []
const see = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('load')
  if (shotsWanted) await takePicture(page, name)
  else faults.push(...(await auditShown(page, 'standard')).map(fault => `${name}: ${fault}`))
}

const press = (page: Page, words: string) =>
  page.locator('main').getByRole('button', { name: words, exact: true }).first().click()

const list = [
  '机构名称,疑点说明,发生日期,涉及金额（元）,风险等级',
  '甲药店,刷医保卡换购食品和日用品,2026-09-12,"1,200.50",高',
  '乙药店（示范市城东区朝晖路连锁第三十七分店）,虚开发票套取,2026-09-12,300,低',
  ',没有写机构,2026-09-01,1,中',
  '丙药店,串换药品,2026-13-01,1,特高',
  '',
].join('\n')

const importList = async (page: Page): Promise<void> => {
  await page.goto(`${site.staffUrl}/staff/import`)
  await press(page, '上传并核对')
  await page.locator('#errors').waitFor()
  await see(page, 'staff-import-errors')
  await page.locator('main [name=source]').first().check()
  const name = '检查发现.csv'
  await page.setInputFiles('#files', { name, mimeType: 'text/csv', buffer: Buffer.from(list) })
  await press(page, '上传并核对')
  await page.locator('#columns').waitFor()
  await see(page, 'staff-import-columns')
  await press(page, '核对每一行')
  await page.locator('#preview').waitFor()
  await see(page, 'staff-import-preview')
  await press(page, '开始导入')
  await page.locator('#progress').waitFor()
  await see(page, 'staff-import-progress')
  const [batch] = await site.tables('batches').select<{ id: string }[]>('id')
  await createBatchJobs(site.house).tasks['batch.run']?.({ id: batch?.id, turn: 'a' })
  await page.reload()
  await see(page, 'staff-import-done')
}

const walkLedger = async (page: Page): Promise<void> => {
  await site.tables('cases').limit(1).update({ next_due_on: '2026-11-20' })
  await page.goto(`${site.staffUrl}/staff/ledger`)
  await see(page, 'staff-ledger')
  await page.locator('main a', { hasText: '填原因' }).first().click()
  await press(page, '保存')
  await page.locator('#errors').waitFor()
  await see(page, 'staff-ledger-reason-errors')
  await page.goto(`${site.staffUrl}/staff/ledger/export`)
  await press(page, '记下理由并导出')
  await page.locator('#errors').waitFor()
  await see(page, 'staff-ledger-export-errors')
  site.clock.pass(1)
  await page.fill('#reason', '月度调度会要核对全部线索的销号情况，按会议要求导出')
  await page.fill('#otp', codeOf(site, officer))
  await press(page, '记下理由并导出')
  await page.locator('main a', { hasText: '下载文件' }).waitFor()
  await see(page, 'staff-ledger-exported')
  await page.goto(`${site.staffUrl}/staff/ledger/report`)
  await press(page, '记下理由并取报告')
  await page.locator('#errors').waitFor()
  await see(page, 'staff-ledger-report-errors')
}

it('fits everybody, in every state', async () => {
  const { cookies } = await signIn(site, officer)
  const context = await browser.newContext({ locale: 'zh-CN' })
  const url = site.staffUrl
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  const page = await context.newPage()
  await importList(page)
  await walkLedger(page)
  expect(faults).toEqual([])
})
