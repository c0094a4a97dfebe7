import type { CaseId } from '../../src/vocabulary/ids'
import { createClient, type Answer, type Client } from '../support/client'
import { comeBack, errorsOf } from '../support/following'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId, refuseCase } from '../support/refusing'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { dumpTables, findTraces } from '../support/traces'
import { reporterBrowser, signIn, type SignedIn } from '../support/visitors'

jest.setTimeout(120_000)

let site: Site
let intake: Officer
let own: { readonly id: Officer['actor']['organisationId'] }
let province: typeof own
let above: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  const moved = await moveIn(site)
  own = moved.own
  province = moved.above
  intake = await hire(site, own.id, ['intake'], '林受理')
  above = await hire(site, province.id, ['supervision'], '罗督办')
})
afterAll(() => site.stop())

const send = { form: 'form[action="/follow/retaliation"]' }
const call = {
  text: '雀站有人往我柜子里泼水',
  when: '2026 11 20',
  reach: '雀夜里九点后打弟弟的电话',
}

const report = async () => {
  const { code } = await sendReport(reporterBrowser(site))
  const browser = reporterBrowser(site)
  await comeBack(browser, code)
  return { browser, code, caseId: await lastCaseId(site) }
}

const sameBrowser = (browser: Client): Client => {
  const other = createClient({ url: site.publicUrl })
  for (const [name, value] of browser.cookies) other.cookies.set(name, value)
  return other
}

/** A code works once: each sign-in is later. */
const enter = async (officer: Officer): Promise<SignedIn> => {
  site.clock.pass(1)
  return signIn(site, officer)
}

const main = ({ $ }: Answer): string => $('main').text()
const appealsOf = (caseId: CaseId) => site.tables('appeals').where({ case_id: caseId })
const linkTo = async (caseId: CaseId): Promise<string> =>
  `/staff/supervise/${String((await appealsOf(caseId).pluck<string[]>('id'))[0])}`

it('tells who will act by when; the desk above reads it with its own key', async () => {
  const { browser, caseId } = await report()
  const page = await browser.click(await browser.open('/follow/case'), '我受到了报复')
  expect(main(page)).toContain('110')
  const empty = await browser.submit(page, { when: '2027 1 1' }, send)
  expect([empty.status, errorsOf(empty)]).toEqual([
    422,
    ['请写一写发生了什么，一两句话也行', '这个日期还没到'],
  ])
  const long = { ...call, when: '', reach: '长'.repeat(201), text: '长'.repeat(2001) }
  expect(errorsOf(await browser.submit(empty, long, send))).toEqual([
    '最多 2,000 字，现在多了 1 字',
    '最多 200 字，现在多了 1 字',
  ])
  const sent = await browser.submit(empty, call, send)
  expect(sent.path).toBe('/follow/retaliation')
  expect(main(sent)).toContain('11 月 22 日交给示范省医疗保障局，还没有人看过')
  // The working day after: Monday.
  expect(main(sent)).toContain('示范省医疗保障局的督办人员要在 11 月 23 日前处理')

  const officer = await enter(above)
  const shown = await officer.open(await linkTo(caseId))
  expect(main(shown)).toContain(call.text)
  expect(main(shown)).toContain('2026 年 11 月 20 日')
  expect(main(shown)).toContain(call.reach)
  expect(main(shown)).toContain('不知道有这次求助')
  expect(main(await browser.open('/follow/case'))).toContain('11 月 22 日有人看过')
})

