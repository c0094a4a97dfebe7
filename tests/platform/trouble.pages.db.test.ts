import { load } from 'cheerio'
import request, { type Response } from 'supertest'
import { createClient } from '../support/client'
import { moveIn } from '../support/people'
import { startReport } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

let site: Site

beforeAll(async () => {
  site = await openSite()
  await moveIn(site)
})
afterAll(() => site.stop())

const words = ({ text }: Response) => {
  const $ = load(text)
  return { title: $('h1').text(), body: $('main').text() }
}

const post = (path: string, body: string | Buffer, type = 'application/x-www-form-urlencoded') =>
  request(site.publicUrl)
    .post(path)
    .set('Content-Type', type)
    .serialize(sent => sent as string)
    .send(body)

it.each([
  ['/nowhere', 404, '找不到这一页'],
  ['/report/%E0%A4%A', 400, '这个网址读不出来'],
  ['/follow?q=%FF', 400, '这个网址读不出来'],
  ['/how%00', 400, '这个网址读不出来'],
])('answers %s with %i and words', async (path, status, title) => {
  const answer = await request(site.publicUrl).get(path)

  expect(answer.status).toBe(status)
  expect(words(answer).title).toBe(title)
})

it.each([
  ['bytes that are no UTF-8', Buffer.from([0x61, 0x3d, 0xff, 0xfe]), 400, '收到的内容读不出来'],
  ['an escape that is cut off', 'text=%E4%BD', 400, '收到的内容读不出来'],
  ['a zero character', 'text=a%00b', 400, '收到的内容读不出来'],
  ['a very long text', `text=${'长'.repeat(800_000)}`, 413, '内容太长，没有收下'],
  ['very many fields', 'a=1&'.repeat(600), 413, '内容太长，没有收下'],
  ['no token', 'text=1', 403, '这一页放得太久了'],
])('takes no form with %s', async (_, body, status, title) => {
  const answer = await post('/prefs/text-size', body)

  expect(answer.status).toBe(status)
  expect(words(answer).title).toBe(title)
})

it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x'])(
  'takes no form in %s',
  async type => {
    const answer = await post('/prefs/text-size', '{"size":"xl"}', type)

    expect(answer.status).toBe(403)
  },
)

it('quotes nothing of what it refuses, on the page or in the log', async () => {
  await request(site.publicUrl).get('/canary-in-path?canary-in-query=1').set({
    'User-Agent': 'canary-agent',
    Referer: 'https://canary.example',
    'X-Forwarded-For': '203.0.113.77',
  })
  const answer = await post('/canary-in-path', 'text=canary-in-body')

  expect(words(answer).body).not.toContain('canary')
  expect(site.logLines.join('')).not.toMatch(/canary|203\.0\.113/)
  expect(site.logLines.join('')).not.toMatch(/127\.0\.0\.1/)
})

it('logs a visit as method, pattern, status and time taken, on its day', async () => {
  const before = site.logLines.length
  await reporterBrowser(site).open('/how')
  const line = JSON.parse(site.logLines[before] ?? '{}') as Record<string, unknown>

  expect(Object.keys(line)).toEqual(['level', 'on', 'side', 'method', 'route', 'status', 'ms'])
  expect(line).toMatchObject({ side: 'reporter', method: 'GET', route: '/how', status: 200 })
})

describe('when the house itself fails', () => {
  it('says so with a number that is in the log, and shows no inner word', async () => {
    const broken = await openSite()
    await moveIn(broken)
    await broken.tables.raw('ALTER TABLE law_entries RENAME TO canary_table')
    broken.clock.pass(5)
    const answer = await request(broken.publicUrl).get('/')
    const [reference] = /[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(words(answer).body) ?? []
    await broken.stop()

    expect(answer.status).toBe(500)
    expect(words(answer).title).toBe('我们这边出错了')
    expect(answer.text).not.toMatch(/canary|relation|select|at \w+ \(|node_modules/i)
    expect(broken.logLines.join('')).toContain(reference ?? 'no reference')
    expect(broken.logLines.join('')).toContain('42P01')
    expect(broken.logLines.join('')).not.toContain('canary')
  })

  it('says that the database is gone, with a telephone number, and comes back with it', async () => {
    const lonely = await openSite()
    await moveIn(lonely)
    const reporter = createClient({ url: lonely.publicUrl })
    const officer = createClient({ url: lonely.staffUrl })
    const passerBy = createClient({ url: lonely.publicUrl })
    const [subject, login] = [await startReport(reporter), await officer.open('/staff/login')]
    await passerBy.open('/')
    await lonely.database.refuse()
    const go = { button: '保存并继续' }
    const sent = await reporter.submit(subject, { choice: 'unknown', about_body: 'no' }, go)
    const opened = await reporter.open('/report/type')
    const staff = await officer.submit(login, { user: 'somebody', password: 'something' })
    const fromMemory = await passerBy.open('/')
    const ready = await reporter.open('/readyz')
    const alive = await reporter.open('/healthz')
    // What the pages say of the body is kept for half a minute, and asked for again after that.
    lonely.clock.pass(1)
    const later = await passerBy.open('/')
    await lonely.database.allow()
    const again = await reporter.submit(subject, { choice: 'unknown', about_body: 'no' }, go)
    await lonely.stop()

    expect([sent, opened, staff, later, ready].map(({ status }) => status)).toEqual(
      Array(5).fill(503),
    )
    expect([fromMemory.status, alive.status]).toEqual([200, 200])
    expect(fromMemory.$('h1').text()).not.toContain('正在维护')
    for (const page of [sent, opened, staff, later]) {
      expect(page.text).toContain('正在维护')
      expect(page.text).toContain('12393')
      expect(page.headers['retry-after']).toBe('60')
    }
    expect(again.path).toBe('/report/identity')
  })
})
