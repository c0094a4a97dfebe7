import { asDay } from '../../src/platform/clock'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { giveCase, standsIn, storeCase } from '../support/cases'
import { createClient } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

let site: Site
let own: OrganisationId
let head: Officer
let officers: [Officer, Officer]
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  own = (await moveIn(site)).own.id
  head = await hire(site, own, ['principal'])
  officers = [await hire(site, own, ['handler']), await hire(site, own, ['handler'])]
})
afterAll(() => site.stop())

it('ends and begins by hand where no step tells its end or its beginning, on a day that can be, once', async () => {
  const handler = await signIn(site, officers[0])
  const { caseId, path } = await storeCase(site, own)
  await giveCase(site, head, caseId, officers)
  const at = { place: '330100', on: asDay('2026-11-20') }
  const start = (code: string) =>
    site.house.db.inTransaction(tx => site.house.deadlines.start(tx, caseId, code, at))
  await start('SEAL')
  const idOf = async (code: string) => {
    const clock = await site
      .tables('deadlines')
      .where({ case_id: caseId, rule_code: code })
      .first<{ id: string }>('id')
    return clock.id
  }
  const id = await idOf('SEAL')
  const page = `${path}/deadlines/${id}`
  const by = await handler.open(`${path}/deadlines/${await idOf('CLUE_VERIFY')}`)
  expect(by.$('form[action$="/finish"]')).toHaveLength(0)

  const form = await handler.open(page)
  const send = { form: `form[action="${page}/finish"]` }
  for (const [typed, said] of [
    ['2026 2 30', '日期要写成年、月、日'],
    ['2026 11 24', '不能晚于今天'],
    ['2026 11 19', '不能早于 2026-11-20'],
  ] as const) {
    const wrong = await handler.submit(form, { doneOn: typed }, send)
    expect([wrong.status, wrong.$('#doneOn').attr('value')]).toEqual([422, typed])
    expect(wrong.$('[role=alert]').text()).toContain(said)
  }
  const done = await handler.submit(form, { doneOn: '2026 11 22' }, send)
  expect(done.text).toContain('已经登记办完的日期')
  const again = createClient({ url: site.staffUrl })
  for (const [name, value] of handler.cookies) again.cookies.set(name, value)
  await again.submit(form, { doneOn: '2026 11 22' }, send)
  const other = await handler.submit(form, { doneOn: '2026 11 21' }, send)
  expect(other.status).toBe(409)
  const kept = await site.tables('deadlines').where({ id }).first<{ done_on: string }>()
  expect(kept.done_on).toBe('2026-11-22')
  const noted = await site.tables('audit_entries').where({ deed: 'deadline.finished', subject: id })
  expect(noted).toHaveLength(1)

  // One whose beginning no step tells: chosen among those the law leaves to officers, from a day that can be, once.
  const tab = await handler.open(`${path}?tab=deadlines`)
  const fresh = await handler.click(tab, '登记一个期限开始')
  const offered = fresh
    .$('#rule option')
    .toArray()
    .map(one => fresh.$(one).attr('value'))
  expect(offered).toEqual(expect.arrayContaining(['SERVE', 'POLICE_DECIDE', 'HEARING_NOTICE']))
  expect(offered).not.toContain('CLUE_VERIFY')
  expect(offered).not.toContain('CRIME_TRANSFER')
  for (const [typed, said] of [
    [{ rule: '', on: '2026 11 20' }, '请选是哪个期限'],
    [{ rule: 'SERVE', on: '' }, '请写从哪一天起算'],
    [{ rule: 'SERVE', on: '2026 11 24' }, '不能晚于今天'],
  ] as const) {
    const wrong = await handler.submit(fresh, typed)
    expect([wrong.status, wrong.$('#on').attr('value')]).toEqual([422, typed.on])
    expect(wrong.$('[role=alert]').text()).toContain(said)
  }
  const begun = await handler.submit(fresh, { rule: 'SERVE', on: '2026 11 20' })
  expect(begun.$('[data-test=clock]').text()).toContain('送达决定书')
  await again.submit(fresh, { rule: 'SERVE', on: '2026 11 20' })
  expect((await handler.submit(fresh, { rule: 'SERVE', on: '2026 11 19' })).status).toBe(409)
  const next = await handler.open(`${path}/clocks/new`)
  await handler.submit(next, { rule: 'HEARING_NOTICE', on: '2026 12 15' })
  const started = await site
    .tables('deadlines')
    .where({ case_id: caseId })
    .whereIn('rule_code', ['SERVE', 'HEARING_NOTICE'])
    .orderBy('rule_code')
    .select<{ rule_code: string; due_on: string }[]>('rule_code', 'due_on')
  // Seven working days before the hearing; seven working days after the decision.
  expect(started).toEqual([
    { rule_code: 'HEARING_NOTICE', due_on: '2026-12-04' },
    { rule_code: 'SERVE', due_on: '2026-12-01' },
  ])
  // What was sent before the clock had ended begins no second one afterwards, and no number of another's clock begins one.
  const serve = await handler.open(`${path}/deadlines/${await idOf('SERVE')}`)
  await handler.submit(serve, { doneOn: '2026 11 23' }, { form: 'form[action$="/finish"]' })
  await again.submit(fresh, { rule: 'SERVE', on: '2026 11 20' })
  const stranger = await storeCase(site, own)
  const foreign = await site
    .tables('deadlines')
    .where({ case_id: stranger.caseId })
    .first<{ id: string }>('id')
  const taken = { rule: 'SERVE', on: '2026 11 20', once: foreign.id }
  expect((await handler.submit(fresh, taken)).status).toBe(409)
  const begins = await site.tables('audit_entries').where({ deed: 'deadline.started' })
  expect(begins).toHaveLength(2)
})

