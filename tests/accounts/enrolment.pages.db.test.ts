import { codeAt } from '../../src/accounts'
import { systemRandom } from '../../src/platform/random'
import type { Duty } from '../../src/vocabulary/duty'
import { createClient, type Answer } from '../support/client'
import { moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { staffBrowser } from '../support/visitors'
import { errorsOf, typePassword } from './workplace'

let site: Site
let organisationId: Awaited<ReturnType<typeof moveIn>>['own']['id']

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  organisationId = (await moveIn(site)).own.id
})
afterAll(() => site.stop())
beforeEach(() => {
  site.clock.pass(20)
})

const own = '清晨六点的白鹭飞过了河滩'

const invite = async (duties: readonly Duty[] = ['handler']) => {
  const username = `new${systemRandom.digits(8)}`
  const staff = { organisationId, username, displayName: '沈小曼', duties }
  const { id, password } = await site.house.db.inTransaction(tx =>
    site.house.accounts.invite(tx, { side: 'system' }, staff),
  )
  return { id, username, password }
}

const secretOn = ({ $ }: Answer) => $('.st-secret').first().text().replaceAll(' ', '')
const codeFor = (page: Answer) => codeAt(secretOn(page), site.clock.now())

describe('the first sign-in', () => {
  it('asks for a password of one’s own and an app, makes the keys, and lets the person in', async () => {
    const person = await invite()
    const browser = staffBrowser(site)
    const page = await typePassword(browser, person)

    expect(page.path).toBe('/staff/login/enrol')
    expect(page.$('h1').text()).toContain('沈小曼')
    expect(secretOn(page)).toMatch(/^[A-Z2-7]{32}$/)
    const home = await browser.submit(page, { password: own, again: own, otp: codeFor(page) })

    expect(home.path).toBe('/staff/me/codes')
    const row = await site.tables('staff').where({ id: person.id }).first<Record<string, unknown>>()
    expect(row).toMatchObject({ status: 'active', recovery_version: 1, one_time_until: null })
    const deeds = await site
      .tables('audit_entries')
      .where({ actor_id: person.id })
      .pluck<string[]>('deed')
    expect(deeds.sort()).toEqual(['staff.enrolled', 'staff.password-accepted', 'staff.signed-in'])
  })

  it('is the last time that the one-time password opens anything', async () => {
    const person = await invite()
    const browser = staffBrowser(site)
    const page = await typePassword(browser, person)
    const secret = secretOn(page)
    await browser.submit(page, { password: own, again: own, otp: codeFor(page) })

    expect((await typePassword(staffBrowser(site), person)).status).toBe(422)
    site.clock.pass(1)
    const back = staffBrowser(site)
    const second = await typePassword(back, { username: person.username, password: own })
    expect(second.path).toBe('/staff/login/otp')
    const home = await back.submit(second, { otp: codeAt(secret, site.clock.now()) })
    expect(home.path).toBe('/staff')
  })

  it('does not take the code of enrolment again for a sign-in', async () => {
    const person = await invite()
    const browser = staffBrowser(site)
    const page = await typePassword(browser, person)
    const otp = codeFor(page)
    await browser.submit(page, { password: own, again: own, otp })

    const back = staffBrowser(site)
    const second = await typePassword(back, { username: person.username, password: own })
    expect((await back.submit(second, { otp })).status).toBe(422)
  })

  it('draws the picture of the secret for that session alone, and keeps it out of caches', async () => {
    const browser = staffBrowser(site)
    const page = await typePassword(browser, await invite())
    const src = page.$('.st-qr img').attr('src') ?? ''
    const picture = await fetch(site.staffUrl + src, {
      headers: {
        cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    })

    expect(picture.headers.get('content-type')).toContain('image/svg+xml')
    expect(picture.headers.get('cache-control')).toContain('no-store')
    expect(await picture.text()).toMatch(/^<svg[^]*<\/svg>\s*$/)
    expect((await createClient({ url: site.staffUrl }).open(src)).path).toBe('/staff/login')
  })

  it('says everything that is wrong at once and does not print what was typed', async () => {
    const person = await invite()
    const browser = staffBrowser(site)
    const page = await typePassword(browser, person)

    const short = await browser.submit(page, { password: 'too-short', again: 'other', otp: '12' })
    expect(short.status).toBe(422)
    expect(errorsOf(short)).toEqual([
      '密码至少 12 位，一句好记的话也行',
      '验证码是 6 位数字，请看手机上的验证器',
    ])
    expect(short.text).not.toContain('too-short')
    expect(secretOn(short)).toBe(secretOn(page))

    const otp = codeFor(page)
    const unequal = await browser.submit(page, { password: own, again: `${own}！`, otp })
    expect(errorsOf(unequal)).toEqual(['两次输入的密码不一样，请再输一次'])
    const named = `my ${person.username} password`
    expect(errorsOf(await browser.submit(page, { password: named, again: named, otp }))).toEqual([
      '密码里不要包含用户名',
    ])
    const { password } = person
    expect(errorsOf(await browser.submit(page, { password, again: password, otp }))).toEqual([
      '新密码不能和一次性密码相同，请换一个',
    ])
    const wrong = otp === '000000' ? '111111' : '000000'
    expect(errorsOf(await browser.submit(page, { password: own, again: own, otp: wrong }))).toEqual(
      ['验证码不对，或者已经用过。请等手机上换了下一个再填'],
    )
    expect((await browser.submit(page, { password: own, again: own, otp })).path).toBe(
      '/staff/me/codes',
    )
  })

  it('makes one pair of keys when the form is sent twice', async () => {
    const person = await invite()
    const browser = createClient({ url: site.staffUrl })
    const page = await typePassword(browser, person)
    const form = { password: own, again: own, otp: codeFor(page) }
    const [one, other] = [
      createClient({ url: site.staffUrl }),
      createClient({ url: site.staffUrl }),
    ]
    for (const [name, value] of browser.cookies) {
      one.cookies.set(name, value)
      other.cookies.set(name, value)
    }

    const answers = await Promise.all([one.submit(page, form), other.submit(page, form)])

    expect(answers.map(({ path }) => path).sort()).toEqual(['/staff/login', '/staff/me/codes'])
    const enrolled = await site
      .tables('audit_entries')
      .where({ actor_id: person.id, deed: 'staff.enrolled' })
    expect(enrolled).toHaveLength(1)
  })

  it('has to happen within seven days of the invitation', async () => {
    const person = await invite()
    site.clock.pass(7 * 24 * 60)
    const page = await typePassword(staffBrowser(site), person)

    expect(page.status).toBe(422)
    expect(errorsOf(page)).toEqual(['这个一次性密码已经过期，请联系安全管理员重新发放'])
  })

  it('gives no permission before it is done', async () => {
    const browser = staffBrowser(site)
    await typePassword(browser, await invite())

    for (const path of ['/staff', '/staff/desks', '/staff/login/otp'])
      expect((await browser.open(path)).path).toBe('/staff/login')
  })
})

it('invites nobody before the recovery key is made', async () => {
  const bare = await openSite()
  const { organisations, accounts, recovery, db } = bare.house
  const staff = { username: 'first', displayName: '甲', duties: ['intake'] as const }
  const wanted = db.inTransaction(async tx => {
    expect(await recovery.isReadyForReports(tx)).toBe(false)
    const { id } = await organisations.create(tx, {
      code: 'X',
      name: '某市医疗保障局',
      shortName: '某市医保局',
      level: 'city',
      kind: 'medical-security',
      parentId: null,
      regionCode: '990100',
      telephone: '',
      hours: '',
      address: '',
      postcode: '',
    })
    return accounts.invite(tx, { side: 'system' }, { ...staff, organisationId: id })
  })

  await expect(wanted).rejects.toMatchObject({ code: 'recovery.not-made' })
  await bare.stop()
})

it('refuses a name that is taken, and duties that must be apart, in words', async () => {
  const { username } = await invite()
  const again = (name: string, duties: readonly Duty[]) =>
    site.house.db.inTransaction(tx =>
      site.house.accounts.invite(
        tx,
        { side: 'system' },
        { organisationId, username: name, displayName: '乙', duties },
      ),
    )

  await expect(again(username, ['legal'])).rejects.toMatchObject({ code: 'staff.name-taken' })
  await expect(again('both', ['identity', 'payer'])).rejects.toMatchObject({
    code: 'staff.identity-apart',
  })
  expect(await site.tables('staff').where({ username: 'both' })).toHaveLength(0)
})
