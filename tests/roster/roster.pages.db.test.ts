import { asDay } from '../../src/platform/clock'
import { come, deedsOf, errorsOf, openOffice, type Office } from '../staffing/office'
import { createClient } from '../support/client'
import { hire, type Officer } from '../support/people'
import type { SignedIn } from '../support/visitors'

// Monday 23 November 2026, nine in the morning.
let office: Office
let site: Office['site']
let principal: Officer
let fang: Officer
let ming: Officer
let editor: SignedIn
let second: SignedIn
beforeAll(async () => {
  office = await openOffice()
  site = office.site
  await site.house.db.inTransaction(site.house.deadlines.seedCalendar)
  const { id } = office.own
  principal = await hire(site, id, ['principal'], '高立群')
  fang = await hire(site, id, ['handler'], '王芳')
  ming = await hire(site, id, ['intake'], '陈明')
  editor = await come(site, principal)
  second = await come(site, office.sysadmin)
})
afterAll(() => site.stop())

const MONDAY = '/staff/roster?week=2026-11-23'
const am = 'slot.2026-11-23.am'
const pm = 'slot.2026-11-23.pm'
const inTable = { form: 'form[action="/staff/roster"]' }
const inCalls = { form: 'form[action="/staff/roster/calls"]' }
const holders = () =>
  site
    .tables('roster_slots')
    .orderBy(['day', 'half'])
    .select<{ day: string; half: string; staff_id: string }[]>(...['day', 'half', 'staff_id'])

it('is reached from the menu, shows every half-day as a gap, and says so to the principal at home', async () => {
  expect(editor.home.$('main').text()).toContain('今后 10 个工作日没有人接电话的半天')
  expect((await come(site, fang)).home.$('main').text()).not.toContain('没有人接电话')
  const page = await editor.click(editor.home, '值守表')
  expect(page.$('.st-roster__gaps h2').text()).toContain('有 20 个半天没有人接电话')
  expect(page.$('.st-roster__off')).toHaveLength(4)
  const next = await editor.click(page, '下一周')
  expect(next.$('#week').text()).toContain('2026 年 11 月 30 日')
  // The ends of the calendar, and what is no day, are this week.
  for (const week of ['9999-12-31', '1000-01-01', '2026-02-31', 'a&week=b'])
    expect((await editor.open(`/staff/roster?week=${week}`)).$('#week').text()).toContain(
      '2026 年 11 月 23 日',
    )
})

it('gives half-days to named people; of two at once one wins, and the other keeps what he chose', async () => {
  const mine = await editor.open(MONDAY)
  const others = await second.open(MONDAY)
  const saved = await editor.submit(mine, { [am]: fang.actor.id, [pm]: fang.actor.id }, inTable)
  expect(saved.path).toContain('saved=yes')
  expect(saved.$('main').text()).toContain('有 18 个半天没有人接电话')

  const late = await second.submit(others, { [am]: ming.actor.id }, inTable)
  expect(late.status).toBe(409)
  expect(late.$(`[data-half="${am}"]`).text()).toContain('同事刚改成了王芳')
  expect(late.$(`select[name="${am}"] option[selected]`).text()).toBe('陈明')
  expect((await holders()).map(one => one.staff_id)).toEqual([fang.actor.id, fang.actor.id])
  // Looked at and saved once more, it stands.
  expect((await second.submit(late, {}, inTable)).status).toBe(200)
  expect((await holders()).map(one => one.staff_id)).toEqual([ming.actor.id, fang.actor.id])
  expect((await deedsOf(site, 'roster.changed')).map(one => one.actor_id)).toEqual([
    ...[principal.actor.id, office.sysadmin.actor.id],
  ])
})

it('refuses past days, days off, people of another body, and round the service too', async () => {
  const stranger = await hire(site, office.above.id, ['handler'], '外人')
  const send = async (day: string, now: string) => {
    const { $ } = await editor.open(MONDAY)
    const token = $('input[name=_csrf]').val() as string
    const sent = { _csrf: token, week: day, [`was.${day}.am`]: '', [`slot.${day}.am`]: now }
    return editor.send('/staff/roster', sent)
  }
  expect(errorsOf(await send('2026-11-20', fang.actor.id))).toEqual(['已经过去的日子不能再改'])
  expect(errorsOf(await send('2026-11-28', fang.actor.id))).toEqual(['这一天不上班'])
  expect(errorsOf(await send('2026-11-24', stranger.actor.id))).toEqual([
    '这个人不是本单位在用的账号',
  ])
  const slot = { organisation_id: office.own.id, day: '2026-11-24', half: 'am' }
  const round = { ...slot, staff_id: stranger.actor.id, changed_by: stranger.actor.id }
  await expect(
    site.tables('roster_slots').insert({ ...round, changed_at: new Date(0) }),
  ).rejects.toThrow('roster_slots_member')
  const foreign = await come(site, stranger)
  expect((await foreign.open(MONDAY)).$('main').text()).not.toContain('陈明')
})

