import { createClient, type Client } from '../support/client'
import { codeOn, finish, register } from '../support/counter'
import { comeBack } from '../support/following'
import { hire, moveIn } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'

let site: Site
let heard: string

beforeEach(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  const officer = await signIn(site, await hire(site, own.id, ['intake'], '林雨晴'))
  const page = await register(officer, 'hotline')
  heard = codeOn(page)
  await finish(officer, page)
}, 60_000)
afterEach(() => site.stop())

const offer = 'form[action="/follow/code"]'
const offered = async (browser: Client) =>
  browser.submit(await browser.open('/follow/case'), {}, { form: offer })
const newCode = async (browser: Client) => {
  await comeBack(browser, heard)
  return offered(browser)
}
const shownOn = (page: { $: (css: string) => { text: () => string } }) =>
  page.$('#code').text().replaceAll(' ', '')

/** The same browser, without the watch for a record: what changes nothing leaves none. */
const unwatched = ({ cookies }: Client): Client => {
  const browser = createClient({ url: site.publicUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

it('is not offered to who has seen the code alone', async () => {
  const { code } = await sendReport(reporterBrowser(site))
  const browser = reporterBrowser(site)
  const page = await comeBack(browser, code)

  expect(page.$(offer)).toHaveLength(0)
  expect(page.text).not.toContain('另一位工作人员')
  const csrf = page.$('[name=_csrf]').first().attr('value') ?? ''
  const forced = await reporterBrowser(site).send('/follow/code', { _csrf: csrf })
  expect(forced.status).toBe(403)
})

it('takes effect when its last digits come back, and not before', async () => {
  const browser = reporterBrowser(site)
  const page = await newCode(browser)
  const fresh = shownOn(page)
  const wrong = await browser.submit(page, { tail: '12' })

  expect(fresh).toMatch(/^\d{24}$/)
  expect(page.path).toBe('/follow/code')
  expect(wrong.status).toBe(422)
  expect(shownOn(wrong)).toBe(fresh)
  expect((await comeBack(reporterBrowser(site), heard)).status).toBe(200)
  expect((await comeBack(reporterBrowser(site), fresh)).status).toBe(422)
})

it('kills the old one, and is offered once', async () => {
  const browser = reporterBrowser(site)
  const page = await newCode(browser)
  const fresh = shownOn(page)
  const done = await browser.submit(page, { tail: fresh.slice(-4) })

  expect(done.path).toBe('/follow/case')
  expect(done.$(offer)).toHaveLength(0)
  expect(done.$('.jb-log').text()).toContain('您换了查询码，旧的作废')
  const old = await comeBack(reporterBrowser(site), heard)
  expect([old.status, old.$('#errors').text()]).toEqual([
    422,
    expect.stringContaining('没有找到这个查询码对应的举报'),
  ])
  const again = await comeBack(reporterBrowser(site), fresh)
  expect(again.$(offer)).toHaveLength(0)
  expect((await browser.open('/follow/code')).path).toBe('/follow/case')
})

it('still says that identity and reward are checked at the office: the officer may have changed it', async () => {
  const browser = reporterBrowser(site)
  const page = await newCode(browser)
  const done = await browser.submit(page, { tail: shownOn(page).slice(-4) })

  expect(done.text).toContain('领奖励要到窗口，由另一位工作人员核对')
  expect(await site.tables('reports')).toMatchObject([
    { code_seen_by_officer: true, code_replaced: true },
  ])
})

it('shows the same new code however often it is asked for, and changes once', async () => {
  const browser = reporterBrowser(site)
  const page = await newCode(browser)
  const again = await offered(unwatched(browser))
  const tail = shownOn(page).slice(-4)
  await browser.submit(page, { tail })

  expect(shownOn(again)).toBe(shownOn(page))
  const rows = await site
    .tables<{ deed: string; at: Date | null }>('audit_entries')
    .whereIn('deed', ['receipt.issued', 'receipt.replaced'])
  expect(rows.map(({ deed }) => deed).sort()).toEqual(['receipt.issued', 'receipt.replaced'])
  expect(rows.map(({ at }) => at)).toEqual([null, null])
})

it('lets the second of two browsers keep what the first has changed', async () => {
  const [first, second] = [reporterBrowser(site), reporterBrowser(site)]
  const [one, two] = [await newCode(first), await newCode(second)]
  await first.submit(one, { tail: shownOn(one).slice(-4) })
  const before = await site.tables('reports')
  await unwatched(second).submit(two, { tail: shownOn(two).slice(-4) })

  expect(await site.tables('reports')).toEqual(before)
  expect((await comeBack(reporterBrowser(site), shownOn(one))).status).toBe(200)
})
