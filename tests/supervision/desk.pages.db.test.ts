import { createClient, type Answer } from '../support/client'
import { errorsOf } from '../support/following'
import { hire } from '../support/people'
import { call, main, openTwoBodies, send, type TwoBodies } from './two-bodies'

let here: TwoBodies
const tileOf = ({ $ }: Answer): string => $('.st-tiles a[href="/staff/supervise"]').text()

beforeAll(async () => {
  here = await openTwoBodies()
})
afterAll(() => here.site.stop())

it('an answer and what was done are checked, kept once, and shown with their day', async () => {
  const { browser, caseId } = await here.report()
  await browser.submit(await browser.open('/follow/retaliation'), call, send)
  const officer = await here.enter(here.above)
  const path = await here.linkTo(caseId)
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
  const twice = createClient({ url: here.site.staffUrl })
  for (const [name, value] of officer.cookies) twice.cookies.set(name, value)
  await twice.submit(shown, { body: '已经和单位谈过' }, answers)
  expect(
    await here.site.tables('appeal_answers').where({ sent_on: '2026-11-22' }),
  ).not.toHaveLength(0)
  const done = { on: '2026 11 22', done: '约谈院长，恢复排班' }
  await officer.submit(shown, done, acted)
  expect((await twice.submit(shown, done, acted)).path).toBe(path)
  const other = await twice.submit(shown, { ...done, done: '别的' }, acted)
  expect([other.status, other.$('h1').text()]).toEqual([409, '这一件已经登记过处理'])
  const deeds = await here.site
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
  const { browser, caseId } = await here.report()
  await browser.submit(await browser.open('/follow/retaliation'), call, send)
  const stranger = await hire(here.site, here.own.id, ['supervision'], '本级督办')
  const officer = await here.enter(stranger)
  const path = await here.linkTo(caseId)
  expect((await officer.open(path)).status).toBe(404)
  expect(main(await officer.open('/staff/supervise'))).toContain('现在没有等着处理的')
  const denied = await here.site.tables('audit_entries').where({ deed: 'appeal.denied' })
  expect(denied).toHaveLength(1)
  expect(denied[0]).toMatchObject({ case_id: null, chain: `${here.province.id}:staff` })
})

it('who is excluded from the case sees neither the row nor the count nor the page', async () => {
  const { browser, caseId } = await here.report()
  const before = tileOf((await here.enter(here.above)).home)
  await browser.submit(await browser.open('/follow/retaliation'), call, send)
  expect(tileOf((await here.enter(here.above)).home)).not.toBe(before)
  const { cases, db } = here.site.house
  const excluding = { staffId: here.above.actor.id, ground: 'relative' }
  await db.inTransaction(tx => cases.exclude(tx, here.intake.actor, caseId, excluding))
  const officer = await here.enter(here.above)
  expect(tileOf(officer.home)).toBe(before)
  const path = await here.linkTo(caseId)
  expect((await officer.open('/staff/supervise')).text).not.toContain(path)
  expect((await officer.open(path)).status).toBe(404)
})

it('a new member reads nothing before the desk has confirmed the key', async () => {
  const { browser, caseId } = await here.report()
  await browser.submit(await browser.open('/follow/retaliation'), call, send)
  const pending = await hire(here.site, here.province.id, ['supervision'], '新督办')
  const officer = await here.enter(pending)
  const list = await officer.open('/staff/supervise')
  expect(main(list)).toContain('还打不开')
  const refused = await officer.open(await here.linkTo(caseId))
  expect([refused.status, refused.text.includes(call.text)]).toEqual([403, false])
  expect(main(refused)).toContain('密钥与成员')
})

it('the list is paged: every one is on one page, what is due first comes first', async () => {
  const { browser } = await here.report()
  for (let count = 0; count < 28; count += 1)
    await browser.submit(await browser.open('/follow/retaliation'), call, send)
  const officer = await here.enter(here.above)
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
  // The one of the case that this officer keeps away from is not theirs.
  const away = await here.site.tables('case_exclusions').pluck<string[]>('case_id')
  const waiting = await here.site
    .tables('appeals')
    .where({ organisation_id: here.province.id, acted_on: null })
    .whereNotIn('case_id', away)
    .pluck<string[]>('id')
  expect(seen.map(href => href.split('/').at(-1)).sort()).toEqual([...waiting].sort())
  expect(new Set(seen).size).toBe(seen.length)
  expect(due).toEqual([...due].sort())
})
