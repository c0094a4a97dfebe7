import { createDevice, type Device } from '../support/passkey'
import { type Officer } from '../support/people'
import { signIn, staffBrowser } from '../support/visitors'
import {
  ask,
  at,
  offered,
  tokenOf,
  openPasskeyPlace,
  type PasskeyPlace,
  type Question,
} from './passkey-place'
import { errorsOf } from './workplace'

const wrongPasskey = '通行密钥没有通过。请再试一次，或者填手机上的验证码'

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

describe('signing in with a passkey', () => {
  it('takes the password first and then the passkey, and tells so in the list of sign-ins', async () => {
    const { device } = await place.registered(officer)
    const home = await place.signInBy(officer, device)

    expect(home.path).toBe('/staff')
    expect((await place.deeds(officer)).at(-1)).toEqual({
      deed: 'staff.signed-in',
      ground: 'passkey 0',
    })
    const [row] = await place.rows(officer)
    expect(row).toMatchObject({ counter: 1 })
  })

  it('is offered only to who has one, after the password', async () => {
    const without = (await place.halfIn(officer)).second
    await place.registered(officer)
    const second = (await place.halfIn(officer)).second

    expect(offered(without)).toEqual([])
    expect(offered(second)).toEqual(['/staff/login/passkey'])
    const early = place.unwatched(staffBrowser(site))
    const login = await early.open('/staff/login')
    const asked = await early.send('/staff/login/passkey', { _csrf: tokenOf(login) })
    expect(asked.path).toBe('/staff/login')
  })

  it('leaves the code of the app as good as before', async () => {
    await place.registered(officer)
    site.clock.pass(2)
    expect((await signIn(site, officer)).home.path).toBe('/staff')
  })

  it.each([
    ['another origin', { origin: 'https://evil.example.test' }],
    ['another host', { host: 'evil.example.test' }],
    ['another key', { forged: true }],
  ])('refuses an answer by %s', async (_, wish) => {
    const { device } = await place.registered(officer)
    const again = await place.signInBy(officer, device, wish)

    expect([again.status, errorsOf(again)]).toEqual([422, [wrongPasskey]])
    expect(await place.refusals(officer)).toEqual([])
  })

  it('refuses a counter that went back, and records it', async () => {
    const { device } = await place.registered(officer)
    await place.signInBy(officer, device, { counter: 7 })
    const again = await place.signInBy(officer, device, { counter: 7 })
    const back = await place.signInBy(officer, device, { counter: 3 })

    expect([again.status, back.status]).toEqual([422, 422])
    expect(await place.refusals(officer)).toEqual(['counter', 'counter'])
    expect((await place.signInBy(officer, device, { counter: 8 })).path).toBe('/staff')
  })

  it('does not mind a device that does not count', async () => {
    const browser = await signIn(site, officer)
    const device = createDevice(at, false)
    await place.register(officer, browser, device)

    expect((await place.signInBy(officer, device)).path).toBe('/staff')
    expect((await place.signInBy(officer, device)).path).toBe('/staff')
  })

  it('uses each question once, in five minutes, in the session that was asked', async () => {
    const { device } = await place.registered(officer)
    const one = await place.halfIn(officer)
    const other = await place.halfIn(officer)
    const question = await ask(one.browser, one.second, '/staff/login/passkey')
    const answer = device.prove(question)

    // Somebody else's pre-session: theirs was asked nothing.
    const stolen = await other.browser.submit(other.second, { passkey: answer })
    expect(errorsOf(stolen)).toEqual([wrongPasskey])

    const wrong = await one.browser.submit(one.second, { passkey: '不是 JSON' })
    expect(errorsOf(wrong)).toEqual([wrongPasskey])
    const late = await one.browser.submit(one.second, { passkey: answer })
    expect(errorsOf(late)).toEqual([wrongPasskey])

    const fresh = await ask(one.browser, one.second, '/staff/login/passkey')
    // The pre-session itself would end with the clock.
    const waiting = site.tables('passkey_challenges').where({ purpose: 'prove' })
    expect(await waiting.update({ expires_at: site.clock.now() })).toBe(1)
    const old = await one.browser.submit(one.second, { passkey: device.prove(fresh) })
    expect(errorsOf(old)).toEqual([wrongPasskey])
  })

  it('counts wrong answers with wrong codes: five and the door is shut', async () => {
    const { device } = await place.registered(officer)
    const { browser, second } = await place.halfIn(officer)
    let page = second
    for (let times = 0; times < 5; times += 1) {
      const question = await ask(browser, second, '/staff/login/passkey')
      page = await browser.submit(second, { passkey: device.prove(question, { forged: true }) })
    }

    expect(errorsOf(page)[0]).toMatch(/^连续输错 5 次/)
  })
})

describe('a row that was written to the database', () => {
  const plant = async (device: Device) => {
    const [real] = await place.rows(officer)
    await site.tables('passkeys').insert({
      ...real,
      id: '00000000-0000-4000-8000-000000000001',
      credential_id: Buffer.from(device.credentialId, 'base64url'),
    })
  }

  it('is not offered, and does not let in when its key answers all the same', async () => {
    const { device: own } = await place.registered(officer)
    const device = createDevice(at)
    await plant(device)
    // The thief's key in place of the owner's, everything else as it was.
    const { browser, second } = await place.halfIn(officer)
    const question = (await ask(browser, second, '/staff/login/passkey')) as Question & {
      allowCredentials: { id: string }[]
    }
    expect(question.allowCredentials.map(({ id }) => id)).toEqual([own.credentialId])

    const again = await browser.submit(second, { passkey: device.prove(question) })
    expect(errorsOf(again)).toEqual([wrongPasskey])
    expect(await place.refusals(officer)).toEqual(['planted'])
    await site.tables('passkeys').where({ id: '00000000-0000-4000-8000-000000000001' }).delete()
  })

  it('moved to another person opens nothing for them', async () => {
    const { device } = await place.registered(officer)
    const thief = await place.hireOne()
    await site
      .tables('passkeys')
      .where({ staff_id: officer.actor.id })
      .update({ staff_id: thief.actor.id })
    officer = thief

    const { second } = await place.halfIn(officer)
    expect(offered(second)).toEqual([])
    expect(device.credentialId).not.toBe('')
  })
})
