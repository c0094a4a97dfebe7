import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../support/browser'
import { giveCase, storeCase } from '../support/cases'
import { auditShown } from '../support/page-audit'
import { hire, moveIn, type Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

// The pages of steps and the board of approvals, as they are and with their errors: axe, text sizes, narrow screens.
const REASON = '材料已经逐项核对，事实清楚，同意按此办理，特此说明理由。'

let site: Site
let browser: Browser
let path: string
let people: readonly [Officer, Officer]

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  browser = await openBrowser()
  const { own } = await moveIn(site)
  const clerk = await hire(site, own.id, ['intake'], '王芳')
  const principal = await hire(site, own.id, ['principal'], '高立群')
  const { db, desks } = site.house
  await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, principal.actor.id))
  const handler = await hire(site, own.id, ['handler'], '周启明')
  const other = await hire(site, own.id, ['handler'], '李敏')
  const stored = await storeCase(site, own.id)
  await giveCase(site, clerk, stored.caseId, [handler, other])
  path = stored.path
  people = [handler, principal]
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

const enter = async (officer: Officer): Promise<Page> => {
  site.clock.pass(1)
  const { cookies } = await signIn(site, officer)
  const context: BrowserContext = await browser.newContext({ locale: 'zh-CN' })
  const url = site.staffUrl
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context.newPage()
}

const press = (page: Page, words: string) =>
  page.locator('main').getByRole('button', { name: words, exact: true }).first().click()

it('fits everybody, in every state', async () => {
  const [handler, principal] = people
  const worker = await enter(handler)
  await worker.goto(`${site.staffUrl}${path}/steps/suspend`)
  await press(worker, '提请审批：中止')
  await worker.locator('#errors').waitFor()
  expect(await worker.locator('#errors h2').innerText()).toBe('有 2 处要改')
  await see(worker, 'staff-step-errors')
  await worker.locator('main [name=ground]').first().check()
  await worker.fill('#reason', REASON)
  await press(worker, '提请审批：中止')
  await worker.locator('[data-test=waiting]').waitFor()
  await see(worker, 'staff-case-waiting')
  await worker.goto(`${site.staffUrl}${path}/steps/close`)
  await see(worker, 'staff-step-gone')

  await worker.goto(`${site.staffUrl}${path}/clocks/new`)
  await press(worker, '登记开始')
  await worker.locator('#errors').waitFor()
  await see(worker, 'staff-clock-start-errors')
  await worker.selectOption('#rule', 'SERVE')
  await worker.fill('#on', '2026 11 20')
  await press(worker, '登记开始')
  await worker.locator('[data-test=clock]').first().waitFor()
  await see(worker, 'staff-clocks')
  await worker.locator('main a', { hasText: '逐日看怎么算的：核查线索' }).click()
  await see(worker, 'staff-clock')
  await press(worker, '提交申请')
  await worker.locator('#errors').waitFor()
  await see(worker, 'staff-clock-errors')
  await worker.fill('#reason', REASON)
  await press(worker, '提交申请')
  await worker.locator('[data-test=waiting]').waitFor()

  const lead = await enter(principal)
  await lead.goto(`${site.staffUrl}/staff/approvals`)
  await see(lead, 'staff-approvals')
  await lead.locator('[data-test=approval] a').click()
  await lead.locator('[name=decision][value=turn-down]').check()
  await press(lead, '提交意见')
  await lead.locator('#errors').waitFor()
  await see(lead, 'staff-approval-errors')
  await lead.fill('#reason', REASON)
  await press(lead, '提交意见')
  await lead.goto(`${site.staffUrl}/staff/approvals`)
  await see(lead, 'staff-approvals-empty')
  expect(faults).toEqual([])
})
