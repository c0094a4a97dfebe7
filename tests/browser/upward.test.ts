import type { Browser, BrowserContext, Page } from 'playwright-core'
import { draft, openScene, publishOne } from '../register/scene'
import { come, openOffice } from '../staffing/office'
import { openBrowser } from '../support/browser'
import { giveCase, storeCase } from '../support/cases'
import { auditShown } from '../support/page-audit'
import { codeOf, hire, moveIn } from '../support/people'
import { shotsWanted, takePicture } from '../support/shots'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'
import { drafted, openTransferScene } from '../transfers/scene'

// Papers, figures that go upward, files that go to other departments: axe, text sizes, narrow screens.
let browser: Browser
const faults: string[] = []
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser.close())

const see = async (page: Page, name: string): Promise<void> => {
  await page.waitForLoadState('load')
  if (shotsWanted) await takePicture(page, name)
  else faults.push(...(await auditShown(page, 'standard')).map(fault => `${name}: ${fault}`))
}

const enter = async ({ staffUrl: url }: Site, { cookies }: SignedIn): Promise<Page> => {
  const context: BrowserContext = await browser.newContext({ locale: 'zh-CN' })
  await context.addCookies([...cookies].map(([name, value]) => ({ name, value, url })))
  return context.newPage()
}

it('figures fit everybody', async () => {
  const { site, own } = await openOffice()
  try {
    await site.house.db.inTransaction(site.house.deadlines.seedCalendar)
    const head = await come(site, await hire(site, own.id, ['principal', 'intake'], '高立群'))
    for (let n = 0; n < 26; n += 1)
      await storeCase(site, own.id, { source: n < 12 ? 'letter' : 'web' })
    const page = await enter(site, head)
    for (const [path, name] of [
      ['/staff/statistics', 'staff-statistics'],
      ['/staff/statistics?period=m2026-11&by=source', 'staff-statistics-source'],
      ['/staff/statistics?period=days&from=2026-11-20&until=2026-11-23', 'staff-statistics-short'],
      ['/staff/statistics/reports', 'staff-statistics-reports'],
    ] as const) {
      await page.goto(`${site.staffUrl}${path}`)
      await see(page, name)
    }
    expect(faults).toEqual([])
  } finally {
    await site.stop()
  }
})

it('transfers fit everybody', async () => {
  const here = await openTransferScene()
  try {
    const { made, path } = await drafted(here)
    const page = await enter(here.site, here.people.wang)
    await page.goto(`${here.site.staffUrl}${path}/transfers`)
    await see(page, 'staff-transfer-new')
    await page.locator('main [data-test=draft] button, main form button').first().click()
    await page.waitForLoadState('load')
    await see(page, 'staff-transfer-errors')
    for (const [at, name] of [
      [made.path, 'staff-transfer'],
      ['/staff/transfers', 'staff-transfers'],
    ] as const) {
      await page.goto(`${here.site.staffUrl}${at}`)
      await see(page, name)
    }
    expect(faults).toEqual([])
  } finally {
    await here.site.stop()
  }
})

it('documents fit everybody', async () => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  try {
    const { own } = await moveIn(site)
    const clerk = await hire(site, own.id, ['intake'], '王芳')
    const officer = await hire(site, own.id, ['handler'], '周启明')
    const { caseId, path } = await storeCase(site, own.id)
    await giveCase(site, clerk, caseId, [officer, await hire(site, own.id, ['handler'], '李敏')])
    await site.tables('cases').where({ id: caseId }).update({ state: 'handed-over' })
    const page = await enter(site, await signIn(site, officer))
    const press = (words: string) =>
      page.locator('main').getByRole('button', { name: words, exact: true }).click()
    await page.goto(`${site.staffUrl}${path}/documents`)
    await see(page, 'staff-documents')
    await page.locator('main a', { hasText: '线索移送书' }).click()
    await press('看一遍')
    await page.locator('#errors').waitFor()
    await see(page, 'staff-document-errors')
    await page.fill('#v0', '示范市卫生健康委员会')
    await page.fill('#v1', '住院病历中记载的护理级别与实际不符，属于医疗质量问题。')
    await page.fill('#v2', '2026 年 12 月 31 日')
    await press('看一遍')
    await page.locator('.st-sheet').waitFor()
    await see(page, 'staff-document-preview')
    site.clock.pass(1)
    await page.fill('#otp', codeOf(site, officer))
    await press('签发')
    await page.locator('#served').waitFor()
    await see(page, 'staff-document')
    await page.goto(`${site.publicUrl}/verify`)
    await page.fill('#number', '示范市医保局移〔2026〕9号')
    await page.fill('#code', 'ABCD-2345')
    await press('核对')
    await page.locator('[data-test=verdict]').waitFor()
    await see(page, 'public-verify')
    expect(faults).toEqual([])
  } finally {
    await site.stop()
  }
})

