import { asDay } from '../../src/platform/clock'
import type { CalendarChangeId } from '../../src/vocabulary/ids'
import { createHouse } from '../../src/web/house'
import { storeCase } from '../support/cases'
import { createClient, type Answer } from '../support/client'
import { errorsOf } from '../support/following'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

/** As the State Council might write it for 2027: two days more at New Year, and the Sunday before worked. */
const notice2027 = `一、元旦：1月1日（周五）至3日（周日）放假。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月13日（周六）、2月20日（周六）上班。
三、清明节：4月3日（周六）至5日（周一）放假。
四、劳动节：5月1日（周六）至5日（周三）放假调休。5月8日（周六）上班。
五、端午节：6月9日（周三）放假。
六、中秋节：9月15日（周三）放假。
七、国庆节：10月1日（周五）至7日（周四）放假调休。9月26日（周日）、10月9日（周六）上班。`

let site: Site
let staff: Record<'intake' | 'admin' | 'security' | 'handler' | 'principal', Officer>
let bodyId: Officer['actor']['organisationId']

beforeAll(async () => {
  site = await openSite({ now: '2027-01-20T03:00:00Z' })
  const { own } = await moveIn(site)
  bodyId = own.id
  staff = {
    intake: await hire(site, own.id, ['intake'], '林雨晴'),
    principal: await hire(site, own.id, ['principal'], '高立群'),
    handler: await hire(site, own.id, ['handler'], '王承办'),
    admin: await hire(site, own.id, ['system-admin'], '管系统'),
    security: await hire(site, own.id, ['security-admin'], '安建国'),
  }
})
afterAll(() => site.stop())

const enter = (officer: Officer): Promise<SignedIn> => {
  site.clock.pass(1)
  return signIn(site, officer)
}
const main = ({ $ }: Answer): string => $('main').text().replace(/\s+/g, ' ')
const rows = ({ $ }: Answer, test: string): string[] =>
  $(`[data-test="${test}"]`)
    .map((_, row) => $(row).text().replace(/\s+/g, ' ').trim())
    .get()
const dueOf = async (caseId: string): Promise<unknown> =>
  site.tables('deadlines').where({ case_id: caseId }).first('due_on', 'provisional', 'done_on')
const editForm = { form: 'form.st-form--wide' }