it('the body of the case never learns of it: no page, no history, no clock, no record of its own', async () => {
  const { browser, caseId } = await report()
  const traces = async () => {
    const officer = await enter(intake)
    const pages = ['/staff', '/staff/queue', `/staff/cases/${caseId}?tab=messages`]
    const tabs = ['summary', 'evidence', 'deadlines'].map(
      tab => `/staff/cases/${caseId}?tab=${tab}`,
    )
    const texts = []
    for (const path of [...pages, ...tabs]) texts.push(main(await officer.open(path)))
    return texts.map(text => text.replaceAll(/\d\d:\d\d/g, ''))
  }
  await traces()
  const before = await traces()
  await browser.submit(await browser.open('/follow/retaliation'), call, send)
  const officer = await enter(above)
  const shown = await officer.open(await linkTo(caseId))
  await officer.submit(shown, { body: '今天下午联系您' }, { form: 'form[action$="/answers"]' })

  expect(await traces()).toEqual(before)
  const ofCase = await site.tables('audit_entries').where({ case_id: caseId }).pluck('deed')
  expect(ofCase.filter((deed: string) => /protection|appeal/.test(deed))).toEqual([])
  const chains = await site
    .tables('audit_entries')
    .whereIn('deed', ['protection.asked', 'appeal.opened', 'appeal.answered'])
    .pluck<string[]>('chain')
  expect(chains.filter(chain => !chain.startsWith(province.id))).toEqual([])
  expect(await site.tables('deadlines').where({ case_id: caseId })).toHaveLength(1)
  const canaries = { text: call.text, reach: call.reach, answer: '今天下午联系您' }
  expect(findTraces(await dumpTables(site), canaries)).toEqual([])
})

it('when the reporter says so, the body reads what happened, and not how to reach', async () => {
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/retaliation')
  await browser.submit(page, { ...call, shared: 'yes' }, send)
  const officer = await enter(intake)
  const thread = await officer.open(`/staff/cases/${caseId}?tab=messages`)
  expect(main(thread)).toContain('我受到了报复')
  expect(main(thread)).toContain(call.text)
  expect(thread.text).not.toContain(call.reach)
})

it('sent twice, and eight times at once, it is one', async () => {
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/retaliation')
  const eight = await Promise.all(
    Array.from({ length: 8 }, () =>
      sameBrowser(browser).submit(page, { ...call, shared: 'yes' }, send),
    ),
  )
  expect(eight.map(({ status }) => status)).toEqual(Array(8).fill(200))
  expect(await appealsOf(caseId)).toHaveLength(1)
  expect(await site.tables('messages').where({ case_id: caseId })).toHaveLength(1)
})

it('typed into a page that has expired, it waits behind the code, not in the box of the messages', async () => {
  const { browser, code, caseId } = await report()
  const page = await browser.open('/follow/retaliation')
  site.clock.pass(11)
  const asked = await browser.submit(page, call, send)
  expect(asked.$('#unsent')).toHaveLength(0)
  const back = await browser.submit(asked, { code })
  expect(back.path).toBe('/follow/retaliation')
  expect(back.$('#text').text()).toBe(call.text)
  expect(back.$('#reach').attr('value')).toBe(call.reach)
  expect((await browser.open('/follow/case')).$('#body').text()).toBe('')
  expect(await appealsOf(caseId)).toEqual([])
})

it('of a report that was not accepted it is taken all the same', async () => {
  const { browser, caseId } = await report()
  await refuseCase(site, intake, caseId)
  await browser.submit(await browser.open('/follow/retaliation'), call, send)
  expect(await appealsOf(caseId)).toHaveLength(1)
})

