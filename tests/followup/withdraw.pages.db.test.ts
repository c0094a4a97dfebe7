import type { CaseId } from '../../src/vocabulary/ids'
import { createClient, type Answer, type Client } from '../support/client'
import { comeBack, errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId, refuseCase } from '../support/refusing'
import { sendReport, type ReportWish } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'

let site: Site
let intake: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'], '林受理')
})
afterAll(() => site.stop())

const send = { form: 'form[action="/follow/withdraw"]' }

const report = async (wish: ReportWish = {}) => {
  const { code } = await sendReport(reporterBrowser(site), wish)
  const browser = reporterBrowser(site)
  await comeBack(browser, code)
  return { browser, code, caseId: await lastCaseId(site) }
}

const sameBrowser = (browser: Client): Client => {
  const other = createClient({ url: site.publicUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}

const choicesOf = ({ $ }: Answer): string[] =>
  $('input[name=change]')
    .map((_, one) => $(one).attr('value') ?? '')
    .get()
const main = ({ $ }: Answer): string => $('main').text()

const deedsOf = (caseId: CaseId) =>
  site.tables('audit_entries').where({ case_id: caseId, deed: 'report.amended' })

it('says what each does before it is chosen, and asks for a choice', async () => {
  const { browser } = await report({ identity: 'anon-claim' })
  const page = await browser.click(await browser.open('/follow/case'), '撤回')

  expect(choicesOf(page)).toEqual(['reward-withdrawn', 'contact-withdrawn', 'report-withdrawn'])
  expect(main(page)).toContain('依照法律，医保部门可以继续核查')
  expect(main(page)).toContain('查实以后不再给您核定奖励，核查照常进行')
  const nothing = await browser.submit(page, {}, send)
  expect([nothing.status, errorsOf(nothing)]).toEqual([422, ['请选要撤回或者恢复的是哪一样']])
})

it('whoever gave neither name nor claim word has no wish for a reward to take back', async () => {
  const { browser } = await report()
  expect(choicesOf(await browser.open('/follow/withdraw'))).toEqual([
    ...['contact-withdrawn', 'report-withdrawn'],
  ])
})

it('the report is taken back and put back; officers see it, the case goes on', async () => {
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/withdraw')
  const done = await browser.submit(page, { change: 'report-withdrawn' }, send)
  expect([done.status, done.path]).toEqual([200, '/follow/withdraw'])
  expect(main(done)).toContain('您撤回了举报')
  expect(choicesOf(done)).toContain('report-restored')
  expect(main(await browser.open('/follow/case'))).toContain('您撤回了举报')

  const officer = await signIn(site, intake)
  expect(main(await officer.open('/staff/queue'))).toContain('举报人已撤回')
  const shown = await officer.open(`/staff/cases/${caseId}`)
  expect(main(shown)).toContain('举报人撤回了举报')
  // Nothing is stopped: the case stands as before, and its clock runs.
  const [row] = await site.tables('cases').where({ id: caseId }).select<object[]>()
  expect(row).toMatchObject({ state: 'received', is_open: true, unread: 1 })
  expect(await site.tables('deadlines').where({ case_id: caseId, done_on: null })).toHaveLength(1)

  const back = await browser.submit(done, { change: 'report-restored' }, send)
  expect(choicesOf(back)).toContain('report-withdrawn')
  expect(main(await browser.open('/follow/case'))).toContain('您恢复了举报')
  const restored = await officer.open(`/staff/cases/${caseId}`)
  expect(main(restored)).toContain('举报人恢复了举报')
  expect((await officer.open('/staff/queue')).$('main').text()).not.toContain('举报人已撤回')
})

it('the consent to be asked is taken back: officers read so', async () => {
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/withdraw')
  await browser.submit(page, { change: 'contact-withdrawn' }, send)

  site.clock.pass(1)
  const officer = await signIn(site, intake)
  expect(main(await officer.open(`/staff/cases/${caseId}`))).toContain('举报人不希望在留言里被追问')
})

it('sent twice, and twenty times at once, it is one change and one deed', async () => {
  const { browser, caseId } = await report({ identity: 'anon-claim' })
  const page = await browser.open('/follow/withdraw')
  const typed = { change: 'reward-withdrawn' }
  const twenty = await Promise.all(
    Array.from({ length: 20 }, () => sameBrowser(browser).submit(page, typed, send)),
  )
  expect(twenty.map(({ status }) => status)).toEqual(Array(20).fill(200))
  // Another form of the same, drawn before: it is so already.
  const other = await sameBrowser(browser).open('/follow/withdraw')
  await browser.submit(other, { change: 'reward-restored' }, send)
  await sameBrowser(browser).submit(page, typed, send)
  expect(await site.tables('report_amendments').where({ case_id: caseId })).toHaveLength(2)
  expect(await deedsOf(caseId)).toHaveLength(2)
})

it('what was changed is sealed: one shape and one deed for all', async () => {
  const { browser, caseId } = await report({ identity: 'anon-claim' })
  for (const change of ['reward-withdrawn', 'contact-withdrawn', 'report-withdrawn'])
    await browser.submit(await browser.open('/follow/withdraw'), { change }, send)
  const rows = await site
    .tables('report_amendments')
    .where({ case_id: caseId })
    .select<{ sealed_change: Buffer }[]>('sealed_change')
  expect(new Set(rows.map(({ sealed_change }) => sealed_change.length)).size).toBe(1)
  for (const { sealed_change } of rows)
    expect(sealed_change.toString('latin1')).not.toMatch(/reward|contact|withdrawn/)
  expect(await deedsOf(caseId)).toHaveLength(3)
})

it('chosen in a page that has expired, it waits behind the code', async () => {
  const { browser, code, caseId } = await report()
  const page = await browser.open('/follow/withdraw')
  site.clock.pass(11)
  const asked = await browser.submit(page, { change: 'report-withdrawn' }, send)
  expect(asked.status).toBe(422)
  const back = await browser.submit(asked, { code })
  expect(back.path).toBe('/follow/withdraw')
  expect(back.$('input[name=change]:checked').attr('value')).toBe('report-withdrawn')
  expect(await site.tables('report_amendments').where({ case_id: caseId })).toEqual([])
})

it('a report that was not accepted can be taken back as well', async () => {
  const { browser, caseId } = await report()
  await refuseCase(site, intake, caseId)
  const page = await browser.open('/follow/withdraw')
  const done = await browser.submit(page, { change: 'report-withdrawn' }, send)
  expect(main(done)).toContain('您撤回了举报')
})

it('under a code that an officer has heard, a new code comes first', async () => {
  const { browser, caseId } = await report()
  const drawn = await browser.open('/follow/withdraw')
  const of = site.tables('reports').where({ case_id: caseId })
  await of.update({ code_seen_by_officer: true })
  const page = await browser.open('/follow/withdraw')
  expect(main(page)).toContain('先换一个只有您知道的查询码')
  expect((await browser.submit(drawn, { change: 'report-withdrawn' }, send)).status).toBe(422)
  expect(await site.tables('report_amendments').where({ case_id: caseId })).toEqual([])
  await of.clone().update({ code_replaced: true })
  expect(choicesOf(await browser.open('/follow/withdraw'))).not.toEqual([])
})
