import { come, deedsOf, freshCode, openOffice, type Office } from '../staffing/office'
import { storeCase } from '../support/cases'
import { hire, type Officer } from '../support/people'
import type { SignedIn } from '../support/visitors'

// Monday 23 November 2026, nine in the morning.
let office: Office
let site: Office['site']
let county: Office['own']
let principal: Officer
let head: Officer
let city: SignedIn
let province: SignedIn
let low: SignedIn
beforeAll(async () => {
  office = await openOffice()
  site = office.site
  const { own, above } = office
  await site.house.db.inTransaction(site.house.deadlines.seedCalendar)
  county = await site.house.db.inTransaction(tx =>
    site.house.organisations.create(tx, {
      ...{ name: '示范县医疗保障局', shortName: '示范县', code: 'S330122', level: 'county' },
      ...{ regionCode: '330122', kind: 'medical-security', parentId: own.id },
      ...{ telephone: '', hours: '', address: '', postcode: '' },
    }),
  )
  principal = await hire(site, own.id, ['principal', 'intake'], '高立群')
  head = await hire(site, above.id, ['principal', 'intake'], '省领导')
  const small = await hire(site, county.id, ['principal', 'intake'], '县领导')
  city = await come(site, principal)
  province = await come(site, head)
  low = await come(site, small)
  for (let n = 0; n < 12; n += 1)
    await storeCase(site, own.id, { source: n < 3 ? 'letter' : 'web' })
  for (let n = 0; n < 13; n += 1)
    await storeCase(site, above.id, { source: n < 7 ? 'letter' : 'web' })
  for (let n = 0; n < 2; n += 1) await storeCase(site, county.id)
})
afterAll(() => site.stop())

const cellsOf = ($: Awaited<ReturnType<SignedIn['open']>>['$'], column = 0) =>
  Object.fromEntries(
    $('#table [data-test=row]')
      .toArray()
      .map(row => [$(row).find('th').text(), $(row).find('td').eq(column).text()]),
  )

const NOW = '/staff/statistics?period=m2026-11'

it('is reached from the menu and shows one-s own body and those below, small ones hidden with their neighbour', async () => {
  const page = await city.click(city.home, '统计')
  expect(page.status).toBe(200)
  expect(page.$('.st-stat__span').text()).toContain('2026 年 11 月')
  expect(cellsOf(page.$)).toEqual({ 示范市医疗保障局: '不显示', 示范县: '不显示', 合计: '14' })
  const above = await province.open(`${NOW}&by=body`)
  expect(cellsOf(above.$)).toEqual({
    ...{ 示范省医疗保障局: '13', 示范市医疗保障局: '不显示', 示范县: '不显示', 合计: '27' },
  })
  // The lower one sees neither the upper one nor, of itself, so few.
  const below = await low.open(NOW)
  expect(cellsOf(below.$)).toEqual({ 示范县: '不显示', 合计: '不显示' })
  expect(below.$('main').text()).not.toContain('示范市医疗')
  const foreign = await low.open(`${NOW}&body=${office.own.id}&by=source`)
  expect(foreign.$('#table').text()).not.toContain('14')
})

it('cuts by source and body, by what the other side of the cut allows', async () => {
  const bySource = await province.open(`${NOW}&by=source`)
  expect(cellsOf(bySource.$)).toEqual({ 网上: '17', 来信: '10', 合计: '27' })
  const own = await province.open(`${NOW}&body=${office.above.id}&by=source`)
  expect(Object.values(cellsOf(own.$))).toContain('13')
  const letters = await province.open(`${NOW}&source=letter&by=body`)
  // Three letters are few; the seven of the other body with the sum of ten would tell them.
  expect(cellsOf(letters.$)).toMatchObject({
    示范市医疗保障局: '不显示',
    示范省医疗保障局: '不显示',
  })
  const days = await city.open(
    `/staff/statistics?period=days&from=2026-11-01&until=2026-11-23&by=source`,
  )
  expect(days.$('.st-stat__span').text()).toContain('示范市')
  const short = await city.open(`/staff/statistics?period=days&from=2026-11-20&until=2026-11-23`)
  expect(short.$('[role=alert]').text()).toContain('至少 7 天')
})

it('draws a picture that says the same as the table, and gives the table as a file', async () => {
  const { $ } = await province.open(`${NOW}&by=source`)
  expect($('svg[role=img] title').text()).toBe('按来源收到的件数')
  expect($('svg .st-stat__bar')).toHaveLength(2)
  expect($('svg').text()).toContain('17')
  const href = $('a:contains("CSV")').attr('href') ?? ''
  const file = await province.open(href)
  expect(file.status).toBe(200)
  expect(file.text).toContain('网上,17,')
  expect(file.text).not.toContain('仁和')
  expect(await deedsOf(site, 'statistics.exported')).toMatchObject([
    { ground: '2026-11-01 2026-11-23 source', case_id: null },
  ])
})

