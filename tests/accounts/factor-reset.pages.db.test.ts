import { codeAt } from '../../src/accounts'
import type { FactorResetId } from '../../src/vocabulary/ids'
import type { Answer } from '../support/client'
import { createClient, type Client } from '../support/client'
import { createDevice } from '../support/passkey'
import { codeOf, hire, type Officer } from '../support/people'
import { signIn, staffBrowser } from '../support/visitors'
import { at, ask as askPasskey, openPasskeyPlace, type PasskeyPlace } from './passkey-place'
import { errorsOf, typePassword, wrongCode } from './workplace'

const LIST = '/staff/admin/factors'

let place: PasskeyPlace
let site: PasskeyPlace['site']
let system: Officer
let security: Officer
let officer: Officer

beforeAll(async () => {
  place = await openPasskeyPlace()
  site = place.site
  const { organisationId } = (await place.hireOne()).actor
  system = await hire(site, organisationId, ['system-admin'], '系统管理员甲')
  security = await hire(site, organisationId, ['security-admin'], '安全管理员乙')
})
afterAll(() => site.stop())
beforeEach(async () => {
  officer = await place.hireOne()
})

const ask = async (of: Officer = officer, by = system): Promise<Answer> => {
  site.clock.pass(2)
  const browser = await signIn(site, by)
  const page = await browser.click(await browser.open(LIST), '申请重置')
  return browser.submit(page, { user: of.username, ground: 'lost' })
}

/** The newest request for this person. */
const resetOf = async ({ actor }: Officer): Promise<string> => {
  const requests = site.tables('factor_resets').where({ staff_id: actor.id })
  const [id = ''] = await requests.orderBy('asked_at', 'desc').pluck<string[]>('id')
  return id
}

/** The security administrator before the open request of this person. */
const before = async (of: Officer = officer) => {
  site.clock.pass(2)
  const browser = await signIn(site, security)
  const id = await resetOf(of)
  site.clock.pass(2)
  return { browser, page: await browser.open(`${LIST}/${id}`), path: `${LIST}/${id}` }
}

const approve = async (answer = 'approved') => {
  const { browser, page, path } = await before()
  const otp = codeOf(site, security)
  return { browser, page, path, otp, done: await browser.submit(page, { answer, otp }) }
}

const keysOf = ({ actor }: Officer) =>
  site
    .tables('staff')
    .where({ id: actor.id })
    .select<unknown[]>('password_salt', 'password_verifier', 'sealed_private_key', 'public_key')

const unwatched = ({ cookies }: Client): Client => {
  const browser = createClient({ url: site.staffUrl })
  for (const [name, value] of cookies) browser.cookies.set(name, value)
  return browser
}

const deeds = () =>
  site
    .tables('audit_entries')
    .where({ subject: officer.actor.id })
    .where('deed', 'like', 'factor-reset.%')
    .orderBy('seq')
    .select<{ deed: string; ground: string | null; actor_id: string }[]>(
      'deed',
      'ground',
      'actor_id',
    )

/** With the password, to the page that shows a new secret; and through it. */
const enrolAnew = async () => {
  const browser = staffBrowser(site)
  const page = await typePassword(browser, officer)
  const secret = page.$('code.st-secret').text().replaceAll(' ', '')
  const home = await browser.submit(page, { otp: codeAt(secret, site.clock.now()) })
  return { page, secret, home }
}

describe('a lost second factor', () => {
  it('is reset by two people; the person enrols a new app and keeps password and keys', async () => {
    const before = await keysOf(officer)
    expect((await ask()).path).toBe(LIST)
    const { done } = await approve()
    expect(done.path).toBe(LIST)
    expect(done.$('[data-test=reset]').first().text()).toContain('已批准（安全管理员乙）')

    const { page, secret, home } = await enrolAnew()
    expect(page.path).toBe('/staff/login/enrol')
    expect(page.$('h1').text()).toContain('请重新设置验证器')
    expect(page.$('#password')).toHaveLength(0)
    expect(home.path).toBe('/staff/me/codes')
    expect(await keysOf(officer)).toEqual(before)

    site.clock.pass(2)
    expect((await signIn(site, { ...officer, totpSecret: secret })).home.path).toBe('/staff')
    expect((await deeds()).map(({ deed }) => deed)).toEqual([
      'factor-reset.asked',
      'factor-reset.approved',
    ])
  })

  it('ends sessions, recovery codes, passkeys and the old app at once', async () => {
    const { browser, device } = await place.registered(officer)
    site.clock.pass(2)
    await browser.submit(await browser.open('/staff/me/codes'), { otp: codeOf(site, officer) })
    await ask()
    expect((await browser.open('/staff')).path).toBe('/staff')
    await approve()

    expect((await browser.open('/staff')).path).toBe('/staff/login?after=over')
    for (const table of ['recovery_codes', 'passkeys', 'sessions'])
      expect([table, await site.tables(table).where({ staff_id: officer.actor.id })]).toEqual([
        table,
        [],
      ])
    const half = staffBrowser(site)
    const page = await typePassword(half, officer)
    expect(page.path).toBe('/staff/login/enrol')
    const old = await half.submit(page, { otp: codeOf(site, officer) })
    expect([old.status, errorsOf(old)]).toEqual([422, [wrongCode]])
    expect(device.credentialId).not.toBe('')
  })

  it('cannot be finished by a sign-in that had begun before', async () => {
    const half = staffBrowser(site)
    const second = await typePassword(half, officer)
    await ask()
    await approve()

    const late = await unwatched(half).submit(second, { otp: codeOf(site, officer) })
    expect(late.path).toBe('/staff/login')
  })

  it('waits a day for the person, then another reset is needed', async () => {
    await ask()
    await approve()
    site.clock.pass(24 * 60)
    const late = await typePassword(staffBrowser(site), officer)

    expect([late.status, errorsOf(late)]).toEqual([
      422,
      ['第二验证已经重置，但没有按时重新设置。请联系系统管理员再申请一次'],
    ])
    await ask()
    await approve()
    expect((await enrolAnew()).home.path).toBe('/staff/me/codes')
  })
})

