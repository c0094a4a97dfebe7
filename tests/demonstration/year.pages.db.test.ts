import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { demoCode, seedDemonstration } from '../../src/demonstration'
import { createNames } from '../../src/demonstration/names'
import { tellYear } from '../../src/demonstration/year.service'
import { standsIn } from '../support/cases'
import { comeBack } from '../support/following'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, staffBrowser } from '../support/visitors'

/** Every sign-in takes place a minute later: a one-time code works once. */
let now = new Date('2026-11-22T10:00:00+08:00')

let site: Site
beforeAll(async () => {
  site = await openSite({ now: now.toISOString() })
  await seedDemonstration(site.house, site.dataDir)
})
afterAll(() => site.stop())

/** `lasts`: so many events happen before the process is killed. */
const tell = (cases: number, lasts = Infinity) => {
  let shown = 0
  const clock = {
    now: site.clock.now,
    show: (moment: Date) => {
      shown += 1
      if (shown > lasts) throw new Error('killed')
      site.clock.set(moment.toISOString())
    },
    release: () => {
      site.clock.set(now.toISOString())
    },
  }
  return tellYear(site.house, { cases, dataDir: site.dataDir, clock, onCase: () => undefined })
}

const signIn = async (user: string) => {
  now = new Date(now.getTime() + 60_000)
  site.clock.set(now.toISOString())
  const accounts = JSON.parse(
    readFileSync(path.join(site.dataDir, 'demo-accounts.json'), 'utf8'),
  ) as { user: string; password: string }[]
  const password = accounts.find(one => one.user === user)?.password ?? ''
  const browser = staffBrowser(site)
  const second = await browser.submit(await browser.open('/staff/login'), { user, password })
  const otp = demoCode({ dataDir: site.dataDir, user, clock: site.clock.now })
  await browser.submit(second, { otp })
  return browser
}

const verify = () => site.house.db.inTransaction(tx => site.house.audit.verify(tx))

it('goes on after a kill where it was, doubles nothing, and tops up when asked for more', async () => {
  await expect(tell(16, 29)).rejects.toThrow('killed')
  const begun = await site.tables('cases')
  expect(begun.length).toBeGreaterThan(2)
  expect(begun.length).toBeLessThan(16)

  expect(await tell(16)).toMatchObject({ added: 16, cases: 16 })
  expect(await site.tables('cases')).toHaveLength(16)
  const messages = await site.tables('messages')
  const decisions = await site.tables('case_decisions')

  expect(await tell(16)).toMatchObject({ added: 0, cases: 16 })
  expect(await tell(9)).toMatchObject({ added: 0, cases: 16 })
  expect(await site.tables('messages')).toHaveLength(messages.length)
  expect(await site.tables('case_decisions')).toHaveLength(decisions.length)

  expect(await tell(32)).toMatchObject({ added: 16, cases: 32 })
  expect(await site.tables('cases')).toHaveLength(32)
  expect(await site.tables('reports')).toHaveLength(32)
  expect(await verify()).toMatchObject({ ok: true })
})

it('finds its cases again when its own notes were lost', async () => {
  const decisions = await site.tables('case_decisions')
  const messages = await site.tables('messages')
  writeFileSync(path.join(site.dataDir, 'demo-year.json'), 'half a lin')

  await tell(32)

  expect(await site.tables('cases')).toHaveLength(32)
  expect(await site.tables('messages')).toHaveLength(messages.length)
  expect(await site.tables('case_decisions')).toHaveLength(decisions.length)
})

it('publishes two decisions, once', async () => {
  const page = await reporterBrowser(site).open('/decisions')
  expect(page.$('[data-test=decision]')).toHaveLength(2)
  expect(page.text).toContain('示范市医保罚〔2026〕1号')
  expect(await site.tables('register_entries')).toHaveLength(2)
  expect(await site.tables('oversight_letters')).toHaveLength(1)
})

it('spreads over the year what it makes, days, numbers and deadlines agreeing', async () => {
  type Row = { id: string; year: number; state: string; received_on: string }
  const cases = await site.tables('cases').select<Row[]>('id', 'year', 'state', 'received_on')
  expect(cases.map(({ state }) => state)).toEqual(expect.arrayContaining(['checking', 'refused']))
  const days = cases.map(({ received_on }) => received_on).sort()
  expect((days[0] ?? '') >= '2025-11-22').toBe(true)
  expect((days.at(-1) ?? '') <= '2026-11-21').toBe(true)
  expect(new Set(days.map(day => day.slice(0, 7))).size).toBeGreaterThan(6)
  for (const { year, received_on } of cases) expect(received_on.slice(0, 4)).toBe(String(year))

  const clocks = await site
    .tables('deadlines')
    .select<{ case_id: string; started_on: string }[]>('case_id', 'started_on')
  for (const { id, received_on } of cases)
    expect(clocks.find(one => one.case_id === id)?.started_on).toBe(received_on)

  const deeds = await site
    .tables('audit_entries')
    .whereIn('deed', ['case.received', 'case.registered'])
    .select<{ case_id: string; on_day: string }[]>('case_id', 'on_day')
  for (const { id, received_on } of cases)
    expect(deeds.find(one => one.case_id === id)?.on_day).toBe(received_on)
})

