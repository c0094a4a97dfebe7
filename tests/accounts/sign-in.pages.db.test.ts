import { createClient } from '../support/client'
import { codeOf, type Officer } from '../support/people'
import type { Site } from '../support/site'
import { signIn, staffBrowser } from '../support/visitors'
import {
  errorsOf,
  typePassword,
  wrongPassword,
  wrongCode,
  openWorkplace,
  type Workplace,
} from './workplace'

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

describe('the two proofs', () => {
  it('let a person in, who finds out who they are and when they last came', async () => {
    const browser = staffBrowser(site)
    const second = await typePassword(browser, officer)
    expect(second.path).toBe('/staff/login/otp')
    const home = await browser.submit(second, { otp: codeOf(site, officer) })

    expect(home.path).toBe('/staff')
    expect(home.$('main').text()).toContain('周正')
    expect(home.$('main').text()).toContain('示范市医疗保障局')
    expect(home.$('main').text()).toContain('承办人')
    expect(home.$('[data-test=last-signed-in]').text()).toBe('这是您第一次登录。')
    expect(await place.deedsOf(officer.actor.id)).toEqual([
      'staff.enrolled',
      'staff.password-accepted',
      'staff.signed-in',
    ])

    await browser.submit(home, {}, { form: '.st-top form' })
    site.clock.set('2026-11-24T05:06:00Z')
    await signIn(site, officer)
    site.clock.pass(3)
    const { home: again } = await signIn(site, officer)
    expect(again.$('[data-test=last-signed-in]').text()).toContain('2026 年 11 月 24 日 13:06')
  })

  it('takes a code typed with spaces or full-width digits, and a name in capitals', async () => {
    const browser = staffBrowser(site)
    const second = await typePassword(browser, {
      ...officer,
      username: ` ${officer.username.toUpperCase()} `,
    })
    const code = codeOf(site, officer)
    const wide = Array.from(code)
      .map(digit => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
      .join('')

    const home = await browser.submit(second, { otp: `${wide.slice(0, 3)} ${wide.slice(3)}` })

    expect(home.path).toBe('/staff')
  })

  it('says the same for a wrong password and for a name that nobody has', async () => {
    const [one, other] = [
      await typePassword(staffBrowser(site), { ...officer, password: 'not the password' }),
      await typePassword(staffBrowser(site), {
        username: 'nobody-at-all',
        password: 'not the password',
      }),
    ]

    expect([one.status, other.status]).toEqual([422, 422])
    expect(errorsOf(one)).toEqual([wrongPassword])
    expect(errorsOf(other)).toEqual([wrongPassword])
    expect(one.$('title').text()).toMatch(/^出错了：/)
    expect(one.$('#user').val()).toBe(officer.username)
    expect(one.$('#password').val()).toBe('')
    expect(one.text).not.toContain('not the password')
  })

  it('asks for what is missing', async () => {
    const browser = staffBrowser(site)
    const page = await browser.submit(await browser.open('/staff/login'), {
      user: '',
      password: '',
    })

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toEqual(['请填写用户名', '请填写密码'])
  })

  it('gives no permission between the two', async () => {
    const browser = staffBrowser(site)
    await typePassword(browser, officer)

    for (const path of ['/staff', '/staff/queue', '/staff/desks'])
      expect((await browser.open(path)).path).toBe('/staff/login')
  })

  it('refuses a wrong code and lets the person try again', async () => {
    const browser = staffBrowser(site)
    const second = await typePassword(browser, officer)
    const right = codeOf(site, officer)
    const page = await browser.submit(second, { otp: right === '000000' ? '111111' : '000000' })

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toEqual([wrongCode])
    expect((await browser.submit(page, { otp: right })).path).toBe('/staff')
  })

  it('takes a code once, whoever sends it again', async () => {
    await signIn(site, officer)
    const browser = staffBrowser(site)
    const second = await typePassword(browser, officer)

    const page = await browser.submit(second, { otp: codeOf(site, officer) })

    expect(page.status).toBe(422)
    expect((await browser.open('/staff')).path).toBe('/staff/login')
  })

  it('lets one of two requests use a code that both send at once', async () => {
    const [one, other] = [staffBrowser(site), staffBrowser(site)]
    const [pageOne, pageOther] = [
      await typePassword(one, officer),
      await typePassword(other, officer),
    ]
    const otp = codeOf(site, officer)

    const answers = await Promise.all([
      one.submit(pageOne, { otp }),
      other.submit(pageOther, { otp }),
    ])

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 422])
  })

  it('ends the wait for the second proof after five minutes', async () => {
    const browser = createClient({ url: site.staffUrl })
    const second = await typePassword(browser, officer)
    site.clock.pass(5)

    expect((await browser.submit(second, { otp: codeOf(site, officer) })).path).toBe('/staff/login')
  })
})

it('keeps names, passwords and codes out of the log', async () => {
  await typePassword(staffBrowser(site), { username: 'canary-name', password: 'canary-password' })
  await signIn(site, officer)

  const log = site.logLines.join('')
  for (const canary of ['canary-password', 'canary-name', officer.username, officer.password])
    expect(log).not.toContain(canary)
})

it('begins at the sign-in page, which says in the demonstration where the accounts are', async () => {
  const page = await staffBrowser(site).open('/')

  expect(page.path).toBe('/staff/login')
  expect(page.$('[data-test=demonstration]').text()).toContain(`${site.dataDir}/demo-accounts.json`)
  expect(page.$('[data-test=demonstration]').text()).toContain('npm run cli -- demo otp')
})
