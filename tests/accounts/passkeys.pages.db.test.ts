import { createDevice } from '../support/passkey'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite } from '../support/site'
import { signIn } from '../support/visitors'
import {
  answer,
  ask,
  at,
  offered,
  questionOn,
  tokenOf,
  openPasskeyPlace,
  type PasskeyPlace,
} from './passkey-place'
import { errorsOf, wrongCode } from './workplace'

let place: PasskeyPlace
let site: PasskeyPlace['site']
let officer: Officer

beforeAll(async () => {
  place = await openPasskeyPlace()
  site = place.site
})
afterAll(() => site.stop())
beforeEach(async () => {
  officer = await place.hireOne()
})

describe('registering a passkey', () => {
  it('takes a step-up and the device’s answer, and is listed and recorded', async () => {
    const { list } = await place.registered(officer)

    expect(list.path).toBe('/staff/me/passkeys')
    expect(list.$('[data-test=passkey] th').text()).toBe('办公室电脑')
    const [row] = await place.rows(officer)
    expect(row).toMatchObject({ name: '办公室电脑', counter: 0, transports: ['internal'] })
    expect((await place.deeds(officer)).map(({ deed }) => deed).slice(-2)).toEqual([
      'passkey.begun',
      'passkey.registered',
    ])
  })

  it('begins with a right code only, and keeps the name that was typed', async () => {
    const browser = await signIn(site, officer)
    const list = await browser.open('/staff/me/passkeys')
    const again = await browser.submit(list, { name: '手机', otp: '000000' })

    expect([again.status, errorsOf(again)]).toEqual([422, [wrongCode]])
    expect(again.$('#name').val()).toBe('手机')
    expect((await browser.open('/staff/me/passkeys/new')).path).toBe('/staff/me/passkeys')
  })

  it('says which words are missing, and that the device’s answer was none', async () => {
    const browser = await signIn(site, officer)
    const list = await browser.open('/staff/me/passkeys')
    const empty = await browser.submit(list, {})
    expect(errorsOf(empty)).toEqual(['请给它起个名字，例如“办公室电脑”', '请填写验证码'])

    const page = await place.begin(officer, browser)
    const first = questionOn(page).challenge
    const again = await answer(browser, page, '{"id":1}')
    expect([again.status, errorsOf(again)]).toEqual([
      422,
      ['没有登记上。请再试一次，并在设备上确认'],
    ])
    // Each question once.
    expect(questionOn(again).challenge).not.toBe(first)
    const device = createDevice(at)
    await answer(browser, again, device.register({ challenge: first }))
    expect(await place.rows(officer)).toHaveLength(0)
  })

  it('refuses an answer given to another site', async () => {
    const browser = await signIn(site, officer)
    const page = await place.begin(officer, browser)
    const device = createDevice({ ...at, origin: 'https://evil.example.test' })
    const again = await answer(browser, page, device.register(questionOn(page)))

    expect(again.status).toBe(422)
    expect(await place.rows(officer)).toHaveLength(0)
  })

  it('is over after five minutes', async () => {
    const browser = await signIn(site, officer)
    const page = await place.begin(officer, browser)
    site.clock.pass(5)
    const late = await answer(
      place.unwatched(browser),
      page,
      createDevice(at).register(questionOn(page)),
    )

    expect(late.path).toBe('/staff/me/passkeys')
    expect(await place.rows(officer)).toHaveLength(0)
  })

  it('sent twice begins once, and the same device is not registered twice', async () => {
    const browser = await signIn(site, officer)
    site.clock.pass(2)
    const list = await browser.open('/staff/me/passkeys')
    const typed = { name: '手机', otp: codeOf(site, officer) }
    const one = await browser.submit(list, typed)
    const two = await place.unwatched(browser).submit(list, typed)
    expect([one.path, two.path]).toEqual(['/staff/me/passkeys/new', '/staff/me/passkeys/new'])
    expect(questionOn(two).challenge).toBe(questionOn(one).challenge)

    const device = createDevice(at)
    const credential = device.register(questionOn(one))
    await answer(browser, one, credential)
    await answer(place.unwatched(browser), one, credential)
    expect(await place.rows(officer)).toHaveLength(1)
    const again = await place.begin(officer, browser, '又一个')
    const refused = await answer(browser, again, device.register(questionOn(again)))
    expect(refused.status).toBe(409)
    expect(refused.$('h1').text()).toBe('这个通行密钥已经登记过')
  })
})

describe('step-up with a passkey', () => {
  it('answers any form that asks for a code, once', async () => {
    const { browser, device } = await place.registered(officer)
    const page = await browser.open('/staff/me/codes')
    expect(offered(page)).toEqual(['/staff/passkey'])
    const passkey = device.prove(await ask(browser, page))
    const codes = await browser.submit(page, { passkey })
    expect(codes.$('.st-codes code')).toHaveLength(10)

    await browser.submit(codes)
    const again = await browser.submit(await browser.open('/staff/me/codes'), { passkey })
    expect([again.status, errorsOf(again)]).toEqual([422, [wrongCode]])
  })

  it('is offered in the session that registered, and after removal no longer', async () => {
    const { browser, list, device } = await place.registered(officer)
    expect(offered(list)).toEqual(['/staff/passkey'])
    const page = await browser.click(list, '移除')
    const empty = await browser.submit(page, {})
    expect(errorsOf(empty)).toEqual(['请填写验证码'])
    const passkey = device.prove(await ask(browser, page))
    const left = await browser.submit(page, { passkey })

    expect(left.path).toBe('/staff/me/passkeys')
    expect(left.$('[data-test=passkey]')).toHaveLength(0)
    expect(offered(left)).toEqual([])
    expect((await place.deeds(officer)).at(-1)?.deed).toBe('passkey.removed')
    expect((await place.unwatched(browser).submit(page, { passkey })).path).toBe(
      '/staff/me/passkeys',
    )
    expect(offered((await place.halfIn(officer)).second)).toEqual([])
  })

  it('does not remove somebody else’s', async () => {
    await place.registered(officer)
    const [row] = await place.rows(officer)
    const owner = officer
    officer = await place.hireOne()
    const browser = await signIn(site, officer)
    site.clock.pass(2)
    const page = await browser.open('/staff/me/codes')
    const path = `/staff/me/passkeys/${row?.id ?? ''}/remove`
    const sent = await place.unwatched(browser).send(path, {
      _csrf: tokenOf(page),
      otp: codeOf(site, officer),
    })

    expect(sent.path).toBe('/staff/me/passkeys')
    officer = owner
    expect(await place.rows(officer)).toHaveLength(1)
  })
})

it('are not offered where the entrance has no host name', async () => {
  const bare = await openSite({ now: '2026-11-23T01:00:00Z' })
  const { own } = await moveIn(bare)
  const person = await hire(bare, own.id, ['handler'])
  const page = await (await signIn(bare, person)).open('/staff/me/passkeys')

  expect(page.$('main form')).toHaveLength(0)
  expect(page.$('main').text()).toContain('数字地址')
  await bare.stop()
})
