import { randomUUID } from 'node:crypto'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import {
  openAwardScene,
  reportedCase,
  toldAward,
  visitorOf,
  word,
  type AwardScene,
} from '../awards/scene'
import { claimFor, payee, released, reporterOf } from '../payouts/scene'
import { openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import type { Officer } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'

// Rewards, from the proposal to the voucher: axe, text sizes, narrow screens.
let browser: Browser
let scene: AwardScene
const faults: string[] = []

beforeAll(async () => {
  browser = await openBrowser()
  scene = await openAwardScene()
})
afterAll(async () => {
  await browser.close()
  await scene.site.stop()
})

const see = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('load')
  if (shotsWanted) await takePicture(page, name)
  else faults.push(...(await auditShown(page, 'standard')).map(fault => `${name}: ${fault}`))
}

const enter = async (officer: Officer): Promise<Page> => {
  const { cookies } = await scene.enter(officer)
  const context: BrowserContext = await browser.newContext({ locale: 'zh-CN' })
  const { staffUrl: url } = scene.site
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context.newPage()
}

type Shots = readonly (readonly [string, string])[]

const seeAll = async (officer: Officer, shots: Shots): Promise<Page> => {
  const page = await enter(officer)
  for (const [path, name] of shots) {
    await page.goto(`${scene.site.staffUrl}${path}`)
    await see(page, name)
  }
  return page
}

const idIn = async (table: string): Promise<string> => {
  const row = await scene.site.tables(table).first<{ id: string }>('id')
  return row.id
}

/** Claimed at the office without the word: the page of whoever checks it, and the reporter's. */
const seeDoubts = async (): Promise<void> => {
  const { staff, site, inTx } = scene
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  await toldAward(scene, caseId)
  const holder = await reporterOf(scene, code)
  const noWord = '看过本人留着的回执，日期和编号都对得上'
  const wish = { once: randomUUID(), payees: [payee(3_750_00n)], noWord }
  const { id } = await inTx(tx =>
    site.house.payouts.claims.enter(tx, visitorOf(staff.payer), holder, wish),
  )
  const page = await seeAll(staff.payer2, [[`/staff/finance/claims/${id}`, 'staff-claim-doubt']])
  await page.locator('form[data-test=pass] button').click()
  await see(page, 'staff-claim-doubt-errors')
  const reporter = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await reporter.goto(`${site.publicUrl}/follow`)
  await reporter.locator('[name=code]').fill(code)
  await reporter.locator('main form button').first().click()
  await reporter.waitForLoadState('load')
  await reporter.goto(`${site.publicUrl}/follow/claim`)
  await see(reporter, 'follow-claim-without-word')
}

it('rewards fit everybody', async () => {
  const { staff, site } = scene
  const { caseId, code } = await reportedCase(scene, { identity: 'anon-claim' })
  const at = `/staff/cases/${caseId}/reward`
  const page = await seeAll(staff.handler, [[at, 'staff-reward-new']])
  await page.locator('[data-test=propose] button').first().click()
  await page.waitForLoadState('load')
  await see(page, 'staff-reward-errors')
  await toldAward(scene, caseId)

  const reporter = await (await browser.newContext({ locale: 'zh-CN' })).newPage()
  await reporter.goto(`${site.publicUrl}/follow`)
  await reporter.locator('[name=code]').fill(code)
  await reporter.locator('main form button').first().click()
  await reporter.waitForLoadState('load')
  await reporter.goto(`${site.publicUrl}/follow/claim`)
  await see(reporter, 'follow-claim')
  await reporter.locator('[name=word]').fill(word)
  await reporter.locator('form[action="/follow/claim"] button').click()
  await reporter.waitForLoadState('load')
  await see(reporter, 'follow-claim-account')
  await reporter.locator('[data-test=payee] button').click()
  await reporter.waitForLoadState('load')
  await see(reporter, 'follow-claim-account-errors')

  const holder = await reporterOf(scene, code)
  const claimId = await claimFor(scene, holder, [payee(3_750_00n)])
  await reporter.goto(`${site.publicUrl}/follow/claim`)
  await see(reporter, 'follow-claim-made')
  await seeAll(staff.payer, [
    ['/staff/finance/rewards?view=open', 'staff-rewards'],
    [`/staff/finance/rewards/${await idIn('awards')}`, 'staff-reward'],
    ['/staff/finance/claims', 'staff-claims'],
    [`/staff/finance/claims/${claimId}`, 'staff-claim'],
    ['/staff/finance/office', 'staff-office'],
  ])
  const batchId = await released(scene, [claimId])
  await seeAll(staff.payer, [
    ['/staff/finance/batches', 'staff-batches'],
    ['/staff/finance/batches/new', 'staff-batch-new'],
    [`/staff/finance/batches/${batchId}`, 'staff-batch'],
    ['/staff/finance/reconcile', 'staff-reconcile'],
    ['/staff/finance/figures', 'staff-reward-figures'],
    ['/staff/finance/figures?period=days&from=2026-11-30', 'staff-reward-figures-errors'],
    [`/staff/finance/payments/${await idIn('payments')}`, 'staff-payment'],
  ])
  await seeAll(staff.principal, [
    ['/staff/awards?view=running', 'staff-awards'],
    [at, 'staff-reward-case'],
  ])
  await seeDoubts()
  expect(faults).toEqual([])
})
