import { dayInWords } from '../../src/platform/clock'
import type { ReceiptCode } from '../../src/receipts'
import type { Answer, Client } from '../support/client'
import { pdfWithPages } from '../support/fixtures'
import { hire, moveIn } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

// What the slip says is kept when the report is made (docs/adr/0088). It is what the code itself opens.

let site: Site

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  await hire(site, own.id, ['intake'])
  await hire(site, own.id, ['identity'])
})
afterAll(() => site.stop())

const slipOn = (page: Answer) => ({
  rows: page
    .$('.jb-paper__rows dd')
    .map((_, found) => page.$(found).text().trim())
    .get(),
  due: page.$('time').attr('datetime'),
})

const readByCode = async (code: string) => {
  const { receipts, filing } = site.house
  const derived = await receipts.derive(code as ReceiptCode)
  const facts = await site.house.db.inTransaction(tx => filing.readReceipt(tx, derived))
  if (facts === undefined) throw new Error('the code opens its report')
  return facts
}

/** The browser's session as a version of before left it: without what the slip says. */
const forgetFacts = async (browser: Client): Promise<void> => {
  const { sessions } = site.house
  const cookie = browser.cookies.get('ms_reporter')
  await site.house.db.inTransaction(async tx => {
    const session = await sessions.find(tx, 'reporter', cookie)
    if (session === undefined) throw new Error('a session')
    const { receipt, ...rest } = session.data as { receipt: { facts?: unknown } }
    const { facts, ...older } = receipt
    expect(facts).toMatchObject({ receivedOn: '2026-11-22' })
    await sessions.save(tx, session, { data: { ...rest, receipt: older } })
  })
}

it.each([
  ['anon', 0, '匿名，不领奖励', '文字 1 份'],
  ['anon-claim', 1, '匿名，查实后领奖励', '文字 1 份，文件 1 个'],
  ['named', 2, '实名', '文字 1 份，文件 2 个'],
] as const)(
  '%s, %i files: the slip and the code say the same',
  async (identity, count, ...words) => {
    const browser = reporterBrowser(site)
    const files = Array.from({ length: count }, (_, at) => ({
      name: `清单${at}.pdf`,
      content: pdfWithPages(at + 1),
      type: 'application/pdf',
    }))
    const { page, code, label } = await sendReport(browser, { identity, files })
    const facts = await readByCode(code)
    const slip = slipOn(page)
    expect(slip).toEqual({
      rows: [label, dayInWords(facts.receivedOn), ...words],
      due: facts.due?.dueOn,
    })
    expect([facts.label, facts.identity, facts.files]).toEqual([label, identity, count])

    await forgetFacts(browser)
    expect(slipOn(await browser.open('/report/receipt'))).toEqual(slip)
  },
)
