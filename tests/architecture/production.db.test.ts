import request from 'supertest'
import type { Answer, Client } from '../support/client'
import { createClient } from '../support/client'
import { comeBack } from '../support/following'
import { encode, readFormOf } from '../support/page-form'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'

// Outside the demonstration: behind a proxy that speaks TLS, on hosts of their own.
let site: Site
let officer: Officer

beforeAll(async () => {
  site = await openSite({
    now: '2026-11-23T01:00:00Z',
    config: {
      demonstration: false,
      production: true,
      publicUrl: 'https://jubao.example.gov.cn',
      staffUrl: 'https://banan.example.gov.cn',
    },
  })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'])
})
afterAll(() => site.stop())

type Browser = Client & { readonly set: string[] }

/** A browser whose every Set-Cookie line is kept. */
const openBrowser = (url: string): Browser => {
  const browser = createClient({ url })
  const set: string[] = []
  const ask = async (method: 'get' | 'post', path: string, body?: string): Promise<void> => {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const asked = method === 'get' ? request(url).get(path) : request(url).post(path)
    const answer = await asked.redirects(0).set('Cookie', cookie).type('form').send(body)
    const lines: string | string[] | undefined = answer.headers['set-cookie']
    set.push(...[lines ?? []].flat())
  }
  return {
    ...browser,
    set,
    open: async path => {
      await ask('get', path)
      return browser.open(path)
    },
    submit: async (on, typed, how) => {
      const { fields = [], path, multipart } = readFormOf(on, typed ?? {}, how ?? {})
      if (multipart !== true && how?.button !== '提交举报') await ask('post', path, encode(fields))
      return browser.submit(on, typed, how)
    },
  }
}

const attributesOf = (line: string): string[] => line.split('; ').slice(1)
const nameOf = (line: string): string => line.split('=')[0] ?? ''

it('sets every cookie for this host alone, on encrypted lines, out of reach of scripts', async () => {
  const reporter = openBrowser(site.publicUrl)
  await reporter.open('/')
  const { code } = await sendReport(reporter)
  await comeBack(reporter, code)
  const staff = openBrowser(site.staffUrl)
  const login = await staff.open('/staff/login')
  const { username: user, password } = officer
  const second = await staff.submit(login, { user, password })
  await staff.submit(second, { otp: codeOf(site, officer) })

  const set = [...reporter.set, ...staff.set].filter(line => !/max-age=0|1970/i.test(line))
  expect([...new Set(set.map(nameOf))].sort()).toEqual([
    '__Host-ms_reporter',
    '__Host-ms_reporter_form',
    '__Host-ms_reporter_seen',
    '__Host-ms_staff',
    '__Host-ms_staff_form',
    '__Host-ms_staff_known',
    '__Host-ms_staff_seen',
  ])
  // One of them outlives the browser's window: that it is known, and no more.
  const lasts = set.filter(line => /max-age/i.test(line))
  expect(new Set(lasts.map(nameOf))).toEqual(new Set(['__Host-ms_staff_known']))
  const lasting = (attribute: string) => !/^(max-age|expires)=/i.test(attribute)
  for (const line of set)
    expect(attributesOf(line).filter(lasting).sort()).toEqual([
      'HttpOnly',
      'Path=/',
      'SameSite=Strict',
      'Secure',
    ])
})

it('keeps the text size beyond the visit, and nothing else', async () => {
  const browser = openBrowser(site.publicUrl)
  const home = await browser.open('/')
  await browser.submit(home, {}, { form: '.jb-size', button: '特大' })
  const kept = browser.set.filter(line => /max-age|expires/i.test(line))

  expect(new Set(kept.map(nameOf)).size).toBe(1)
  expect(kept[0]).toMatch(/^__Host-[a-z_]+=xl; Max-Age=\d+; Path=\/;/)
  expect(kept[0]).toContain('Secure')
  const again = await browser.open('/how')
  expect(again.$('html').attr('class')).toContain('jb-text-xl')
})

it('asks browsers to come back encrypted only', async () => {
  for (const url of [site.publicUrl, site.staffUrl]) {
    const { headers } = await request(url).get('/')
    expect(headers['strict-transport-security']).toMatch(/^max-age=31536000/)
  }
})

it('says nothing of a demonstration', async () => {
  const login = await createClient({ url: site.staffUrl }).open('/staff/login')
  const home = await createClient({ url: site.publicUrl }).open('/')

  for (const page of [login, home]) expect(page.text).not.toMatch(/演示|demo-accounts|cli --/)
  expect(home.text).toContain('jubao.example.gov.cn')
})

describe('a session of the reporter', () => {
  const session = ({ cookies }: Client) => cookies.get('__Host-ms_reporter')

  it('begins under a new id with the draft, and again with the code', async () => {
    const browser = createClient({ url: site.publicUrl })
    await browser.open('/report')
    expect(session(browser)).toBeUndefined()
    const { code } = await sendReport(browser)
    const first = session(browser)
    await comeBack(browser, code)

    expect(first).toBeDefined()
    expect(session(browser)).not.toBe(first)
  })

  it('takes nothing over from a cookie that was planted', async () => {
    const attacker = createClient({ url: site.publicUrl })
    const { code } = await sendReport(createClient({ url: site.publicUrl }))
    await sendReport(attacker)
    const victim = createClient({ url: site.publicUrl })
    for (const [name, value] of attacker.cookies) victim.cookies.set(name, value)
    const page: Answer = await comeBack(victim, code)

    expect(page.path).toBe('/follow/case')
    expect(session(victim)).not.toBe(session(attacker))
    expect((await attacker.open('/follow/case')).path).toBe('/follow')
  })

  it('is worth nothing at the other entrance', async () => {
    const reporter = createClient({ url: site.publicUrl })
    await sendReport(reporter)
    const staff = createClient({ url: site.staffUrl })
    staff.cookies.set('__Host-ms_staff', session(reporter) ?? '')

    expect((await staff.open('/staff')).path).toMatch(/^\/staff\/login/)
  })
})
