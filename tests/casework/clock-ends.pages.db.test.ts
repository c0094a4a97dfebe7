import { asDay } from '../../src/platform/clock'
import { giveCase, storeCase } from '../support/cases'
import { createClient } from '../support/client'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

let site: Site
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
})
afterAll(() => site.stop())

it('ends and begins by hand where no step tells its end or its beginning, on a day that can be, once', async () => {
  const { own } = await moveIn(site)
  const head = await hire(site, own.id, ['principal'])
  const [first, second] = [
    await hire(site, own.id, ['handler']),
    await hire(site, own.id, ['handler']),
  ]
  const handler = await signIn(site, first)
  const { caseId, path } = await storeCase(site, own.id)
  await giveCase(site, head, caseId, [first, second])
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
  await handler.submit(fresh, { rule: 'HEARING_NOTICE', on: '2026 12 15' })
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
  const begins = await site.tables('audit_entries').where({ deed: 'deadline.started' })
  expect(begins).toHaveLength(2)
})
