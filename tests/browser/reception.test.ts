import type { Browser, Page } from 'playwright-core'
import { newPage, openBrowser } from '../support/browser'
import { codeOn, finish, register } from '../support/counter'
import { comeBack } from '../support/following'
import { auditShown } from '../support/page-audit'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

let site: Site
let browser: Browser
let officer: SignedIn

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  const row = { code: 'H1', name: '示范仁和医院', kind: '医院', regionCode: '330102', address: '' }
  await site.house.db.inTransaction(tx => site.house.registry.importAll(tx, [row]))
  officer = await signIn(site, await hire(site, own.id, ['intake'], '林雨晴'))
  browser = await openBrowser()
})
afterAll(async () => {
  await browser.close()
  await site.stop()
})

const visit = async (url: string, cookies: ReadonlyMap<string, string>): Promise<Page> => {
  const page = await newPage(browser, { viewport: { width: 1366, height: 900 } })
  await page
    .context()
    .addCookies(
      [...cookies].map(([name, value]) => ({ name, value: decodeURIComponent(value), url })),
    )
  return page
}

const atSheet = async (): Promise<Page> => {
  const page = await visit(site.staffUrl, officer.cookies)
  await page.goto(`${site.staffUrl}/staff/intake/hotline`)
  return page
}

const pagesOf = (pdf: Buffer): number =>
  Number(/\/Type \/Pages[^>]*\/Count (\d+)/.exec(pdf.toString('latin1'))?.[1])

const sizeOf = (pdf: Buffer): string[] => pdf.toString('latin1').match(/MediaBox \[[^\]]*\]/g) ?? []

const print = async (page: Page): Promise<Buffer> => {
  const pdf = await page.pdf({ preferCSSPageSize: true })
  await page.context().close()
  return pdf
}

it('takes a call down by keyboard alone, from the first field to the code', async () => {
  const page = await atSheet()
  const { keyboard } = page
  const type = async (label: string, text: string) => {
    await page.getByLabel(label, { exact: false }).first().focus()
    await keyboard.type(text)
  }
  await type('在名单里找', '仁和')
  await keyboard.press('Enter')
  await page.waitForSelector('[value^="institution:"]')
  await page.focus('[value^="institution:"]')
  await keyboard.press('Space')
  await page.focus('#about_body')
  await keyboard.press('Space')
  await page.focus('#identity')
  await keyboard.press('Space')
  await page.focus('#behaviours')
  await keyboard.type('A1')
  await type('照说的记', '三楼病房空着。')
  await keyboard.press('Control+Enter')
  await page.waitForSelector('#agreed')
  await page.focus('#agreed')
  await keyboard.press('Space')
  await keyboard.press('Control+Enter')
  await page.waitForSelector('.st-groups')

  expect(await page.textContent('.st-back, h1')).toContain('医保举')
  expect(await page.locator('.st-groups b').count()).toBe(6)
  await page.context().close()
})

it('meets every field in the order in which it is asked', async () => {
  const page = await atSheet()
  const names: string[] = []
  await page.focus('#q')
  for (let stop = 0; stop < 40; stop++) {
    names.push(String(await page.evaluate('document.activeElement.name')))
    await page.keyboard.press('Tab')
  }
  const fields = names.filter((name, at) => name !== 'go' && names.indexOf(name) === at)
  await page.context().close()

  expect(fields.slice(0, 12)).toEqual([
    ...['q', 'choice', 'name', 'district', 'about_body', 'identity'],
    ...['behaviours', 'unsure', 'department', 'bill_number', 'trace_code', 'text'],
  ])
})

it('asks for a name only of who wants to give one', async () => {
  const page = await atSheet()
  const shown = () => page.isVisible('#who_name')
  const before = await shown()
  await page.check('[name=identity][value=named]')
  const after = await shown()
  await page.context().close()

  expect([before, after]).toEqual([false, true])
})

describe('fit for everybody', () => {
  it('the sheet, with its faults', async () => {
    const page = await atSheet()
    await page.check('[name=identity][value=named]')
    await page.press('#text', 'Control+Enter')
    await page.waitForSelector('#errors')
    const faults = await auditShown(page)
    await page.context().close()

    expect(faults).toEqual([])
  })

  it('the code, and the paper for a visitor on one A4 page', async () => {
    const { path } = await register(officer, 'visit')
    const page = await visit(site.staffUrl, officer.cookies)
    await page.goto(site.staffUrl + path)
    const faults = await auditShown(page)
    await page.goto(site.staffUrl + path.replace(/code$/, 'receipt'))
    const more = await auditShown(page)
    const pdf = await print(page)

    expect([...faults, ...more]).toEqual([])
    expect([pagesOf(pdf), ...sizeOf(pdf)]).toEqual([1, 'MediaBox [0 0 594.95996 841.91998]'])
  })

  it('the slip of a case, on one A4 page', async () => {
    const queue = await officer.open('/staff/queue')
    const slip = await officer.click(await officer.click(queue, '示范仁和医院'), '线索阅办单')
    const page = await visit(site.staffUrl, officer.cookies)
    await page.goto(site.staffUrl + slip.path)
    const faults = await auditShown(page)
    const pdf = await print(page)

    expect(faults).toEqual([])
    expect([pagesOf(pdf), ...sizeOf(pdf)]).toEqual([1, 'MediaBox [0 0 594.95996 841.91998]'])
  })

  it('the offer of a new code, and the new code', async () => {
    const call = await register(officer, 'hotline')
    await finish(officer, call)
    const reporter = reporterBrowser(site)
    await comeBack(reporter, codeOn(call))
    const page = await visit(site.publicUrl, reporter.cookies)
    await page.goto(`${site.publicUrl}/follow/case`)
    const faults = await auditShown(page)
    await page.click('form[action="/follow/code"] button')
    await page.waitForSelector('#code')
    const more = await auditShown(page)
    await page.context().close()

    expect([...faults, ...more]).toEqual([])
  })
})