it('that a meeting gives is given with its meeting, sealed; the reporters are told of a petition’s', async () => {
  const { caseId, path } = await storeCase(site, own)
  await giveCase(site, head, caseId, officers)
  // The code of the other test is used up.
  site.clock.pass(1)
  const [handler, principal] = [await signIn(site, officers[0]), await signIn(site, head)]
  const to = (page: string, what: string) => ({ form: `form[action="${page}/${what}"]` })
  const reason = '第三方鉴定机构还没有出具结论，已经书面催办过两次。'
  const { db, deadlines } = site.house
  const at = { place: '330100', on: asDay('2026-11-23') }
  for (const code of ['CASE_DECIDE', 'XF_CLOSE'])
    await db.inTransaction(tx => deadlines.start(tx, caseId, code, at))
  const clockPage = async (rule_code: string) => {
    const clock = site.tables('deadlines').where({ case_id: caseId, rule_code })
    return `${path}/deadlines/${(await clock.first<{ id: string }>('id')).id}`
  }
  const give = async (page: string, typed: object, meeting: object) => {
    await handler.submit(await handler.open(page), { reason, ...typed }, to(page, 'extensions'))
    const form = { form: 'form[action$=approve]' }
    return principal.submit(await principal.open(page), { ...meeting }, form)
  }
  const page = await clockPage('CASE_DECIDE')
  expect((await principal.open(page)).$('#meeting')).toHaveLength(0)
  await give(page, {}, {})
  const empty = await give(page, { length: '60' }, {})
  expect([empty.status, empty.$('[role=alert]').text()]).toEqual([
    422,
    expect.stringContaining('请写集体讨论的日期、参加人和结论'),
  ])
  const meeting = '2026 年 11 月 23 日局长办公会讨论，五人参加，一致同意延长。'
  const given = await principal.submit(empty, { meeting }, { form: 'form[action$=approve]' })
  expect(given.text).toContain(meeting)
  expect(given.text).toContain('集体讨论')
  expect(standsIn(await site.tables<object>('deadline_extensions'), '局长办公会')).toBe(false)

  const told = '需要的鉴定还没有做完。'
  await give(await clockPage('XF_CLOSE'), { told }, {})
  const sent = await site.tables('messages').where({ case_id: caseId })
  expect(sent).toHaveLength(1)
})