it('fills a range after a look at it, and not another plan than the one that was shown', async () => {
  const typed = { from: '2026 11 24', until: '2026-12-04', who: fang.actor.id }
  const ask = await editor.click(await editor.open(MONDAY), '连着排')
  const wrong = await editor.submit(ask, { ...typed, until: '2028-01-01' }, { button: '先看看' })
  expect(errorsOf(wrong)).toEqual(['一次最多排 366 天'])
  const shown = await editor.submit(wrong, typed, { button: '先看看' })
  expect(shown.$('#plan').text()).toBe('会排进 18 个半天，现在还没有保存。')
  expect(await holders()).toHaveLength(2)

  const tuesday = await second.open(MONDAY)
  await second.submit(tuesday, { 'slot.2026-11-24.am': ming.actor.id }, inTable)
  const apply = { button: '就这样排', form: 'form:has(input[name=seen])' }
  const late = await editor.submit(shown, {}, apply)
  expect([late.status, late.$('#plan').text()]).toEqual([
    ...[409, '会排进 17 个半天，现在还没有保存。'],
  ])
  const done = await editor.submit(late, {}, apply)
  expect(done.$('main').text()).toContain('今后 10 个工作日每个半天都有人接电话')
  expect(await holders()).toHaveLength(20)
  const again = await site.house.db.inTransaction(tx =>
    site.house.rosterFill.apply(
      ...([tx, principal.actor] as const),
      {
        ...{ from: asDay('2026-11-24'), until: asDay('2026-12-04'), replace: false },
        ...{ source: { person: fang.actor.id }, halves: ['am', 'pm'] },
      },
      'anything',
    ),
  )
  expect(again).toBe(true)
  expect(await deedsOf(site, 'roster.filled')).toHaveLength(1)
})

it('counts calls for one’s own half-days, once, and adds them up', async () => {
  const officer = await come(site, ming)
  const page = await officer.open(MONDAY)
  expect(page.$('.st-roster__count legend').text()).toBe('11-23 周一上午')
  const numbers = (answered: string) => ({
    ...{ 'answered.2026-11-23.am': answered, 'missed.2026-11-23.am': '2' },
    'back.2026-11-23.am': '1',
  })
  const wrong = await officer.submit(page, numbers('很多'), inCalls)
  expect(errorsOf(wrong)).toEqual(['次数要写成 0 到 999 的数字'])
  const saved = await officer.submit(page, numbers('５'), inCalls)
  expect(saved.$('.st-roster__sums').text()).toContain('接 5，漏 2，回 1')
  // Sent twice, counted once: past the browser of these tests, in which every accepted form leaves a deed.
  const window = createClient({ url: site.staffUrl })
  for (const [cookie, value] of officer.cookies) window.cookies.set(cookie, value)
  expect((await window.submit(page, numbers('5'), inCalls)).status).toBe(200)
  expect(await deedsOf(site, 'roster.counted')).toHaveLength(1)
  const late = await officer.submit(page, numbers('9'), inCalls)
  expect(late.status).toBe(409)
  expect(late.$('input[name="answered.2026-11-23.am"]').val()).toBe('9')
  const rows = await site.tables('roster_calls')
  expect(rows).toMatchObject([{ staff_id: ming.actor.id, answered: 5, missed: 2, called_back: 1 }])
  // The afternoon is another's.
  const { $ } = page
  const theirs = { 'answered.2026-11-23.pm': '3', 'counted.2026-11-23.pm': '0.0.0' }
  const token = $('input[name=_csrf]').val() as string
  const foreign = { ...theirs, _csrf: token, week: '2026-11-23' }
  expect((await officer.send('/staff/roster/calls', foreign)).status).toBe(422)
})

it('opens gaps where somebody is on leave or has left', async () => {
  const { substitutes, accounts, db } = site.house
  const other = await hire(site, office.own.id, ['handler'], '沈小曼')
  await db.inTransaction(tx =>
    substitutes.name(tx, principal.actor, principal.keys, {
      ...{ id: '11111111-1111-4111-8111-111111111111', staffId: fang.actor.id },
      ...{
        substituteId: other.actor.id,
        fromOn: asDay('2026-11-25'),
        untilOn: asDay('2026-11-25'),
      },
    }),
  )
  const away = await editor.open(MONDAY)
  expect(away.$('.st-roster__gaps li').text()).toBe('11-25 周三上午 请假11-25 周三下午 请假')
  await db.inTransaction(tx => accounts.disable(tx, office.secadmin.actor, ming.actor.id))
  const left = await editor.open(MONDAY)
  expect(left.$('.st-roster__gaps h2').text()).toContain('有 4 个半天没有人接电话')
  expect(left.$(`[data-half="${am}"]`).text()).toContain('陈明（账号已停用）')
  expect((await editor.open('/staff')).$('main').text()).toContain('没有人接电话的半天')
})