it('a year’s notice: refused by its days, previewed, put into force by a second person, clocks moved', async () => {
  const running = await storeCase(site, bodyId)
  const finished = await storeCase(site, bodyId)
  await site.house.db.inTransaction(tx =>
    site.house.deadlines.finish(tx, finished.caseId, 'CLUE_VERIFY', asDay('2027-01-20')),
  )
  // Fifteen working days after 2027-01-20; of the spring festival only what the law fixes is free.
  expect(await dueOf(running.caseId)).toEqual({
    ...{ due_on: '2027-02-12', provisional: true, done_on: null },
  })
  const frozen = await dueOf(finished.caseId)

  const admin = await enter(staff.admin)
  const year = await admin.open('/staff/admin/calendar?year=2027')
  expect(main(year)).toContain('这一年的放假通知还没有录入')
  const page = await admin.open('/staff/admin/calendar/2027/edit')
  const wrong = await admin.submit(page, { source: '', notice: '', lines: notice2027 }, editForm)
  expect([wrong.status, errorsOf(wrong)]).toEqual([
    422,
    ['请写放假通知的名称，没有通知的日历不能录入', '请写通知的文号，例如 国办发明电〔2026〕7 号'],
  ])
  const named = { source: '关于 2027 年部分节假日安排的通知', notice: '国办发明电〔2026〕9 号' }
  const hole = notice2027
    .replace('二、春节：2月5日', '二、春节：2月7日')
    .replace('2月20日', '2月22日')
  const holes = await admin.submit(
    wrong,
    { ...named, lines: `${hole}\n元旦：2028年1月1日放假` },
    editForm,
  )
  expect([holes.status, errorsOf(holes)]).toEqual([
    422,
    [
      '2 月 5 日是法定节日（春节），没有写放假',
      '2 月 6 日是法定节日（春节），没有写放假',
      '2 月 22 日是星期一，本来就上班，不能算调休上班',
      '2028-01-01 不是 2027 年的日子',
    ],
  ])
  expect(await site.tables('calendar_changes')).toEqual([])

  const shown = await admin.submit(holes, { ...named, lines: notice2027 }, editForm)
  expect(shown.path).toMatch(/^\/staff\/admin\/calendar\/changes\//)
  expect(main(shown)).toContain('改动会影响 1 件的期限')
  expect(rows(shown, 'count')).toHaveLength(1)
  expect(main(shown)).not.toContain(running.label.slice(3))
  expect(await dueOf(running.caseId)).toMatchObject({ due_on: '2027-02-12' })
  // Whose case it is reads its number; a handler has no business here.
  const principal = await enter(staff.principal)
  expect(rows(await principal.open(shown.path), 'move')).toEqual([
    expect.stringContaining(running.label.slice(3)) as unknown as string,
  ])
  expect((await (await enter(staff.handler)).open(shown.path)).status).toBe(403)

  const proposed = await admin.submit(shown, {}, { form: '#propose' })
  expect(main(proposed)).toContain('等安全管理员批准')
  const fresh = await admin.open('/staff/admin/calendar/2027/edit')
  const again = await admin.submit(fresh, { ...named, lines: notice2027 }, editForm)
  expect([again.status, again.$('h1').text()]).toEqual([409, '这一年还有一项改动没有完'])

  const other = await hire(site, bodyId, ['security-admin'], '安二')
  const late = await enter(other)
  const seenEarly = await late.open(shown.path)
  const security = await enter(staff.security)
  expect(main(security.home)).toContain('2027 年的日历改动等您批准')
  const asked = await security.open(shown.path)
  const blind = await security.submit(
    asked,
    { decision: 'approved', otp: '000000' },
    { form: '#decide' },
  )
  expect(blind.status).toBe(422)
  expect(blind.$('input[name="decision"]:checked').val()).toBe('approved')
  site.clock.pass(1)
  const otp = codeOf(site, staff.security)
  const approved = await security.submit(blind, { decision: 'approved', otp }, { form: '#decide' })
  expect(main(approved)).toContain('正在再核对一遍')
  // Sent twice; and the other one, who was slower, is told what was decided.
  const twice = createClient({ url: site.staffUrl })
  for (const [name, value] of security.cookies) twice.cookies.set(name, value)
  const repeated = await twice.submit(blind, { decision: 'approved', otp }, { form: '#decide' })
  expect(repeated.path).toBe(shown.path)
  const code = { decision: 'refused', otp: codeOf(site, other) }
  const slower = await late.submit(seenEarly, code, { form: '#decide' })
  expect([slower.status, slower.$('h1').text()]).toEqual([409, '这项日历改动的情况已经变了'])

  // 2-8 to 2-11 are free now as well, 2-13 is worked; the provisional mark is gone.
  expect(await dueOf(running.caseId)).toMatchObject({ due_on: '2027-02-16', provisional: false })
  expect(await dueOf(finished.caseId)).toEqual(frozen)
  const next = await site.tables('cases').where({ id: running.caseId }).first<object>('next_due_on')
  expect(next).toEqual({ next_due_on: '2027-02-16' })
})

const newestChange = async (): Promise<CalendarChangeId> => {
  const row = await site
    .tables('calendar_changes')
    .orderBy('made_at', 'desc')
    .first<{ id: string }>('id')
  return row.id as CalendarChangeId
}

it('counts on after a restart, looks once more, and then is done; reminders not yet sent move along', async () => {
  const { caseId } = await storeCase(site, bodyId)
  await site.tables.raw('DROP INDEX deadlines_running')
  await site.tables.raw(
    `INSERT INTO deadlines (case_id, rule_code, rule_place, rule_version, started_on, due_on, provisional)
     SELECT ?, 'CLUE_VERIFY', '*', 1, '2027-01-20', '2027-02-12', true FROM generate_series(1, 2300)`,
    [caseId],
  )
  const id = await newestChange()
  await site
    .tables('calendar_changes')
    .where({ id })
    .update({ walk: 1, walk_after: null, looked: 0, total: 2301, rest_until: null })
  // The day before would be the second to last: a reminder of the old day is not due by the new one.
  expect(await site.house.calendarWalk.work(id)).toBe(false)
  const half = await site
    .tables('calendar_changes')
    .where({ id })
    .first<{ looked: number }>('looked')
  expect(half.looked).toBe(2000)

  const house = createHouse({ ...site.house })
  await house.db.inTransaction(house.calendarWalk.takeUp)
  const jobs = await site.tables('graphile_worker._private_jobs').whereLike('key', 'calendar.walk%')
  expect(jobs.length).toBeGreaterThan(0)
  expect(await house.calendarWalk.work(id)).toBe(true)
  expect(await site.tables('deadlines').where({ due_on: '2027-02-12', done_on: null })).toEqual([])

  // At once nothing more: another process may still count by the old calendar for a while.
  expect(await house.calendarWalk.work(id)).toBe(true)
  const [late] = await site
    .tables('deadlines')
    .where({ case_id: caseId })
    .limit(1)
    .update({ due_on: '2027-02-12', provisional: true })
    .returning<{ id: string }[]>('id')
  site.clock.pass(2)
  while (!(await house.calendarWalk.work(id)));
  expect(
    await site.tables('deadlines').where({ id: late?.id }).first('due_on', 'provisional'),
  ).toEqual({
    due_on: '2027-02-16',
    provisional: false,
  })
  const admin = await enter(staff.admin)
  const done = await admin.open(`/staff/admin/calendar/changes/${id}`)
  expect(main(done)).toContain('已生效')
  expect(done.$('[http-equiv=refresh], progress')).toHaveLength(0)
  const deeds = await site
    .tables('audit_entries')
    .where({ subject: id })
    .orderBy('at')
    .pluck<string[]>('deed')
  expect(deeds).toEqual([
    'calendar.drafted',
    'calendar.proposed',
    'calendar.approved',
    'calendar.applied',
  ])

  // A year that came in with a new version of the programme: what was provisional because of it is settled.
  await site
    .tables('deadlines')
    .where({ id: late?.id })
    .update({ due_on: '2027-02-12', provisional: true })
  expect(await house.db.inTransaction(house.calendarWalk.settle)).toBe(1)
  expect(await house.db.inTransaction(house.calendarWalk.settle)).toBe(0)
  expect(await site.tables('deadlines').where({ id: late?.id }).first('due_on')).toEqual({
    due_on: '2027-02-16',
  })

  // By the old calendar this was the last day; by the new one the reminder is for the Saturday that is worked.
  site.clock.set('2027-02-12T03:00:00Z')
  expect(await site.house.reminders.sweep()).toBe(0)
  site.clock.set('2027-02-13T03:00:00Z')
  expect(await site.house.reminders.sweep()).toBeGreaterThan(2300)
  expect(await site.tables('deadline_steps').distinct('step')).toEqual([{ step: 'near' }])
})

it('is two people’s affair for whoever goes round the service, and one change a year', async () => {
  const id = await newestChange()
  const row = await site.tables('calendar_changes').where({ id }).first<Record<string, unknown>>()
  const made_by = staff.admin.actor.id
  const other = { ...row, id: site.house.random.uuid(), decided_by: made_by, made_by, year: 2028 }
  const texts = { days: JSON.stringify([]), before: JSON.stringify(row['before']) }
  await expect(site.tables('calendar_changes').insert({ ...other, ...texts })).rejects.toThrow(
    'calendar_changes_two_people',
  )
  const open = {
    ...other,
    ...texts,
    state: 'draft',
    decided_by: null,
    decided_at: null,
    done_at: null,
  }
  await site.tables('calendar_changes').insert(open)
  await expect(
    site.tables('calendar_changes').insert({ ...open, id: site.house.random.uuid() }),
  ).rejects.toThrow('calendar_changes_one_open')
})

it('days can be pressed on the grid, with nothing kept until it is looked at', async () => {
  const admin = await enter(staff.admin)
  const page = await admin.open('/staff/admin/calendar/2026/edit')
  const before = page.$('textarea').val()
  const pressed = await admin.submit(
    page,
    { name: '国庆节', turn: '2026-10-08', source: '更正' },
    editForm,
  )
  expect(pressed.status).toBe(200)
  expect(pressed.$('textarea').val()).toContain('国庆节：10 月 1 日至 10 月 8 日放假')
  expect(pressed.$('#source').val()).toBe('更正')
  const back = await admin.submit(pressed, { turn: '2026-10-08' }, editForm)
  expect(back.$('textarea').val()).toBe(before)
  const same = await admin.submit(back, { source: '更正', notice: '无' }, editForm)
  expect(errorsOf(same)).toEqual(['和现在的日历一样，没有要改的'])
})