describe('answering', () => {
  it('needs a fresh code, and takes a passkey for it', async () => {
    await ask()
    const { browser, page } = await before()
    const empty = await browser.submit(page)
    expect(errorsOf(empty)).toEqual(['请选择批准还是不批准', '请填写验证码'])
    const wrong = await browser.submit(page, { answer: 'approved', otp: '000000' })
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, [wrongCode]])
    expect(wrong.$('#answer').attr('checked')).toBeDefined()

    const device = createDevice(at)
    await place.register(security, browser, device)
    const again = await before()
    const passkey = device.prove(await askPasskey(again.browser, again.page))
    const done = await again.browser.submit(again.page, { answer: 'approved', passkey })
    expect(done.path).toBe(LIST)
    await site.tables('passkeys').where({ staff_id: security.actor.id }).delete()
  })

  it('happens once: the same form twice is one answer, another answer is refused and recorded', async () => {
    await ask()
    const { browser, page, path, otp } = await approve()
    expect((await unwatched(browser).submit(page, { answer: 'approved', otp })).path).toBe(LIST)
    site.clock.pass(1)
    const _csrf = String(page.$('[name=_csrf]').last().val())
    const second = await browser.send(path, {
      ...{ _csrf, answer: 'refused', otp: codeOf(site, security) },
    })

    expect(second.status).toBe(409)
    expect(second.$('h1').text()).toBe('这一份申请已经有答复')
    expect((await deeds()).map(({ deed, ground }) => [deed, ground])).toEqual([
      ['factor-reset.asked', 'lost'],
      ['factor-reset.approved', null],
      ['factor-reset.denied', 'factor-reset.answered'],
    ])
  })

  it('refused leaves everything as it was', async () => {
    await ask()
    expect((await approve('refused')).done.path).toBe(LIST)

    site.clock.pass(2)
    expect((await signIn(site, officer)).home.path).toBe('/staff')
  })

  it('is too late after three days', async () => {
    await ask()
    site.clock.pass(3 * 24 * 60)
    const { browser, page, path } = await before()
    expect(page.$('main form')).toHaveLength(0)
    expect(page.$('main').text()).toContain('已过期')
    const _csrf = String(page.$('[name=_csrf]').first().val())
    const late = await browser.send(path, {
      ...{ _csrf, answer: 'approved', otp: codeOf(site, security) },
    })
    expect([late.status, late.$('h1').text()]).toEqual([409, '这一份申请已经过期'])
    expect((await ask()).path).toBe(LIST)
  })
})

describe('nobody', () => {
  it('asks for himself', async () => {
    site.clock.pass(2)
    const browser = await signIn(site, system)
    const page = await browser.open(`${LIST}/new`)
    const own = await browser.submit(page, { user: system.username, ground: 'lost' })

    expect([own.status, own.$('h1').text()]).toEqual([409, '不能经手自己的重置'])
    officer = system
    expect(await deeds()).toMatchObject([
      { deed: 'factor-reset.denied', actor_id: system.actor.id },
    ])
  })

  it('approves for himself', async () => {
    await ask(security)
    const { browser, page } = await before(security)
    const otp = codeOf(site, security)
    const own = await browser.submit(page, { answer: 'approved', otp })

    expect([own.status, own.$('h1').text()]).toEqual([409, '不能经手自己的重置'])
    expect((await browser.open('/staff')).path).toBe('/staff')
  })

  it('approves what he asked for, and the database says so too', async () => {
    await ask()
    const turned = { ...security.actor, id: system.actor.id }
    const { db, factorResets } = site.house
    const id = (await resetOf(officer)) as FactorResetId
    const outcome = await db.inTransaction(tx => factorResets.answer(tx, turned, id, 'approved'))
    expect(outcome).toEqual({ kind: 'denied', code: 'factor-reset.same-person' })

    const answered = { answer: 'approved', answered_at: site.clock.now() }
    const row = () => site.tables('factor_resets').where({ id })
    await expect(row().update({ ...answered, answered_by: system.actor.id })).rejects.toMatchObject(
      { constraint: 'factor_resets_two_people' },
    )
    await expect(
      row().update({ ...answered, answered_by: officer.actor.id }),
    ).rejects.toMatchObject({ constraint: 'factor_resets_never_ones_own' })
  })
})

it('asking says what is missing, knows the name, and does not ask twice', async () => {
  site.clock.pass(2)
  const browser = await signIn(site, system)
  const page = await browser.open(`${LIST}/new?user=${officer.username}`)
  expect(page.$('#user').val()).toBe(officer.username)
  const empty = await browser.submit(page, { user: '' })
  expect(errorsOf(empty)).toEqual(['请填写用户名', '请选择为什么要重置'])
  const nobody = await browser.submit(page, { user: 'nobody', ground: 'lost' })
  expect(errorsOf(nobody)).toEqual(['没有这个用户名，请核对'])

  await browser.submit(page, { user: officer.username, ground: 'lost' })
  await unwatched(browser).submit(page, { user: officer.username, ground: 'lost' })
  expect(await site.tables('factor_resets').where({ staff_id: officer.actor.id })).toHaveLength(1)
  site.clock.pass(2)
  const home = (await signIn(site, security)).home
  expect(home.$('main').text()).toMatch(/有 \d+ 份重置第二验证的申请等您批准/)
})
