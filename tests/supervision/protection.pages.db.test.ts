import { errorsOf } from '../support/following'
import { refuseCase } from '../support/refusing'
import { dumpTables, findTraces } from '../support/traces'
import { call, main, openTwoBodies, send, type TwoBodies } from './two-bodies'

let here: TwoBodies

beforeAll(async () => {
  here = await openTwoBodies()
})
afterAll(() => here.site.stop())

it('tells who will act by when; the desk above reads it with its own key', async () => {
  const { browser, caseId } = await here.report()
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

  const officer = await here.enter(here.above)
  const shown = await officer.open(await here.linkTo(caseId))
  expect(main(shown)).toContain(call.text)
  expect(main(shown)).toContain('2026 年 11 月 20 日')
  expect(main(shown)).toContain(call.reach)
  expect(main(shown)).toContain('不知道有这次求助')
  expect(main(await browser.open('/follow/case'))).toContain('11 月 22 日有人看过')
})

it('the body of the case never learns of it: no page, no history, no clock, no record of its own', async () => {
  const { browser, caseId } = await here.report()
  const traces = async () => {
    const officer = await here.enter(here.intake)
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
  const officer = await here.enter(here.above)
  const shown = await officer.open(await here.linkTo(caseId))
  await officer.submit(shown, { body: '今天下午联系您' }, { form: 'form[action$="/answers"]' })

  expect(await traces()).toEqual(before)
  const ofCase = await here.site.tables('audit_entries').where({ case_id: caseId }).pluck('deed')
  expect(ofCase.filter((deed: string) => /protection|appeal/.test(deed))).toEqual([])
  const chains = await here.site
    .tables('audit_entries')
    .whereIn('deed', ['protection.asked', 'appeal.opened', 'appeal.answered'])
    .pluck<string[]>('chain')
  expect(chains.filter(chain => !chain.startsWith(here.province.id))).toEqual([])
  expect(await here.site.tables('deadlines').where({ case_id: caseId })).toHaveLength(1)
  const canaries = { text: call.text, reach: call.reach, answer: '今天下午联系您' }
  expect(findTraces(await dumpTables(here.site), canaries)).toEqual([])
})

it('what is told above of its writer is masked in the original, wherever it stands there', async () => {
  const what = { text: '值班表上写着王小明一个人，三楼病房空着。' }
  const { browser, caseId } = await here.report({ what })
  const told = { ...call, text: '我叫王小明，有人往我柜子里泼水' }
  await browser.submit(await browser.open('/follow/retaliation'), told, send)

  const shown = main(await (await here.enter(here.above)).open(await here.linkTo(caseId)))
  expect(shown).toContain(told.text)
  expect(shown).toContain('三楼病房空着')
  expect(shown).not.toContain('值班表上写着王小明')
})

it('when the reporter says so, the body reads what happened, and not how to reach', async () => {
  const { browser, caseId } = await here.report()
  const page = await browser.open('/follow/retaliation')
  await browser.submit(page, { ...call, shared: 'yes' }, send)
  const officer = await here.enter(here.intake)
  const thread = await officer.open(`/staff/cases/${caseId}?tab=messages`)
  expect(main(thread)).toContain('我受到了报复')
  expect(main(thread)).toContain(call.text)
  expect(thread.text).not.toContain(call.reach)
})

it('sent twice, and twenty times at once, it is one', async () => {
  const { browser, caseId } = await here.report()
  const page = await browser.open('/follow/retaliation')
  const twenty = await Promise.all(
    Array.from({ length: 20 }, () =>
      here.sameBrowser(browser).submit(page, { ...call, shared: 'yes' }, send),
    ),
  )
  expect(twenty.map(({ status }) => status)).toEqual(Array(20).fill(200))
  expect(await here.appealsOf(caseId)).toHaveLength(1)
  expect(await here.site.tables('messages').where({ case_id: caseId })).toHaveLength(1)
})

it('typed into a page that has expired, it waits behind the code, not in the box of the messages', async () => {
  const { browser, code, caseId } = await here.report()
  const page = await browser.open('/follow/retaliation')
  here.site.clock.pass(11)
  const asked = await browser.submit(page, call, send)
  expect(asked.$('#unsent')).toHaveLength(0)
  const back = await browser.submit(asked, { code })
  expect(back.path).toBe('/follow/retaliation')
  expect(back.$('#text').text()).toBe(call.text)
  expect(back.$('#reach').attr('value')).toBe(call.reach)
  expect((await browser.open('/follow/case')).$('#body').text()).toBe('')
  expect(await here.appealsOf(caseId)).toEqual([])
})

it('of a report that was not accepted it is taken all the same', async () => {
  const { browser, caseId } = await here.report()
  await refuseCase(here.site, here.intake, caseId)
  await browser.submit(await browser.open('/follow/retaliation'), call, send)
  expect(await here.appealsOf(caseId)).toHaveLength(1)
})

it('where nobody above has a key: said plainly, the telephone named, and what was typed is kept', async () => {
  const { browser, caseId } = await here.report()
  const page = await browser.open('/follow/retaliation')
  await here.site
    .tables('staff')
    .where({ organisation_id: here.province.id })
    .update({ status: 'disabled' })
  const refused = await browser.submit(page, call, send)

  expect(refused.status).toBe(422)
  expect(main(refused)).toContain('上级还没有接入，网上交不上去')
  expect(main(refused)).toContain('示范省医疗保障局')
  expect(refused.$('#text').text()).toBe(call.text)
  expect(await here.appealsOf(caseId)).toEqual([])
  expect(main(await browser.open('/follow/case'))).toContain('上级还没有接入，这里有电话')
})
