import { randomUUID } from 'node:crypto'
import { request as plainRequest } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { openKnex } from '../../src/platform/db/database'
import type { Client } from '../support/client'
import { mp4OfSize } from '../support/fixtures'
import { comeBack } from '../support/following'
import {
  followLoudly,
  followOnLoudly,
  headers,
  loudBrowser,
  reportNamed,
  reportWithClaim,
  said,
  typed,
  type LoudBrowser,
} from '../support/loud-reporter'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId, refuseCase } from '../support/refusing'
import { readReceipt, startReport } from '../support/reporting'
import { testServer } from '../support/server'
import { openSite, type Site } from '../support/site'
import {
  dumpFolder,
  dumpTables,
  dumpTemporary,
  findTraces,
  toGb18030,
  type Haystack,
} from '../support/traces'

let site: Site
let intake: Officer
let reporters: Record<'first' | 'second' | 'third' | 'fourth', LoudBrowser>
const printed: string[] = []
const codes: Record<string, string> = {}
const began = Date.now()

const write = process.stdout.write.bind(process.stdout)
/** What somebody prints past the log. */
const listen = () => {
  process.stdout.write = (text: string | Uint8Array) => {
    printed.push(Buffer.from(text).toString())
    return write(text)
  }
}
const stopListening = () => {
  process.stdout.write = write
}

beforeAll(async () => {
  listen()
  site = await openSite({
    now: '2026-11-22T03:06:07Z',
    config: { fileLimitBytes: 1024 * 1024, filesPerReport: 4 },
  })
  const { own, above } = await moveIn(site)
  intake = await hire(site, own.id, ['intake'])
  await hire(site, above.id, ['supervision'])
  await hire(site, own.id, ['identity'])
  const browser = () => loudBrowser(site)
  reporters = { first: browser(), second: browser(), third: browser(), fourth: browser() }
})
afterAll(async () => {
  stopListening()
  await site.stop()
})

const answers = () => Object.values(reporters).flatMap(browser => browser.answers)
const cookies = () => Object.values(reporters).flatMap(browser => browser.seenCookies)

/** Sends what no page would, as itself. */
const send = (browser: Client, path: string, body: Buffer | string, type = form) =>
  fetch(site.publicUrl + path, {
    method: 'POST',
    redirect: 'manual',
    headers: { ...headers, Cookie: cookieOf(browser), 'Content-Type': type },
    body,
  })
const cookieOf = ({ cookies: held }: Client) =>
  [...held].map(([name, value]) => `${name}=${value}`).join('; ')
const form = 'application/x-www-form-urlencoded'

const provoke = async (browser: Client): Promise<void> => {
  const { inAddress, broken } = typed
  const lost = encodeURIComponent(inAddress)
  expect((await browser.open(`/${lost}?q=${lost}`)).status).toBe(404)
  expect((await browser.open(`/report?type=${lost}`)).status).toBe(200)
  expect((await browser.open(`/%ff${lost}`)).status).toBe(400)
  expect((await browser.send('/report/what', { text: broken })).status).toBe(403)
  const huge = await send(browser, '/report/what', `text=${broken}${'长'.repeat(800_000)}`)
  expect(huge.status).toBe(413)
  const foreign = Buffer.concat([Buffer.from('text='), toGb18030(broken)])
  expect((await send(browser, '/report/what', foreign)).status).toBe(400)
  const halves = Buffer.from(`text=${encodeURIComponent(broken)}%e4%bd`)
  expect((await send(browser, '/report/what', halves)).status).toBe(400)
  expect((await send(browser, '/follow', `{"code":"${broken}"}`, 'application/json')).status).toBe(
    403,
  )
}

/** The tables under the page are gone, or the whole database is. */
const breakDatabase = async (code: string): Promise<void> => {
  const { third: browser, fourth: writer } = reporters
  const follow = await comeBack(browser, code)
  const start = await startReport(writer)
  await site.tables.raw('ALTER TABLE messages RENAME TO messages_away')
  await site.tables.raw('ALTER TABLE drafts RENAME TO drafts_away')
  const reply = { form: '.jb-reply' }
  expect((await browser.submit(follow, { body: typed.broken }, reply)).status).toBe(500)
  const target = { choice: 'typed', name: typed.broken, about_body: 'no' }
  expect((await writer.submit(start, target, { button: '保存并继续' })).status).toBe(500)
  await site.tables.raw('ALTER TABLE messages_away RENAME TO messages')
  await site.tables.raw('ALTER TABLE drafts_away RENAME TO drafts')

  const admin = openKnex(testServer().ownerUrl, 1)
  const { name } = site.database
  await admin.raw('ALTER DATABASE ?? WITH ALLOW_CONNECTIONS false', [name])
  await admin.raw('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?', [
    name,
  ])
  const late = new URLSearchParams({ code, unsent: typed.broken }).toString()
  const gone = await send(browser, '/follow', late)
  expect(gone.status).toBe(503)
  await admin.raw('ALTER DATABASE ?? WITH ALLOW_CONNECTIONS true', [name])
  await admin.destroy()
}

