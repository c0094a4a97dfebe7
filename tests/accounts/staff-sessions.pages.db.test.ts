import { createClient, type Client } from '../support/client'
import { codeOf, type Officer } from '../support/people'
import type { Site } from '../support/site'
import { signIn, staffBrowser } from '../support/visitors'
import { errorsOf, typePassword, wrongPassword, openWorkplace, type Workplace } from './workplace'

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

describe('sessions', () => {
  const sessionOf = (browser: Client) => browser.cookies.get('ms_staff')
  const withCookies = (cookies: ReadonlyMap<string, string>) => {
    const browser = createClient({ url: site.staffUrl })
    for (const [name, value] of cookies) browser.cookies.set(name, value)
    return browser
  }

  it('begin under a new id at each proof, and the earlier one is gone', async () => {
    const browser = staffBrowser(site)
    const second = await typePassword(browser, officer)
    const before = new Map(browser.cookies)
    await browser.submit(second, { otp: codeOf(site, officer) })

    expect(sessionOf(browser)).not.toBe(before.get('ms_staff'))
    expect((await withCookies(before).open('/staff')).path).toBe('/staff/login?after=over')
    expect(await site.tables('sessions').where({ staff_id: officer.actor.id })).toHaveLength(1)
  })

  it('take nothing over from a cookie that was planted', async () => {
    const planted = staffBrowser(site)
    await typePassword(planted, officer)
    const browser = withCookies(planted.cookies)
    await typePassword(browser, officer)

    expect(sessionOf(browser)).not.toBe(sessionOf(planted))
    expect((await planted.open('/staff/login/otp')).path).toBe('/staff/login')
  })

  it('set cookies that scripts and other sites do not get', async () => {
    const browser = staffBrowser(site)
    const login = await browser.open('/staff/login')
    const page = await createClient({ url: site.staffUrl }).open('/staff/login')
    expect(page.headers['cache-control']).toContain('no-store')
    const answer = await fetch(`${site.staffUrl}/staff/login`, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams({
        _csrf: String(login.$('[name=_csrf]').val()),
        user: officer.username,
        password: officer.password,
      }).toString(),
    })
    const set = answer.headers.getSetCookie().filter(line => line.startsWith('ms_staff'))

    expect(answer.status).toBe(303)
    expect(set.length).toBeGreaterThanOrEqual(2)
    for (const line of set) expect(line).toMatch(/; Path=\/; HttpOnly; SameSite=Strict$/)
  })

  it('end after 30 minutes without a request, and say so', async () => {
    const browser = await signIn(site, officer)
    site.clock.pass(29)
    expect((await browser.open('/staff')).path).toBe('/staff')
    site.clock.pass(29)
    expect((await browser.open('/staff')).path).toBe('/staff')
    site.clock.pass(30)

    const page = await browser.open('/staff')
    expect(page.path).toBe('/staff/login?after=idle')
    expect(page.$('main').text()).toContain('超过 30 分钟没有操作')
    expect(await site.tables('sessions').where({ staff_id: officer.actor.id })).toHaveLength(0)
  })

  it('do not live on without the cookie that tells when they were last used', async () => {
    const browser = await signIn(site, officer)
    browser.cookies.delete('ms_staff_seen')

    expect((await browser.open('/staff')).path).toBe('/staff/login?after=idle')
  })

  it('print back what was typed when they ended meanwhile, keep it nowhere and do nothing', async () => {
    const browser = await signIn(site, officer)
    const _csrf = String(browser.home.$('[name=_csrf]').val())
    const count = async () => (await site.tables('audit_entries')).length
    const before = await count()
    site.clock.pass(31)
    const fields = {
      ...{
        _csrf,
        seen: 'none',
        back: '/staff/queue',
        once: 'b1e5c3c0-0000-4000-8000-000000000000',
      },
      body: '第一行\r\n</textarea><b>第二行</b>',
      password: '不该 出现',
    }

    const page = await withCookies(browser.cookies).send('/staff/cases/x/messages', fields)

    expect(page.status).toBe(422)
    expect(page.headers['cache-control']).toContain('no-store')
    expect(page.$('main').text()).toContain('超过 30 分钟没有操作')
    expect(page.$('label[for=unsaved]').text()).toBe('您刚才写的内容（还没有保存）')
    expect(page.$('#unsaved[readonly]').text()).toBe('第一行\n</textarea><b>第二行</b>')
    expect(page.$('#unsaved').attr('name')).toBeUndefined()
    expect(await count()).toBe(before)
    expect((await browser.open('/staff')).path).toBe('/staff/login?after=over')
  })

  it('print nothing back that no form of ours brought', async () => {
    const browser = await signIn(site, officer)
    site.clock.pass(31)

    const page = await withCookies(browser.cookies).send('/staff/cases/x/messages', {
      body: '别处来的话',
    })

    expect(page.path).toBe('/staff/login?after=idle')
    expect(page.text).not.toContain('别处来的话')
  })

  it('end after ten hours however busy', async () => {
    const browser = await signIn(site, officer)
    for (let times = 0; times < 23; times += 1) {
      site.clock.pass(25)
      expect((await browser.open('/staff')).path).toBe('/staff')
    }
    site.clock.pass(25)

    expect((await browser.open('/staff')).path).toBe('/staff/login?after=over')
  })

  it('end with the account, on the next request', async () => {
    const browser = await signIn(site, officer)
    await site.tables('staff').where({ id: officer.actor.id }).update({ status: 'disabled' })

    expect((await browser.open('/staff')).path).toBe('/staff/login?after=over')
    site.clock.pass(1)
    expect(errorsOf(await typePassword(staffBrowser(site), officer))).toEqual([wrongPassword])
  })

  it('have the duties of today, not of the moment of signing in', async () => {
    const browser = await signIn(site, officer)
    await site.tables('staff_duties').where({ staff_id: officer.actor.id }).delete()

    expect((await browser.open('/staff')).status).toBe(403)
  })

  it('end by signing out', async () => {
    const browser = await signIn(site, officer)
    const before = new Map(browser.cookies)
    const page = await browser.submit(browser.home, {}, { form: '.st-top form' })

    expect(page.path).toBe('/staff/login?after=out')
    expect(page.$('main').text()).toContain('已经退出。')
    expect((await withCookies(before).open('/staff')).path).toBe('/staff/login?after=over')
    expect((await place.deedsOf(officer.actor.id)).at(-1)).toBe('staff.signed-out')
  })

  it('need a form of ours: a POST without its token changes nothing', async () => {
    const browser = await signIn(site, officer)

    expect((await browser.send('/staff/logout', {})).status).toBe(403)
    expect((await browser.open('/staff')).status).toBe(200)
  })
})
