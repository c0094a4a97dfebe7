import { randomUUID } from 'node:crypto'
import request, { type Response } from 'supertest'
import type { Door } from '../../src/platform/http/doors'
import type { Client } from '../support/client'
import { hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'

let site: Site
let officers: readonly Client[]
let reporter: Client

beforeAll(async () => {
  site = await openSite()
  const { own } = await moveIn(site)
  const desk = await hire(site, own.id, ['intake', 'principal', 'handler'])
  const keeper = await hire(site, own.id, ['identity'])
  officers = [await signIn(site, desk), await signIn(site, keeper)]
  reporter = reporterBrowser(site)
  const start = await reporter.open('/report')
  await reporter.submit(start)
}, 60_000)
afterAll(() => site.stop())

/** An address that fits the pattern and names nothing that exists. */
const filled = ({ path }: Door<string>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => (name.endsWith('Id') ? randomUUID() : '1'))

const cookieHeader = ({ cookies }: Client): string =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')

type Visit = { readonly url: string; readonly door: Door<string>; readonly cookie: string }

const ask = ({ url, door, cookie }: Visit): Promise<Response> => {
  const agent = request(url)
  const asked = door.method === 'get' ? agent.get(filled(door)) : agent.post(filled(door))
  void asked.redirects(0).set('Cookie', cookie)
  if (door.method === 'upload')
    return asked.field('once', randomUUID()).attach('files', Buffer.from('x'), 'x.txt')
  return asked
}

const visits = (method: 'get' | 'post'): readonly Visit[] => {
  const wanted = ({ method: own }: Door<string>) => (method === 'get') === (own === 'get')
  const reporters = ['', cookieHeader(reporter)].flatMap(cookie =>
    site.doors.reporter.filter(wanted).map(door => ({ url: site.publicUrl, door, cookie })),
  )
  const staff = ['', ...officers.map(cookieHeader)].flatMap(cookie =>
    site.doors.staff.filter(wanted).map(door => ({ url: site.staffUrl, door, cookie })),
  )
  // Leaving would end the visit for every door after it.
  return [...reporters, ...staff].filter(({ door }) => !/\/(exit|logout)$/.test(door.path))
}

const csp =
  "default-src 'none';script-src 'self';style-src 'self';img-src 'self';media-src 'self';connect-src 'self';form-action 'self';frame-ancestors 'none';base-uri 'none'"

const headersOf = ({ headers }: Response): Readonly<Record<string, string | undefined>> => headers

const expectStrict = (answer: Response): void => {
  const headers = headersOf(answer)
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
  })
  expect(headers['content-security-policy']).toBe(csp)
  expect(headers['permissions-policy']).toContain('camera=()')
  expect(headers['server']).toBeUndefined()
  expect(headers['x-powered-by']).toBeUndefined()
  expect(headers['etag']).toBeUndefined()
}

it('sends the strict headers through every door, to everybody', async () => {
  for (const visit of [...visits('get'), ...visits('post')]) {
    const answer = await ask(visit)
    expect([visit.door.path, answer.status < 500]).toEqual([visit.door.path, true])
    expectStrict(answer)
  }
}, 120_000)

it('has nothing inline on any page', async () => {
  for (const visit of visits('get')) {
    const { text, type } = await ask(visit)
    if (type !== 'text/html') continue
    expect(text).not.toMatch(/<style|\sstyle=|\son[a-z]+="|javascript:|<script(?![^>]*\ssrc=)/i)
    expect(text).not.toMatch(/\bundefined\b|\bNaN\b|\[object/)
  }
}, 120_000)

/**
 * 403. Who has not begun anything may be shown the way in instead: there is nothing to protect. The token of an
 * upload lies in its stream, which is read for nobody who may not know of the case (404).
 */
const isRefused = ({ door, cookie, url }: Visit, { status, headers }: Response): boolean => {
  if (status === 403) return true
  const upload = door.method === 'upload'
  if (cookie !== '') return upload && url === site.staffUrl && status === 404
  return upload && url === site.publicUrl ? status === 422 : headers['location'] === '/staff/login'
}

it('takes no form without its token, and does nothing then', async () => {
  const before = await site.tables('audit_entries')
  for (const visit of visits('post')) {
    const answer = await ask(visit)
    expect([visit.door.path, isRefused(visit, answer)]).toEqual([visit.door.path, true])
  }
  expect(await site.tables('audit_entries')).toEqual(before)
}, 120_000)

it('takes no form with the token of another browser', async () => {
  const stranger = reporterBrowser(site)
  await stranger.open('/')
  const foreign = [...stranger.cookies].find(([name]) => name.endsWith('_form'))?.[1] ?? ''
  const doors = site.doors.reporter.filter(({ method }) => method === 'post')

  for (const door of doors) {
    const answer = await request(site.publicUrl)
      .post(filled(door))
      .set('Cookie', cookieHeader(reporter))
      .type('form')
      .send({ _csrf: foreign })
    expect([door.path, answer.status]).toEqual([door.path, 403])
  }
})

describe('what is served besides pages', () => {
  it('is two hashed files for each entrance, kept for ever, and nothing else', async () => {
    const { text } = await request(site.publicUrl).get('/')
    const [, css = ''] = /href="(\/built\/[^"]+\.css)"/.exec(text) ?? []
    const own = await request(site.publicUrl).get(css)
    const others = await request(site.staffUrl).get(css)

    expect(own.headers['cache-control']).toBe('public, max-age=31536000, immutable')
    expect(headersOf(own)['x-content-type-options']).toBe('nosniff')
    expect(others.status).not.toBe(200)
  })

  it.each([
    '/built/manifest.json',
    '/built/',
    '/built/../../package.json',
    '/package.json',
    '/.env',
  ])('is not %s', async path => {
    const { status } = await request(site.publicUrl).get(path)
    expect(status).toBe(404)
  })
})

it('answers for its health without a cookie', async () => {
  for (const url of [site.publicUrl, site.staffUrl]) {
    const health = await request(url).get('/healthz')
    const ready = await request(url).get('/readyz')
    expect([health.status, ready.status]).toEqual([200, 200])
    expect(headersOf(ready)['set-cookie']).toBeUndefined()
  }
})
