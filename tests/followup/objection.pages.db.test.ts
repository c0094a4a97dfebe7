import type { CaseId } from '../../src/vocabulary/ids'
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
let above: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const { own, above: province } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'], '林受理')
  await hire(site, own.id, ['supervision'], '本级督办')
  above = await hire(site, province.id, ['supervision'], '罗督办')
})
afterAll(() => site.stop())

const send = { form: 'form[action="/follow/objection"]' }
const text = '雀舍有照片时间地点都写明了'

const report = async (refused = true) => {
  const { code } = await sendReport(reporterBrowser(site))
  const caseId = await lastCaseId(site)
  if (refused) await refuseCase(site, intake, caseId)
  const browser = reporterBrowser(site)
  await comeBack(browser, code)
  return { browser, code, caseId }
}

const sameBrowser = (browser: Client): Client => {
  const other = createClient({ url: site.publicUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}

const main = ({ $ }: Answer): string => $('main').text()
const appealsOf = (caseId: CaseId) => site.tables('appeals').where({ case_id: caseId })

it('there is nothing to object to before a decision, and the page says what there is', async () => {
  const { browser } = await report(false)
  const page = await browser.click(await browser.open('/follow/case'), '有异议')
  expect(main(page)).toContain('现在还没有可以提异议的决定')
  expect(page.$('form[action="/follow/objection"]')).toHaveLength(0)
})

it('goes with the key of the case to the desk above: read, answered, acted on, told by the day', async () => {
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/objection')
  expect(main(page)).toContain('不予受理，11 月 22 日作出')
  expect(main(page)).toContain('12 月 22 日以前可以提')
  const empty = await browser.submit(page, { text: ' \n' }, send)
  expect([empty.status, errorsOf(empty)]).toEqual([422, ['请写一写为什么有异议，一两句话也行']])
  const long = '长'.repeat(2132)
  const over = await browser.submit(empty, { text: long }, send)
  expect(errorsOf(over)).toEqual(['最多 2,000 字，现在多了 132 字'])
  expect(over.$('#text').text()).toBe(long)

  const sent = await browser.submit(over, { text }, send)
  expect([sent.status, sent.path]).toEqual([200, '/follow/objection'])
  expect(main(sent)).toContain('11 月 22 日交给示范省医疗保障局，还没有人看过')
  expect(main(sent)).toContain('12 月 22 日前处理')
  expect(sent.$('form[action="/follow/objection"]')).toHaveLength(0)

  const officer = await signIn(site, above)
  expect(officer.home.$('.st-tiles').text()).toContain('异议和求助')
  expect(officer.home.$('.st-tiles').text()).toContain('1 件还没有看')
  const list = await officer.click(officer.home, '异议和求助')
  expect(list.$('[data-test=row]')).toHaveLength(1)
  expect(list.$('[data-test=row]').text()).toContain('示范市医疗保障局')
  const shown = await officer.click(list, '有异议')
  expect(main(shown)).toContain(text)
  expect(main(shown)).toContain('材料里没有写清楚时间和地点')
  expect(main(shown)).toContain('三楼病房空着')
  expect(main(shown)).toContain('举报人对它有异议')
  const answered = await officer.submit(
    shown,
    { body: '已经调卷核对' },
    { form: 'form[action$="/answers"]' },
  )
  expect(main(answered)).toContain('举报人还没有看')
  const acted = await officer.submit(
    answered,
    { on: '2026 11 22', done: '责令重新受理' },
    { form: 'form[action$="/acted"]' },
  )
  expect(main(acted)).toContain('2026 年 11 月 22 日已经处理')

  const told = await browser.open('/follow/case')
  expect(main(told)).toContain('11 月 22 日已经处理')
  expect(main(told)).toContain('11 月 22 日，上级督办看了您的异议')
  expect(main(told)).toContain('您对决定提出了异议')
  const back = await browser.click(told, '有异议，11 月 22 日交给上级')
  expect(main(back)).toContain('已经调卷核对')
  expect(main(back)).toContain('责令重新受理')
  expect(main(back)).not.toMatch(/\d:\d\d/)
  expect(main(await officer.open(acted.path))).toContain('举报人 11-22 看过')
  expect(await site.tables('appeals').where({ case_id: caseId }).first()).toMatchObject({
    ...{ kind: 'objection', read_on: '2026-11-22', acted_on: '2026-11-22' },
  })
})

it('the body below reads that there is one, and not a word of it; nothing lies in clear', async () => {
  const { browser, caseId } = await report()
  await browser.submit(await browser.open('/follow/objection'), { text }, send)
  site.clock.pass(1)
  const officer = await signIn(site, intake)
  const history = await officer.open(`/staff/cases/${caseId}?tab=history`)
  expect(main(history)).toContain('对决定提出异议，交给上级督办')
  for (const tab of ['', '?tab=messages', '?tab=deadlines'])
    expect((await officer.open(`/staff/cases/${caseId}${tab}`)).text).not.toContain(text)
  expect(findTraces(await dumpTables(site), { text })).toEqual([])
  const deeds = await site
    .tables('audit_entries')
    .where({ case_id: caseId, deed: 'objection.made' })
  expect(deeds).toHaveLength(1)
})

it('sent twice, and twenty times at once, it is one; a second one to the same decision is none', async () => {
  const { browser, caseId } = await report()
  const [page, other] = [
    await browser.open('/follow/objection'),
    await browser.open('/follow/objection'),
  ]
  const twenty = await Promise.all(
    Array.from({ length: 20 }, () => sameBrowser(browser).submit(page, { text }, send)),
  )
  expect(twenty.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect((await sameBrowser(browser).submit(other, { text: '再写一遍' }, send)).status).toBe(200)
  expect(await appealsOf(caseId)).toHaveLength(1)
})

it('past the limit it says the date on which it ended, and what can be done instead', async () => {
  const { browser, code, caseId } = await report()
  const page = await browser.open('/follow/objection')
  const now = site.clock.now().toISOString()
  site.clock.set('2026-12-22T15:58:00Z')
  const last = reporterBrowser(site)
  await comeBack(last, code)
  expect((await last.open('/follow/objection')).$('#decision')).toHaveLength(1)
  const held = await last.open('/follow/objection')

  site.clock.set('2026-12-22T16:00:00Z')
  const late = await last.submit(held, { text }, send)
  expect([late.status, errorsOf(late)]).toEqual([422, ['提异议的时间到 12 月 22 日为止，已经过了']])
  expect(main(late)).toContain('接着补充')
  expect(await appealsOf(caseId)).toEqual([])
  site.clock.set(now)
  expect(page.$('#decision')).toHaveLength(1)
})

it('typed into a page that has expired, it waits behind the code', async () => {
  const { browser, code, caseId } = await report()
  const page = await browser.open('/follow/objection')
  site.clock.pass(11)
  const asked = await browser.submit(page, { text }, send)
  expect([asked.status, asked.$('#kept_text').text()]).toEqual([422, text])
  const back = await browser.submit(asked, { code })
  expect([back.path, back.$('#text').text()]).toEqual(['/follow/objection', text])
  expect(await appealsOf(caseId)).toEqual([])
})

it('a decision of another case is no choice', async () => {
  const other = await report()
  const [foreign = ''] = await site
    .tables('case_decisions')
    .where({ case_id: other.caseId })
    .pluck<string[]>('id')
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/objection')
  const _csrf = page.$('form [name=_csrf]').first().attr('value') ?? ''
  const once = page.$('[name=once]').first().attr('value') ?? ''
  const fields = { _csrf, once, decision: foreign, text }
  const sent = await sameBrowser(browser).send('/follow/objection', fields)
  expect([sent.status, errorsOf(sent)]).toEqual([422, ['请选对哪个决定有异议']])
  expect(await appealsOf(caseId)).toEqual([])
})

it.each([
  ['not-file', 'checking', 'not-filed', '不予立案'],
  ['hand-over', 'checking', 'handed-over', '移送其他部门'],
  ['redirect', 'accepted', 'redirected', '请您去别处反映'],
  ['decide', 'reviewed', 'decided', '处理决定'],
  ['withdraw', 'checking', 'withdrawn', '终止办理'],
] as const)('may object to whatever the reporter was told: %s', async (action, from, to, words) => {
  const { browser, caseId } = await report(false)
  await site.tables('case_decisions').insert({
    ...{ id: site.house.random.uuid(), case_id: caseId, staff_id: intake.actor.id },
    ...{ action, from_state: from, to_state: to, at: site.clock.now(), ground: null },
    // What takes two people says who asked for it.
    ...(['not-file', 'decide', 'withdraw'].includes(action) ? { asked_by: above.actor.id } : {}),
  })
  const page = await browser.open('/follow/objection')
  expect(main(page)).toContain(`${words}，11 月 22 日作出`)
  const sent = await browser.submit(page, { text }, send)
  expect(main(sent)).toContain('交给示范省医疗保障局，还没有人看过')
  expect(await appealsOf(caseId)).toHaveLength(1)
})
