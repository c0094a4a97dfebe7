import { comeBack } from '../support/following'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { fillReport, readReceipt, sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn, staffBrowser } from '../support/visitors'

const TODAY = '2026-11-23T02:00:00Z'
const TOMORROW = '2026-11-24T02:00:00Z'
const YESTERDAY = '2026-11-22T02:00:00Z'

let site: Site
let officer: Officer

beforeEach(async () => {
  site = await openSite({ now: TODAY })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake', 'principal', 'handler'])
})
afterEach(() => site.stop())

const signsIn = async (): Promise<boolean> => {
  const browser = staffBrowser(site)
  const { username: user, password } = officer
  const second = await browser.submit(await browser.open('/staff/login'), { user, password })
  if (second.path !== '/staff/login/otp') return false
  return (await browser.submit(second, { otp: codeOf(site, officer) })).path === '/staff'
}

describe('a clock that jumps a day ahead and is set right again', () => {
  it('signs officers out, and locks nobody out afterwards', async () => {
    const before = await signIn(site, officer)
    site.clock.set(TOMORROW)
    expect((await before.open('/staff')).path).toMatch(/^\/staff\/login/)
    const ahead = await signIn(site, officer)

    site.clock.set(TODAY)
    // Who signed in by the wrong clock goes on, and still idles out after half an hour of the right one.
    expect((await ahead.open('/staff')).path).toBe('/staff')
    site.clock.pass(31)
    expect((await ahead.open('/staff')).path).toMatch(/^\/staff\/login/)
    expect(await signsIn()).toBe(true)
    // The code was used, whatever the clock had said before.
    expect(await signsIn()).toBe(false)
  })

  it('ends a lock that was counted by the wrong clock', async () => {
    site.clock.set(TOMORROW)
    const browser = staffBrowser(site)
    for (let tries = 0; tries < 6; tries += 1)
      await browser.submit(await browser.open('/staff/login'), {
        user: officer.username,
        password: 'not the password',
      })
    expect(await signsIn()).toBe(false)

    site.clock.set(TODAY)
    expect(await signsIn()).toBe(true)
  })

  it('leaves every report readable by its code and in the queue, and the record whole', async () => {
    const one = await sendReport(reporterBrowser(site))
    site.clock.set(TOMORROW)
    const two = await sendReport(reporterBrowser(site))
    site.clock.set(TODAY)
    const three = await sendReport(reporterBrowser(site))

    for (const { code } of [one, two, three])
      expect((await comeBack(reporterBrowser(site), code)).path).toBe('/follow/case')
    const numbers = await site.tables('cases').orderBy('arrival').pluck<number[]>('serial')
    expect(numbers).toEqual([1, 2, 3])
    const queue = await (await signIn(site, officer)).open('/staff/queue')
    expect(queue.$('a[href^="/staff/cases/"]').length).toBeGreaterThanOrEqual(3)
    const { audit, db } = site.house
    expect((await db.inTransaction(tx => audit.verify(tx))).ok).toBe(true)
  })

  it('counts each deadline from the day that the report bears', async () => {
    await sendReport(reporterBrowser(site))
    site.clock.set(TOMORROW)
    await sendReport(reporterBrowser(site))
    site.clock.set(TODAY)
    await sendReport(reporterBrowser(site))

    const rows = await site
      .tables('deadlines')
      .join('cases', 'cases.id', 'deadlines.case_id')
      .select('cases.serial', 'deadlines.rule_code', 'deadlines.started_on', 'deadlines.due_on')
      .orderBy(['cases.serial', 'deadlines.rule_code'])
    const of = (serial: number) =>
      (rows as { serial: number; started_on: string; due_on: string }[])
        .filter(row => row.serial === serial)
        .map(({ started_on, due_on }) => [started_on, due_on])
    expect(of(3)).toEqual(of(1))
    expect(of(1)[0]?.[0]).toBe('2026-11-23')
    expect(of(2)[0]?.[0]).toBe('2026-11-24')
    expect(of(2).every(([, due], at) => (due ?? '') > (of(1)[at]?.[1] ?? ''))).toBe(true)
  })
})

describe('a reporter in the middle of a report', () => {
  it('sends it when the clock is set back a day under it, and gets one receipt', async () => {
    const browser = reporterBrowser(site)
    const check = await fillReport(browser)
    site.clock.set(YESTERDAY)
    const first = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })
    const receipt = readReceipt(first)
    expect(receipt.code).toMatch(/^\d{24}$/)
    site.clock.set(TODAY)
    const again = readReceipt(await browser.open('/report/receipt'))

    expect([receipt.code, '']).toContain(again.code)
    expect(await site.tables('reports')).toHaveLength(1)
    expect((await comeBack(reporterBrowser(site), receipt.code)).path).toBe('/follow/case')
  })

  it('is told that the page stood too long when it jumps a day ahead, and nothing is made of it', async () => {
    const browser = reporterBrowser(site)
    const check = await fillReport(browser)
    site.clock.set(TOMORROW)
    const answer = await browser.submit(check, { truth: 'yes' }, { button: '提交举报' })

    expect(answer.status).toBeLessThan(500)
    expect(answer.$('#code').text()).toBe('')
    expect(await site.tables('reports')).toHaveLength(0)
  })
})
