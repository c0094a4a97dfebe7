import { createClient, type Answer } from '../support/client'
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

describe('after five wrong answers', () => {
  const fail = async (times: number, username = officer.username) => {
    const answers: Answer[] = []
    for (let time = 0; time < times; time += 1)
      answers.push(
        await typePassword(staffBrowser(site), { username, password: 'not the password' }),
      )
    return answers
  }
  const locked = '连续输错 5 次，这个用户名已锁定，请在 09:15 以后再试'

  beforeEach(() => {
    site.clock.set('2026-12-01T01:00:00Z')
  })

  it('the name is locked for a quarter of an hour, also for the right password', async () => {
    expect((await fail(5)).map(page => errorsOf(page)[0])).toEqual([
      wrongPassword,
      wrongPassword,
      wrongPassword,
      wrongPassword,
      locked,
    ])
    expect(errorsOf(await typePassword(staffBrowser(site), officer))).toEqual([locked])
    expect((await place.deedsOf(officer.actor.id)).at(-1)).toBe('staff.locked')

    site.clock.pass(15)
    expect((await typePassword(staffBrowser(site), officer)).path).toBe('/staff/login/otp')
  })

  it('so is a name that nobody has: the lock tells nothing', async () => {
    const pages = await fail(6, 'nobody-here')

    expect(pages.map(page => errorsOf(page)[0])).toEqual([
      wrongPassword,
      wrongPassword,
      wrongPassword,
      wrongPassword,
      locked,
      locked,
    ])
  })

  it('no more than five are tried when many come at once', async () => {
    const many = await Promise.all(
      Array.from({ length: 12 }, () =>
        typePassword(staffBrowser(site), { ...officer, password: 'not the password' }),
      ),
    )

    expect(many.filter(page => errorsOf(page)[0] === wrongPassword)).toHaveLength(4)
    expect(many.filter(page => errorsOf(page)[0] === locked)).toHaveLength(8)
  })

  it('wrong codes count as well, and a right password in between does not forgive them', async () => {
    const tryCode = async () => {
      const browser = createClient({ url: site.staffUrl })
      return browser.submit(await typePassword(browser, officer), { otp: '000000' })
    }
    const pages = [
      await tryCode(),
      await tryCode(),
      await tryCode(),
      await tryCode(),
      await tryCode(),
    ]

    expect(pages.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422])
    expect(pages.slice(4).map(errorsOf)).toEqual([[locked]])
    site.clock.pass(1)
    const browser = staffBrowser(site)
    const otp = codeOf(site, officer)
    const right = await browser.submit(await typePassword(browser, officer), { otp })
    expect(errorsOf(right)).toEqual([locked])
  })

  it('the owner of the name still gets in from the usual browser, which has a count of its own', async () => {
    const usual = await signIn(site, officer)
    const again = (password: string) => {
      const browser = staffBrowser(site)
      const [name, value] = [...usual.cookies].find(([key]) => key.endsWith('ms_staff_known')) ?? []
      browser.cookies.set(name ?? '', value ?? '')
      return typePassword(browser, { username: officer.username, password })
    }
    site.clock.set('2026-12-01T01:00:00Z')
    await fail(6)
    expect(errorsOf(await typePassword(staffBrowser(site), officer))).toEqual([locked])
    expect((await again(officer.password)).path).toBe('/staff/login/otp')

    for (let time = 0; time < 5; time += 1) await again('not the password')
    expect(errorsOf(await again(officer.password))).toEqual([locked])
  })

  it('a browser known for one name is unknown for every other', async () => {
    const other = await place.hireHandler()
    const usual = await signIn(site, other)
    const [name, value] = [...usual.cookies].find(([key]) => key.endsWith('ms_staff_known')) ?? []
    expect(value).not.toContain(other.username)
    site.clock.set('2026-12-01T01:00:00Z')
    await fail(5)
    const browser = staffBrowser(site)
    browser.cookies.set(name ?? '', value ?? '')
    expect(errorsOf(await typePassword(browser, officer))).toEqual([locked])
  })

  it('a sign-in forgives earlier slips', async () => {
    await fail(4)
    await signIn(site, officer)
    expect((await fail(4)).map(page => errorsOf(page)[0])).toEqual([
      wrongPassword,
      wrongPassword,
      wrongPassword,
      wrongPassword,
    ])
  })
})