/** A film that breaks off half-way: what lies on the disk at that moment, and afterwards. */
const breakOff = async (browser: Client): Promise<Haystack[]> => {
  await startReport(browser)
  const page = await browser.open('/report/subject')
  const token = page.$('main form [name=_csrf]').attr('value') ?? ''
  const part = (head: string) => `--cut\r\nContent-Disposition: form-data; ${head}\r\n\r\n`
  const film = Buffer.concat([mp4OfSize(300_000), Buffer.from(typed.half.repeat(2000))])
  const body = Buffer.concat([
    Buffer.from(`${part('name="_csrf"')}${token}\r\n${part('name="once"')}${randomUUID()}\r\n`),
    Buffer.from(part(`name="files"; filename="${typed.fileName}.mp4"`)),
    film,
  ])
  const asked = plainRequest(`${site.publicUrl}/report/evidence`, {
    method: 'POST',
    headers: {
      ...headers,
      Cookie: cookieOf(browser),
      'Content-Type': 'multipart/form-data; boundary=cut',
      'Content-Length': body.length + 200_000,
    },
  })
  asked.on('error', () => undefined)
  asked.write(body)
  await pause(600)
  const during = [...dumpFolder(site.dataDir), ...dumpTemporary(began)]
  asked.destroy()
  await pause(300)
  return during
}

/** Not a letter of it in clear, in whatever writing. */
const canaries = () => ({ ...said, ...typed, ...codes })
const groups = (code: string) => code.match(/\d{4}/g)?.join(' ') ?? ''

it('lets a reporter meet every page and every refusal', async () => {
  const { first, second, third } = reporters
  for (const path of ['/', '/how', '/safety', '/safety/insider', '/privacy', '/accessibility'])
    expect((await first.open(path)).status).toBe(200)

  const named = readReceipt(await reportNamed(first))
  expect((await first.submit(named.page, { tail: '00' })).status).toBe(422)
  await first.submit(named.page, { tail: named.code.slice(-4) })
  const claim = readReceipt(await reportWithClaim(second))
  await refuseCase(site, intake, await lastCaseId(site))
  Object.assign(codes, { named: named.code, claim: claim.code })
  Object.assign(codes, { namedInGroups: groups(named.code), claimInGroups: groups(claim.code) })
  expect(named.code).toMatch(/^\d{24}$/)

  await provoke(first)
  await followLoudly(site, third, named.code)
  await followOnLoudly(site, third, claim.code)
  await breakDatabase(claim.code)
  const statuses = new Set(answers().map(({ status }) => status))
  for (const status of [200, 400, 403, 404, 422, 500]) expect(statuses).toContain(status)
  expect(await site.tables('reports')).toHaveLength(2)
  // What is put aside must be as sealed as what is sent.
  expect(await site.tables('drafts')).not.toHaveLength(0)
})

it('leaves no film that broke off, neither while it comes nor afterwards', async () => {
  const blobs = () => dumpFolder(`${site.dataDir}/blobs`).length
  const before = blobs()
  const during = await breakOff(reporters.fourth)

  expect(findTraces(during, canaries())).toEqual([])
  expect(blobs()).toBe(before)
})

it('finds what it looks for, where it is', () => {
  const bytes = Buffer.from(`x${toGb18030(typed.text).toString('base64')}`)
  const found = findTraces([{ place: 'here', bytes }], { text: typed.text })
  expect(found).toContain('text (gb18030 base64) in here')
})

it('leaves nothing of it in any table, session or blob', async () => {
  const tables = await dumpTables(site)
  expect(tables.length).toBeGreaterThan(40)
  expect(findTraces(tables, { seen: '示范市医疗保障局' })).not.toEqual([])

  expect(findTraces(tables, canaries())).toEqual([])
  expect(findTraces(dumpFolder(site.dataDir), canaries())).toEqual([])
})

it('leaves nothing of it in a log, on the terminal or in temporary files', () => {
  const logs = [...site.logLines, ...printed].join('')
  expect(site.logLines.length).toBeGreaterThan(50)
  expect(logs).not.toContain('127.0.0.1')
  const places = [{ place: 'log', bytes: Buffer.from(logs) }, ...dumpTemporary(began)]

  expect(findTraces(places, canaries())).toEqual([])
})

it('puts nothing of it into an address: redirects, links, forms, pictures', () => {
  const addresses = answers().flatMap(({ $, steps }) => [
    ...steps.slice(1).map(({ path }) => path),
    ...$('[href], [action], [src], [formaction]')
      .map((_, found) => ['href', 'action', 'src', 'formaction'].map(name => $(found).attr(name)))
      .get(),
  ])
  const places = [{ place: 'address', bytes: Buffer.from(addresses.join('\n')) }]

  expect(addresses.length).toBeGreaterThan(500)
  expect(findTraces(places, canaries())).toEqual([])
})

it('puts nothing of it into a cookie', () => {
  const held = [
    ...cookies(),
    ...cookies().map(text => Buffer.from(text, 'base64').toString('latin1')),
  ]
  const places = [{ place: 'cookie', bytes: Buffer.from(held.join('\n'), 'latin1') }]

  expect(cookies().length).toBeGreaterThan(100)
  expect(findTraces(places, canaries())).toEqual([])
})

it('writes the day into the reporters’ log, and no hour', () => {
  const lines = site.logLines.map(line => JSON.parse(line) as Record<string, unknown>)
  const own = lines.filter(({ side }) => side === 'reporter')

  expect(own.length).toBeGreaterThan(50)
  for (const { level, ...line } of own) {
    expect(level).toBeGreaterThan(0)
    expect(line['on']).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(JSON.stringify(line)).not.toMatch(/T\d\d:\d\d|\d\d:\d\d:\d\d|"time"|"at":"|\d{13}/)
  }
})