const REPORTS = '/staff/statistics/reports'

it('signs the figures of a period that is over, once, and the body above receives or returns them', async () => {
  const owed = (await province.open('/staff')).$('.st-lights a[href^="/staff/statistics"]')
  expect([owed.text(), owed.attr('href')]).toEqual([
    expect.stringMatching(/过期未报的下级单位，最近一期是 2026 年 10 月 1$/),
    `${REPORTS}?period=m2026-10`,
  ])
  const list = await city.open(REPORTS)
  expect(list.$('[data-test=own]').first().text()).toContain('没有报送')
  expect((await city.open(`${REPORTS}/new?period=m2026-11`)).status).toBe(404)
  const draft = await city.open(`${REPORTS}/new?period=m2026-10`)
  const wrong = await city.submit(draft, { otp: '000000' })
  expect(wrong.status).toBe(422)
  const code = freshCode(site, principal)
  const changed = await city.send(REPORTS, {
    ...{ _csrf: draft.$('input[name=_csrf]').val() as string, period: 'm2026-10' },
    ...{ seen: 'of yesterday', otp: code },
  })
  expect(changed.status).toBe(409)
  const signed = await city.submit(
    changed,
    { otp: freshCode(site, principal) },
    { form: `form[action="${REPORTS}"]` },
  )
  expect(signed.status).toBe(200)
  expect(signed.$('.st-stat__facts').text()).toContain('第 1 版，等待签收')
  // The same once more, whatever the code, is the same report.
  const twice = await site.house.db.inTransaction(tx =>
    site.house.statisticsReports.sign(tx, { actor: principal.actor } as never, {
      ...{ period: 'm2026-10', otp: code },
      seen: signed.$('.st-stat__facts dd').last().text(),
    }),
  )
  expect(twice).toEqual({ kind: 'right', id: signed.path.split('/').at(-1) })
  const [deed] = await deedsOf(site, 'statistics.signed')
  expect(deed?.ground).toContain(signed.$('.st-stat__facts dd').last().text())

  const paid = await province.open('/staff')
  expect(paid.$('.st-lights a[href^="/staff/statistics"]')).toHaveLength(0)
  const above = await province.open(`${REPORTS}?period=m2026-10`)
  expect(above.$('[data-test=below]').text()).toContain('已报送（迟报）')
  const seen = await province.open(signed.path)
  expect((await low.open(signed.path)).status).toBe(404)
  const none = await province.submit(seen, {}, { form: 'form[action$=return]' })
  expect(none.status).toBe(422)
  const back = await province.submit(seen, { ground: 'money' }, { form: 'form[action$=return]' })
  expect(back.$('main').text()).toContain('追回或者罚款没有登记完')
  // Two at once, or late: the other one is told.
  expect((await province.submit(seen, {}, { form: 'form[action$=receive]' })).status).toBe(409)

  const again = await city.open(`${REPORTS}/new?period=m2026-10`)
  const second = await city.submit(
    again,
    { otp: freshCode(site, principal) },
    { form: `form[action="${REPORTS}"]` },
  )
  expect(second.$('.st-stat__facts').text()).toContain('第 2 版')
  const received = await province.submit(
    await province.open(second.path),
    {},
    { form: 'form[action$=receive]' },
  )
  expect(received.$('.st-stat__facts').text()).toContain('已签收')
  const both = await site.tables('statistics_reports').orderBy('version').pluck<string[]>('state')
  expect(both).toEqual(['returned', 'received'])
})

it('keeps what was signed, round the service too', async () => {
  const reports = () => site.tables('statistics_reports').where({ version: 2 })
  for (const change of [
    { figures: '{}' },
    { state: 'sent', answered_by: null, answered_at: null },
    { answered_by: principal.actor.id },
    { signed_by: head.actor.id },
  ])
    await expect(reports().update(change)).rejects.toThrow()
  const row = await reports().first<Record<string, unknown>>()
  const copy = { ...row, version: 3, state: 'sent', answered_by: null, answered_at: null }
  await expect(
    site
      .tables('statistics_reports')
      .insert({ ...copy, id: row['to_body'], period: 'm2026-09', signed_by: head.actor.id }),
  ).rejects.toThrow('what was signed stays')
  await expect(
    site.tables('statistics_reports').insert({ ...copy, id: row['to_body'] }),
  ).rejects.toThrow('statistics_reports_one')
})
