import type { Browser, BrowserContext, Page } from 'playwright-core'
import { come, openOffice } from '../staffing/office'
import { openBrowser } from '../support/browser'
import { auditShown } from '../support/page-audit'
import { shotsWanted, takePicture } from '../support/shots'
import type { Site } from '../support/site'
import type { SignedIn } from '../support/visitors'

// Drafts of law, and how they differ from what holds: axe, text sizes, narrow screens.
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

it('the pages on which law is written fit everybody', async () => {
  const { site, sysadmin } = await openOffice()
  try {
    const admin = await come(site, sysadmin)
    const form = await admin.open('/staff/admin/law/begin?kind=link-host')
    const typed = { where: '*', validFrom: '2026 12 1', source: '纪要', status: 'P' }
    const words = JSON.stringify({ name: '市医保局', order: 2, host: 'ybj.example.cn' }, null, 2)
    const draft = await admin.submit(form, { ...typed, code: 'ybj', words }, { form: '#draft' })
    const which = 'kind=reward-rule&code=CN-SC-2022-7&place=510000&version=1'
    const next = await admin.open(`/staff/admin/law/new?${which}`)
    const rule = JSON.parse(String(next.$('textarea').val())) as object
    const cases = [{ caseValue: '652980.18', reward: '10294.70' }]
    const better = JSON.stringify({ ...rule, floor: null, cases })
    const compared = await admin.submit(
      next,
      { ...typed, where: '510000', words: better },
      { form: '#draft' },
    )
    const page = await enter(site, admin)
    for (const [path, name] of [
      ['/staff/admin/law', 'staff-law'],
      [compared.path, 'staff-law-compared'],
      ['/staff/admin/law/begin?kind=reward-rule', 'staff-law-begin'],
      [draft.path, 'staff-law-draft'],
    ] as const) {
      await page.goto(`${site.staffUrl}${path}`)
      await see(page, name)
    }
    expect(faults).toEqual([])
  } finally {
    await site.stop()
  }
})

it('new versions of templates fit everybody', async () => {
  const { site, sysadmin, secadmin } = await openOffice()
  try {
    const page = await enter(site, await come(site, sysadmin))
    await page.goto(`${site.staffUrl}/staff/admin/law?kind=document-template`)
    await see(page, 'staff-law')
    await page.getByRole('link', { name: '举报受理告知书' }).click()
    await see(page, 'staff-law-entry')
    await page.getByRole('link', { name: '起草新版本' }).click()
    const words = await page.locator('#words').inputValue()
    await page.fill('#words', words.replace('{联系电话}', '{电话}'))
    await page.locator('#draft button').click()
    await page.locator('#errors').waitFor()
    await see(page, 'staff-law-errors')
    await page.fill('#words', words.replace('决定予以受理', '予以受理'))
    await page.fill('#source', '本级文书格式')
    await page.selectOption('#status', 'P')
    await page.locator('#draft button').click()
    await page.locator('#propose button').click()
    await page.locator('#propose').waitFor({ state: 'detached' })
    const other = await enter(site, await come(site, secadmin))
    await other.goto(page.url())
    await see(other, 'staff-law-draft')
    expect(faults).toEqual([])
  } finally {
    await site.stop()
  }
})