it('seals what it makes like everything else', async () => {
  const tables = ['cases', 'reports', 'messages', 'evidence_files', 'report_identities'] as const
  for (const table of tables) {
    const rows = await site.tables(table).select<object[]>()
    expect(rows.length).toBeGreaterThan(0)
    for (const word of ['住院', '刷卡', '谢谢', '清单', '示例'])
      expect({ table, word, stands: standsIn(rows, word) }).toEqual({ table, word, stands: false })
  }
})

it('fills the queue, and each kind of officer opens what is theirs', async () => {
  const intake = await signIn('intake')
  const queue = await intake.open('/staff/queue?size=100')
  expect(queue.$('[data-test=row]').length).toBeGreaterThan(10)
  const first = await intake.open(queue.$('a.st-case').first().attr('href') ?? '')
  expect(first.status).toBe(200)
  expect(first.text).toContain('举报原文')

  const handler = await signIn('handler1')
  const own = await handler.open('/staff/queue')
  expect(own.$('[data-test=row]').length).toBeGreaterThan(0)
  expect((await handler.open(own.$('a.st-case').first().attr('href') ?? '')).status).toBe(200)
})

it('shows evidence that an officer can look at', async () => {
  const [file] = await site
    .tables('evidence_files')
    .where({ stage: 'sent' })
    .select<{ case_id: string }[]>('case_id')
  const intake = await signIn('principal')
  const page = await intake.open(`/staff/cases/${file?.case_id ?? ''}?tab=evidence`)

  expect(page.text).toMatch(/\.(jpg|png|pdf|txt)/)
  expect(await site.tables('evidence_files').where({ stage: 'draft' })).toHaveLength(0)
})

it('hands out codes with which the reporter comes back', async () => {
  const { codes } = await tell(32)
  expect(codes.length).toBeGreaterThan(0)
  for (const { code } of codes) {
    const page = await comeBack(reporterBrowser(site), code)
    expect(page.path).toBe('/follow/case')
  }
})

it('leaves alone what people did on the pages meanwhile', async () => {
  const { installation, db, cases } = site.house
  const names = createNames(installation)
  const intake = await signIn('intake')
  await expect(tell(38, 1)).rejects.toThrow('killed')
  const begun = await site.tables('cases').whereNotIn(
    'id',
    Array.from({ length: 32 }, (_, index) => names.uuid(`case ${index}`)),
  )
  const [{ id } = { id: '' }] = begun as { id: string }[]
  const page = await intake.open(`/staff/cases/${id}`)
  await intake.submit(page, {}, { form: 'form[action$="/accept"]' })

  await tell(38)

  expect(await site.tables('cases')).toHaveLength(38)
  const found = await db.inTransaction(tx => cases.get(tx, id as Parameters<typeof cases.get>[1]))
  expect(found.state).not.toBe('received')
  expect(await verify()).toMatchObject({ ok: true })
})

it('refuses a real installation, too many, and accounts that it cannot open', async () => {
  const wish = {
    cases: 10,
    dataDir: site.dataDir,
    clock: { now: site.clock.now, show: () => undefined, release: () => undefined },
    onCase: () => undefined,
  }
  const real = { ...site.house, config: { ...site.house.config, demonstration: false } }
  await expect(tellYear(real, wish)).rejects.toThrow('demonstration.not-here')
  await expect(tellYear(site.house, { ...wish, cases: 1_000_000 })).rejects.toThrow(
    'demonstration.too-many',
  )
  await expect(tellYear(site.house, { ...wish, dataDir: '/nowhere' })).rejects.toThrow(
    'demonstration.not-found',
  )

  const file = path.join(site.dataDir, 'demo-accounts.json')
  const written = readFileSync(file, 'utf8')
  writeFileSync(file, written.replace(/"password": "[^"]+"/, '"password": "another"'))
  await expect(tellYear(site.house, wish)).rejects.toThrow('demonstration.account-changed')
  writeFileSync(file, written)
})

it('decides one case of somebody who wants a reward, once, with money for it', async () => {
  const due = (await tell(32)).codes.filter(({ words }) => words.includes('可以提奖励'))
  expect(due).toHaveLength(1)
  expect((await tell(32)).codes).toContainEqual(due[0])
  const decided = await site.tables('cases').where({ state: 'decided' })
  expect(decided).toHaveLength(1)
  const [{ id: caseId = '' } = {}] = decided as { id?: string }[]
  const officers = await site
    .tables('case_officers')
    .join('staff', 'staff.id', 'case_officers.staff_id')
    .where({ case_id: caseId })
    .pluck<string[]>('username')
  const handler = await signIn(officers.find(name => name.startsWith('handler')) ?? '')
  const page = await handler.open(`/staff/cases/${caseId}/reward`)
  expect(page.$('[data-test=propose]')).toHaveLength(1)
  expect(page.text).toContain('125,000')
  const approver = await signIn('finance')
  expect((await approver.open('/staff/budget')).text).toContain('500,000')

  const reporter = reporterBrowser(site)
  const status = await comeBack(reporter, due[0]?.code ?? '')
  expect(status.path).toBe('/follow/case')
})