describe('at the desk', () => {
  it('an answer and what was done are checked, kept once, and shown with their day', async () => {
    const { browser, caseId } = await report()
    await browser.submit(await browser.open('/follow/retaliation'), call, send)
    const officer = await enter(above)
    const path = await linkTo(caseId)
    const shown = await officer.open(path)
    const answers = { form: 'form[action$="/answers"]' }
    const acted = { form: 'form[action$="/acted"]' }
    const empty = await officer.submit(shown, { body: '' }, answers)
    expect([empty.status, errorsOf(empty)]).toEqual([422, ['请写要答复的话']])
    const wrong = await officer.submit(shown, { on: '2026 11 40', done: '' }, acted)
    expect([wrong.status, errorsOf(wrong)]).toEqual([
      422,
      ['日期要写成年、月、日，例如 2026 9 12', '请写做了什么，举报人会看到'],
    ])
    const early = await officer.submit(shown, { on: '2026 11 1', done: '谈话' }, acted)
    expect(errorsOf(early)).toEqual(['处理的日期不能早于举报人提出的那一天'])
    const late = await officer.submit(shown, { on: '2026 12 1', done: '谈话' }, acted)
    expect(errorsOf(late)).toEqual(['这个日期还没到'])

    await officer.submit(shown, { body: '已经和单位谈过' }, answers)
    const twice = createClient({ url: site.staffUrl })
    for (const [name, value] of officer.cookies) twice.cookies.set(name, value)
    await twice.submit(shown, { body: '已经和单位谈过' }, answers)
    expect(await site.tables('appeal_answers').where({ sent_on: '2026-11-22' })).not.toHaveLength(0)
    const done = { on: '2026 11 22', done: '约谈院长，恢复排班' }
    await officer.submit(shown, done, acted)
    expect((await twice.submit(shown, done, acted)).path).toBe(path)
    const other = await twice.submit(shown, { ...done, done: '别的' }, acted)
    expect([other.status, other.$('h1').text()]).toEqual([409, '这一件已经登记过处理'])
    const deeds = await site
      .tables('audit_entries')
      .where({ subject: path.split('/').at(-1) ?? '' })
      .pluck<string[]>('deed')
    expect(deeds.filter(deed => deed === 'appeal.answered')).toHaveLength(1)
    expect(deeds.filter(deed => deed === 'appeal.acted')).toHaveLength(1)
    const page = await browser.open('/follow/retaliation')
    expect(main(page)).toContain('约谈院长，恢复排班')
    expect(main(page)).toContain('已经和单位谈过')
    expect(main(page)).not.toContain('罗督办')
  })

  it('whose it is not reads that there is no such thing, and the attempt is recorded above', async () => {
    const { browser, caseId } = await report()
    await browser.submit(await browser.open('/follow/retaliation'), call, send)
    const stranger = await hire(site, own.id, ['supervision'], '本级督办')
    const officer = await enter(stranger)
    const path = await linkTo(caseId)
    expect((await officer.open(path)).status).toBe(404)
    expect(main(await officer.open('/staff/supervise'))).toContain('现在没有等着处理的')
    const denied = await site.tables('audit_entries').where({ deed: 'appeal.denied' })
    expect(denied).toHaveLength(1)
    expect(denied[0]).toMatchObject({ case_id: null, chain: `${province.id}:staff` })
  })

  it('a new member reads nothing before the desk has confirmed the key', async () => {
    const { browser, caseId } = await report()
    await browser.submit(await browser.open('/follow/retaliation'), call, send)
    const pending = await hire(site, province.id, ['supervision'], '新督办')
    const officer = await enter(pending)
    const list = await officer.open('/staff/supervise')
    expect(main(list)).toContain('还打不开')
    const refused = await officer.open(await linkTo(caseId))
    expect([refused.status, refused.text.includes(call.text)]).toEqual([403, false])
    expect(main(refused)).toContain('密钥与成员')
  })

  it('the list is paged: every one is on one page, what is due first comes first', async () => {
    const { browser } = await report()
    for (let count = 0; count < 28; count += 1)
      await browser.submit(await browser.open('/follow/retaliation'), call, send)
    const officer = await enter(above)
    const seen: string[] = []
    const due: string[] = []
    let page = await officer.open('/staff/supervise')
    for (;;) {
      const rows = page.$('[data-test=row]')
      expect(rows.length).toBeLessThanOrEqual(25)
      rows.each((_, row) => {
        seen.push(page.$(row).find('a').attr('href') ?? '')
        due.push(page.$(row).find('.st-sub').first().text())
      })
      if (page.$('a[rel=next]').length === 0) break
      page = await officer.click(page, '下一页')
    }
    const waiting = await site
      .tables('appeals')
      .where({ organisation_id: province.id, acted_on: null })
      .pluck<string[]>('id')
    expect(seen.map(href => href.split('/').at(-1)).sort()).toEqual([...waiting].sort())
    expect(new Set(seen).size).toBe(seen.length)
    expect(due).toEqual([...due].sort())
  })
})

it('where nobody above has a key: said plainly, the telephone named, and what was typed is kept', async () => {
  const { browser, caseId } = await report()
  const page = await browser.open('/follow/retaliation')
  await site.tables('staff').where({ organisation_id: province.id }).update({ status: 'disabled' })
  const refused = await browser.submit(page, call, send)

  expect(refused.status).toBe(422)
  expect(main(refused)).toContain('上级还没有接入，网上交不上去')
  expect(main(refused)).toContain('示范省医疗保障局')
  expect(refused.$('#text').text()).toBe(call.text)
  expect(await appealsOf(caseId)).toEqual([])
  expect(main(await browser.open('/follow/case'))).toContain('上级还没有接入，这里有电话')
})