it('decisions fit everybody', async () => {
  const here = await openScene()
  try {
    const { site, path, staff } = here
    const { id } = await publishOne(here)
    const page = await enter(site, here.handler)
    await page.goto(`${site.staffUrl}${path}/new`)
    await page.locator('main form button').first().click()
    await see(page, 'staff-decision-errors')
    for (const [name, typed] of Object.entries(draft)) {
      const field = page.locator(`main form #${name}`)
      await (name === 'kind' ? field.selectOption(typed) : field.fill(typed))
    }
    await page.locator('main form button').first().click()
    await see(page, 'staff-decision-preview')
    for (const [at, name] of [
      [path, 'staff-decisions'],
      [`${path}/${id}`, 'staff-decision'],
    ] as const) {
      await page.goto(`${site.staffUrl}${at}`)
      await see(page, name)
    }
    const desk = await enter(site, here.publisher)
    for (const [at, name] of [
      ['/staff/register?state=published', 'staff-register'],
      [`/staff/register/${id}`, 'staff-register-entry'],
    ] as const) {
      await desk.goto(`${site.staffUrl}${at}`)
      await see(desk, name)
    }
    const anybody = await browser.newPage({ locale: 'zh-CN' })
    await anybody.goto(`${site.publicUrl}/decisions`)
    await see(anybody, 'decisions')
    await anybody.goto(`${site.publicUrl}/decisions/${id}`)
    await see(anybody, 'decision')
    const { db, register } = site.house
    const wish = { id, ground: 'revoked' }
    await db.inTransaction(tx => register.desk.withdraw(tx, staff.publisher.actor, wish))
    await anybody.reload()
    await see(anybody, 'decision-gone')
    expect(faults).toEqual([])
  } finally {
    await here.site.stop()
  }
})

it('the budget fits everybody', async () => {
  const site = await openSite({ now: '2026-11-23T02:00:00Z' })
  try {
    const { own, above } = await moveIn(site)
    const qian = await hire(site, above.id, ['finance-approver'], '钱慎之')
    const sun = await hire(site, above.id, ['payer'], '孙守正')
    const page = await enter(site, await signIn(site, qian))
    await page.goto(`${site.staffUrl}/staff/budget`)
    await page.locator('[data-test=ask] button').click()
    await page.locator('#errors').waitFor()
    await see(page, 'staff-budget-errors')
    await page.selectOption('#year', '2026')
    await page.selectOption('#ground', 'annual')
    await page.fill('#amount', '50万')
    await page.locator('[data-test=ask] button').click()
    await page.locator('[data-test=wish]').waitFor()
    site.clock.pass(1)
    const other = await enter(site, await signIn(site, sun))
    await other.goto(`${site.staffUrl}/staff/budget`)
    await see(other, 'staff-budget-waiting')
    const { budget, db } = site.house
    const use = { organisationId: above.id, year: 2026, subject: own.id, by: sun.actor.id }
    site.clock.pass(1)
    await other.fill('#otp', codeOf(site, sun))
    await other.getByRole('button', { name: '批准', exact: true }).click()
    await other.locator('[data-test=entries]').waitFor()
    await db.inTransaction(tx => budget.commit(tx, { ...use, fen: 1_200_000n }))
    await other.reload()
    await see(other, 'staff-budget')
    expect(faults).toEqual([])
  } finally {
    await site.stop()
  }
})
