import type { CaseId, ReportId } from '../../src/vocabulary/ids'
import { standsIn } from '../support/cases'
import { createClient, type Answer, type Client } from '../support/client'
import { comeBack, errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId, refuseCase } from '../support/refusing'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { dumpTables, findTraces } from '../support/traces'
import { reporterBrowser, signIn } from '../support/visitors'

let site: Site
let intake: Officer
let custodian: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'], '林受理')
  custodian = await hire(site, own.id, ['identity'], '宋保管')
})
afterAll(() => site.stop())

const who = {
  name: '雀大山丹顶',
  phone: '139 8765 4321',
  id_type: 'passport',
  id_number: 'P9K8J7H6',
  delivery: 'post',
  address: '雀鸟巷九十九号',
}
const send = { form: 'form[action="/follow/identity"]' }

const report = async (): Promise<{ browser: Client; code: string; caseId: CaseId }> => {
  const { code } = await sendReport(reporterBrowser(site))
  const browser = reporterBrowser(site)
  await comeBack(browser, code)
  return { browser, code, caseId: await lastCaseId(site) }
}

/** Another window of the same browser, past the watch over the record. */
const sameBrowser = (browser: Client): Client => {
  const other = createClient({ url: site.publicUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}

const identityAsOpenedBy = (officer: Officer) =>
  site.house.db.inTransaction(async tx => {
    const holders = await site.house.desks.holdersOf(tx, officer.keys)
    const ids = await site.tables('report_identities').pluck<ReportId[]>('report_id')
    const opened = []
    for (const id of ids) opened.push(await site.house.identities.open(tx, holders, id))
    return opened.filter(one => one !== undefined)
  })

const main = ({ $ }: Answer): string => $('main').text()

it('an anonymous reporter gives a name: fields, checks and sentences are those of step 2', async () => {
  const { browser, caseId } = await report()
  const page = await browser.click(await browser.open('/follow/case'), '改成实名')
  const empty = await browser.submit(page, { delivery: 'post' }, send)
  expect([empty.status, errorsOf(empty)]).toEqual([422, ['请写姓名', '请写手机号']])
  const half = await browser.submit(empty, { name: who.name, phone: who.phone }, send)
  expect(errorsOf(half)).toEqual(['请写证件号', '选了邮寄，请写收信的地址'])
  const wrong = { ...who, phone: '1398765432', id_number: '' }
  const again = await browser.submit(half, { ...wrong, address: who.address }, send)
  expect(errorsOf(again)).toEqual(['手机号是 11 位数字，现在是 10 位'])
  expect(again.$('#name').attr('value')).toBe(who.name)

  const done = await browser.submit(again, who, send)
  expect([done.status, done.path]).toEqual([200, '/follow/identity'])
  expect(main(done)).toContain('您是实名举报')
  const back = await browser.open('/follow/case')
  expect(main(back)).toContain('您是实名举报，姓名、电话和证件号单独加密')
  expect(main(back)).toContain('您改成了实名')
  expect(back.$('a[href="/follow/identity"]')).toHaveLength(0)
  // By key: the desk that keeps identities opens it, the desk that handles the case does not.
  expect(await identityAsOpenedBy(custodian)).toMatchObject([
    { name: who.name, phone: '13987654321', idNumber: who.id_number, address: who.address },
  ])
  expect(await identityAsOpenedBy(intake)).toEqual([])

  const officer = await signIn(site, intake)
  expect((await officer.open('/staff/queue')).$('.c-src').text()).toContain('实名')
  const history = await officer.open(`/staff/cases/${caseId}?tab=history`)
  expect(history.$('main').text()).toContain('改了自己的选择')
})

it('no clear column tells that the kind has changed, and no name lies in clear', async () => {
  const before = await clearOfCase(await lastCaseId(site))
  const { browser, caseId } = await report()
  const fresh = await clearOfCase(caseId)
  const page = await browser.open('/follow/identity')
  await browser.submit(page, who, send)
  // Everything clear of the case is as of any anonymous one to which the reporter has added something.
  const { unread, ...rest } = await clearOfCase(caseId)
  expect(unread).toBe(1)
  expect(rest).toEqual({ ...fresh, unread: undefined })
  expect(Object.keys(before)).toEqual(Object.keys(fresh))
  const deeds = await site.tables('audit_entries').where({ case_id: caseId }).pluck('deed')
  expect(deeds).toContain('report.amended')
  expect(deeds.join()).not.toMatch(/ident|named/)
  const [row] = await site.tables('report_amendments').where({ case_id: caseId }).select<object[]>()
  expect(Object.keys(row ?? {})).toEqual([
    ...['id', 'case_id', 'report_id', 'arrival', 'made_on', 'once', 'sealed_change'],
  ])
  const { name, id_number, address } = who
  const canaries = { name, id_number, address, phone: '13987654321' }
  expect(findTraces(await dumpTables(site), canaries)).toEqual([])
})

/** What anybody reads of a case who has the database and no key. Which deadline row and number it is does not matter. */
const clearOfCase = async (caseId: CaseId) => {
  const [row] = await site.tables('cases').where({ id: caseId }).select<Record<string, unknown>[]>()
  const deadlines = await site.tables('deadlines').where({ case_id: caseId })
  const clear = Object.entries(row ?? {}).filter(
    ([name, value]) => !Buffer.isBuffer(value) && !['id', 'serial', 'arrival'].includes(name),
  )
  const clocks = deadlines.map(({ rule_code, due_on, done_on }: Record<string, unknown>) => ({
    ...{ rule_code, due_on, done_on },
  }))
  return { ...Object.fromEntries(clear), clocks } as Record<string, unknown>
}

it('sent twice, and twenty times at once, it is one name and one deed', async () => {
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/identity')
  const [report_id] = await site.tables('reports').where({ case_id: caseId }).pluck<string[]>('id')
  const twenty = await Promise.all(
    Array.from({ length: 20 }, () => sameBrowser(browser).submit(page, who, send)),
  )
  expect(twenty.map(({ status, path }) => [status, path])).toEqual(
    Array(20).fill([200, '/follow/identity']),
  )
  const again = await sameBrowser(browser).submit(page, { ...who, name: '别人' }, send)
  expect(again.status).toBe(200)
  expect(await site.tables('report_identities').where({ report_id })).toHaveLength(1)
  expect(await site.tables('report_amendments').where({ report_id })).toHaveLength(1)
  const deeds = site.tables('audit_entries').where({ case_id: caseId, deed: 'report.amended' })
  expect(await deeds).toHaveLength(1)
})

it('typed into a page that has expired, it waits behind the code and is sent by nobody', async () => {
  const { browser, code } = await report()
  const page = await browser.open('/follow/identity')
  site.clock.pass(11)
  const asked = await browser.submit(page, who, send)
  expect([asked.status, errorsOf(asked)]).toEqual([
    422,
    ['太久没有操作，为了安全已经退出。请再输入一次查询码'],
  ])
  expect(asked.$('#kept_name').attr('value')).toBe(who.name)
  const back = await browser.submit(asked, { code })
  expect(back.path).toBe('/follow/identity')
  expect(back.$('#name').attr('value')).toBe(who.name)
  expect(back.$('#id_number').attr('value')).toBe(who.id_number)
  expect(back.$('input[name=delivery]:checked').attr('value')).toBe('post')
  // What waits lies in the session, sealed under the cookie.
  expect(standsIn(await site.tables<object>('sessions'), who.name)).toBe(false)
  expect(main(await browser.open('/follow/case'))).toContain('您是匿名举报')

  await browser.submit(back, {}, send)
  expect(main(await browser.open('/follow/case'))).toContain('您是实名举报')
})

it('with a code that an officer has heard it is refused, and the office is named', async () => {
  const { browser, caseId } = await report()
  const known = (await identityAsOpenedBy(custodian)).length
  const heard = site.tables('reports').where({ case_id: caseId })
  await heard.update({ code_seen_by_officer: true })
  const page = await browser.open('/follow/identity')
  expect(main(page)).toContain('改成实名要到窗口办')
  expect(main(page)).toContain('0571-12393')
  expect(page.$('form[action="/follow/identity"]')).toHaveLength(0)
  await heard.clone().update({ code_seen_by_officer: false })
  const drawn = await browser.open('/follow/identity')
  // Changed for a new one or not: the officer may have been the first to change it (ADR 0022).
  for (const code_replaced of [false, true]) {
    await heard.clone().update({ code_seen_by_officer: true, code_replaced })
    expect((await browser.submit(drawn, who, send)).status).toBe(422)
  }
  expect(await identityAsOpenedBy(custodian)).toHaveLength(known)
})

it('to a report that was not accepted it is given all the same', async () => {
  const { browser, caseId } = await report()
  await refuseCase(site, intake, caseId)
  const done = await browser.submit(await browser.open('/follow/identity'), who, send)
  expect(main(done)).toContain('您是实名举报')
})

it('where nobody could open it, it is not taken: said plainly, and what was typed stays', async () => {
  const { browser } = await report()
  const page = await browser.open('/follow/identity')
  await site.tables('staff').where({ id: custodian.actor.id }).update({ status: 'disabled' })
  const refused = await browser.submit(page, who, send)

  expect(refused.status).toBe(422)
  expect(main(refused)).toContain('保管身份的岗位还没有开通')
  expect(main(refused)).toContain('0571-12393')
  expect(refused.$('#name').attr('value')).toBe(who.name)
})
