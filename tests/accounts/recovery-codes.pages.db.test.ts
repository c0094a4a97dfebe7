import { createClient, type Answer, type Client } from '../support/client'
import { codeOf, type Officer } from '../support/people'
import type { Site } from '../support/site'
import { signIn, staffBrowser } from '../support/visitors'
import { errorsOf, openWorkplace, typePassword, type Workplace } from './workplace'

let place: Workplace
let site: Site
let officer: Officer

beforeAll(async () => {
  place = await openWorkplace()
  site = place.site
})
afterAll(() => site.stop())
beforeEach(async () => {
  officer = await place.hireHandler()
  site.clock.pass(30)
})

const codesOn = (page: Answer): string[] =>
  page
    .$('.st-codes code')
    .map((_, code) => page.$(code).text())
    .get()

const makeCodes = async (): Promise<{ browser: Client; page: Answer; codes: string[] }> => {
  const browser = await signIn(site, officer)
  site.clock.pass(2)
  const asked = await browser.open('/staff/me/codes')
  const page = await browser.submit(asked, { otp: codeOf(site, officer) })
  return { browser, page, codes: codesOn(page) }
}

const signInWith = async (otp: string): Promise<Answer> => {
  const browser = staffBrowser(site)
  return browser.submit(await typePassword(browser, officer), { otp })
}

const wrongRecoveryCode = '恢复码不对，或者已经用过。每个只能用一次，请换一个'

describe('recovery codes', () => {
  it('are ten, shown until they are written down, and never again', async () => {
    const { browser, page, codes } = await makeCodes()
    expect(codes).toHaveLength(10)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^\d{4} \d{4} \d{4}$/)

    expect(codesOn(await browser.open('/staff/me/codes'))).toEqual(codes)
    expect((await browser.submit(page)).path).toBe('/staff')
    expect(codesOn(await browser.open('/staff/me/codes'))).toEqual([])
    const rows = JSON.stringify(await site.tables('recovery_codes'))
    const sessions = JSON.stringify(await site.tables('sessions'))
    for (const code of codes) {
      expect(rows + sessions).not.toContain(code.replaceAll(' ', ''))
      expect(site.logLines.join('')).not.toContain(code.replaceAll(' ', ''))
    }
    expect(await place.deedsOf(officer.actor.id)).toEqual(
      expect.arrayContaining(['recovery-codes.made', 'recovery-codes.noted']),
    )
  })

  it('each sign in once in place of the app, with spaces or without', async () => {
    const { codes } = await makeCodes()
    const [one = '', other = ''] = codes

    expect((await signInWith(one)).path).toBe('/staff')
    const again = await signInWith(one)
    expect([again.status, errorsOf(again)]).toEqual([422, [wrongRecoveryCode]])
    expect((await signInWith(other.replaceAll(' ', ''))).path).toBe('/staff')
    site.clock.pass(2)
    const me = await (await signIn(site, officer)).open('/staff/me')
    expect(me.$('[data-test=codes-left]').text()).toContain('还有 8 个恢复码可用')
    const used = await site
      .tables('audit_entries')
      .where({ actor_id: officer.actor.id, deed: 'recovery-code.used' })
      .orderBy('seq')
      .pluck<string[]>('ground')
    expect(used).toEqual(['left 9', 'left 8'])
  })

  it('of somebody else do not help, and wrong ones count towards the lock', async () => {
    const { codes } = await makeCodes()
    officer = await place.hireHandler()

    for (let tries = 1; tries <= 4; tries += 1)
      expect(errorsOf(await signInWith(codes[tries] ?? ''))).toEqual([wrongRecoveryCode])
    expect(errorsOf(await signInWith('000000000000'))[0]).toContain('已锁定')
  })

  it('let one of two requests in that use the same one at once', async () => {
    const { codes } = await makeCodes()
    const [otp = ''] = codes
    const both = await Promise.all(
      [staffBrowser(site), staffBrowser(site)].map(async browser => ({
        browser,
        page: await typePassword(browser, officer),
      })),
    )

    const answers = await Promise.all(
      both.map(({ browser, page }) => browser.submit(page, { otp })),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  })

  it('end when new ones are made, for which a fresh code of the app is asked', async () => {
    const { browser, page, codes } = await makeCodes()
    await browser.submit(page)
    const asked = await browser.open('/staff/me/codes')
    expect(asked.$('[data-test=codes-left]').text()).toContain('还有 10 个恢复码可用')
    // Neither the code that was just used, nor one of the codes themselves.
    expect((await browser.submit(asked, { otp: codeOf(site, officer) })).status).toBe(422)
    expect((await browser.submit(asked, { otp: codes[0] ?? '' })).status).toBe(422)
    site.clock.pass(2)
    const renewed = await browser.submit(asked, { otp: codeOf(site, officer) })

    expect(codesOn(renewed)).toHaveLength(10)
    // The same form sent twice makes no third list.
    const twice = createClient({ url: site.staffUrl })
    for (const [name, value] of browser.cookies) twice.cookies.set(name, value)
    expect(codesOn(await twice.submit(asked, { otp: '123456' }))).toEqual(codesOn(renewed))
    expect((await signInWith(codes[1] ?? '')).status).toBe(422)
    expect((await signInWith(codesOn(renewed)[1] ?? '')).path).toBe('/staff')
  })
})

describe('the list of one’s own sign-ins', () => {
  const rowsOf = (page: Answer): string[][] =>
    page
      .$('[data-test=sign-in]')
      .map((_, row) => [
        page
          .$(row)
          .find('td')
          .map((__, cell) => page.$(cell).text())
          .get(),
      ])
      .get()

  it('tells when, how, and how many wrong tries came before', async () => {
    const { codes } = await makeCodes()
    site.clock.set('2026-12-01T02:03:00Z')
    await typePassword(staffBrowser(site), { ...officer, password: 'not the password' })
    await signInWith('000000')
    await signInWith(codes[0] ?? '')
    site.clock.set('2026-12-02T03:04:00Z')
    const browser = await signIn(site, officer)

    const rows = rowsOf(await browser.open('/staff/me'))
    expect(rows.slice(0, 2)).toEqual([
      ['2026 年 12 月 2 日 11:04', '密码和手机验证码', '没有输错'],
      ['2026 年 12 月 1 日 10:03', '密码和恢复码', '输错 2 次'],
    ])
    expect(rows).toHaveLength(3)
    site.clock.set('2026-11-24T01:00:00Z')
  })

  it('shows twenty, and nobody else’s', async () => {
    for (let times = 0; times < 22; times += 1) {
      site.clock.pass(2)
      await signIn(site, officer)
    }
    site.clock.pass(2)
    expect(rowsOf(await (await signIn(site, officer)).open('/staff/me'))).toHaveLength(20)
    const other = await place.hireHandler()
    expect(rowsOf(await (await signIn(site, other)).open('/staff/me'))).toHaveLength(1)
  })
})
