import type { Answer, Client } from '../support/client'
import { jpegWithGps } from '../support/fixtures'
import { comeBack } from '../support/following'
import { loudBrowser, said, typed, type LoudBrowser } from '../support/loud-reporter'
import { behindProxy, setLimit } from '../support/networks'
import type { How, Typed } from '../support/page-form'
import { hire, moveIn } from '../support/people'
import { autosave, putAside } from '../support/putting-aside'
import { readReceipt } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { dumpFolder, dumpTables, dumpTemporary, findTraces } from '../support/traces'
import { go, walkTo } from '../support/wizard'

// Promise 2 where it is hardest to keep: whoever is slowed down is counted by an address, and his page is
// drawn again with all that he had typed.
const budgets = ['forms', 'code-tries', 'drafts', 'submissions', 'messages', 'uploads']
// A limit is a whole number; with this factor the smallest allows nothing at all.
const throttleTimes = 0.001
const plenty = 6_000_000
const began = Date.now()

let site: Site
let reporters: Record<'first' | 'second' | 'third', LoudBrowser>
const codes: Record<string, string> = {}
const slowedAt = new Set<string>()

beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T03:02:00Z', config: { ...behindProxy, throttleTimes } })
  const { own, above } = await moveIn(site)
  await hire(site, above.id, ['supervision'])
  await hire(site, own.id, ['intake'])
  await hire(site, own.id, ['identity'])
  for (const limit of ['requests', 'at-once', 'waiting', 'upload-megabytes'])
    await setLimit(site, `throttle.${limit}`, plenty)
  reporters = { first: loudBrowser(site), second: loudBrowser(site), third: loudBrowser(site) }
})
afterAll(() => site.stop())

/** Limits are read again after half a minute. */
const allow = async (times: number): Promise<void> => {
  for (const budget of budgets) await setLimit(site, `throttle.${budget}`, times)
  site.clock.pass(0.6)
}

const slowed = async (sent: () => Promise<Answer>): Promise<Answer> => {
  await allow(1)
  const answer = await sent()
  expect([answer.path, answer.status]).toEqual([answer.path, 429])
  slowedAt.add(answer.path)
  await allow(plenty)
  return answer
}

type Words = Readonly<Record<string, Typed>>

/** Too often once, then taken as the page drew it again: what was typed is in it. */
const insist = async (browser: Client, on: Answer, words: Words, how: How): Promise<Answer> => {
  const drawn = await slowed(() => browser.submit(on, words, how))
  const files = 'files' in words ? { files: words['files'] } : {}
  return browser.submit(drawn, files, how)
}

const send = { button: '提交举报' }
const photo = async () => ({ name: `${typed.fileName}.jpg`, content: await jpegWithGps() })

const reportSlowly = async (browser: Client): Promise<Answer> => {
  const start = await browser.open('/report')
  await slowed(() => browser.submit(start))
  let page = await browser.submit(start)
  const search = { form: '[data-quiet]', button: '查找' }
  await slowed(() => browser.submit(page, { q: typed.search }, search))
  const target = { choice: 'typed', name: typed.target, about_body: 'no' }
  page = await insist(browser, page, target, go)
  page = await insist(browser, page, { identity: 'named' }, go)
  const { name, phone, address, idNumber: id_number } = typed
  const who = { name, phone, address, id_number, id_type: 'passport', delivery: 'post' }
  page = await insist(browser, page, who, go)
  const { department, bill: bill_number } = typed
  page = await insist(browser, page, { behaviours: ['A1'], department, bill_number }, go)
  page = await insist(browser, page, { text: typed.text, when: typed.when }, go)
  page = await insist(browser, page, { files: [await photo()] }, { button: '上传' })
  const note = page.$('[name^="note["]').first().attr('name') ?? ''
  page = await insist(browser, page, { [note]: typed.note }, { button: '保存说明' })
  page = await browser.submit(page, {}, go)
  const { hide, toldBefore: told_before } = typed
  page = await insist(browser, page, { relation: 'staff', hide, told_before }, go)
  await slowed(() => browser.submit(page, { truth: 'yes' }, send))
  return browser.submit(page, { truth: 'yes' }, send)
}

const putAsideSlowly = async (browser: Client, other: Client): Promise<void> => {
  const word = { word: typed.claimWord, word2: typed.claimWord }
  const page = await walkTo(browser, 'claim-word')
  await slowed(() => browser.submit(page, word, go))
  const what = await browser.submit(await browser.submit(page, word, go), { unsure: 'yes' }, go)
  await slowed(() => autosave(browser, what, { text: typed.unsent }))
  const { code } = await putAside(browser, what, { text: typed.broken })
  codes['resume'] = code
  codes['resumeInGroups'] = code.match(/\d{4}/g)?.join(' ') ?? ''
  const entry = await other.open('/report/resume')
  await slowed(() => other.submit(entry, { code }))
}

const followSlowly = async (browser: Client, code: string): Promise<void> => {
  await slowed(() => comeBack(browser, code))
  const page = await comeBack(browser, code)
  const sent = await insist(browser, page, { body: typed.message }, { form: '.jb-reply' })
  const hand = { button: '交给' }
  const more = await browser.click(sent, '附上文件')
  await insist(browser, more, { body: typed.supplement, files: [await photo()] }, hand)
  const call = { form: 'form[action="/follow/retaliation"]' }
  const hurt = { text: typed.hurt, when: typed.hurtWhen, reach: typed.reach }
  await insist(browser, await browser.open('/follow/retaliation'), hurt, call)
  const back = { form: 'form[action="/follow/withdraw"]' }
  const withdraw = await browser.open('/follow/withdraw')
  await insist(browser, withdraw, { change: 'contact-withdrawn' }, back)
}

/** The doors that nobody's typing goes through: asked for all the same, with words in their fields. */
const knockAtTheOthers = async (browser: Client): Promise<void> => {
  const page = await browser.open('/follow/case')
  const _csrf = page.$('[name=_csrf]').first().attr('value') ?? ''
  const others = site.doors.reporter.filter(
    ({ method, path }) => method === 'post' && !slowedAt.has(path),
  )
  await allow(1)
  for (const { path } of others) {
    const { status } = await browser.send(path, { _csrf, tail: typed.broken, size: typed.unsent })
    expect([path, status]).toEqual([path, 429])
    slowedAt.add(path)
  }
  await allow(plenty)
}

const answers = () => Object.values(reporters).flatMap(browser => browser.answers)
const canaries = () => ({
  ...said,
  ...typed,
  ...codes,
  counted: said.forwardedFor.split(', ')[1] ?? '',
  network: /[\d.]+\.(?=\d+$)/.exec(said.forwardedFor)?.[0] ?? '',
})

it('slows a reporter down at every door that takes something', async () => {
  const { first, second, third } = reporters
  const { code } = readReceipt(await reportSlowly(first))
  expect(code).toMatch(/^\d{24}$/)
  codes['report'] = code
  codes['reportInGroups'] = code.match(/\d{4}/g)?.join(' ') ?? ''
  await putAsideSlowly(second, third)
  await followSlowly(third, code)
  await knockAtTheOthers(third)

  const doors = site.doors.reporter.filter(({ method }) => method !== 'get')
  expect([...slowedAt].sort()).toEqual([...new Set(doors.map(({ path }) => path))].sort())
})

it('and at every page, when he opens too many', async () => {
  const { first } = reporters
  await setLimit(site, 'throttle.requests', 1)
  site.clock.pass(0.6)
  const lost = encodeURIComponent(typed.inAddress)
  for (const path of ['/', '/follow', '/report/what', `/${lost}?q=${lost}`])
    expect((await first.open(path)).status).toBe(429)
})

it('leaves nothing of him or his words in any table, blob or temporary file', async () => {
  const tables = await dumpTables(site)
  const counts = await site.tables('throttle_counts')

  expect(counts.length).toBeGreaterThanOrEqual(budgets.length)
  expect(findTraces(tables, { seen: '示范市医疗保障局' })).not.toEqual([])
  expect(findTraces(tables, canaries())).toEqual([])
  expect(findTraces([...dumpFolder(site.dataDir), ...dumpTemporary(began)], canaries())).toEqual([])
})

it('nor in a log, an address or a cookie', () => {
  const told = answers().filter(({ status }) => status === 429)
  const addresses = told.flatMap(({ $, steps }) => [
    ...steps.slice(1).map(({ path }) => path),
    ...$('[href], [action], [src], [formaction]')
      .map((_, found) => ['href', 'action', 'src', 'formaction'].map(name => $(found).attr(name)))
      .get(),
    $.root().find('meta[http-equiv=refresh]').attr('content') ?? '',
  ])
  const cookies = Object.values(reporters).flatMap(({ seenCookies }) => seenCookies)
  const decoded = cookies.map(text => Buffer.from(text, 'base64').toString('latin1'))
  const places = {
    log: site.logLines,
    header: told.flatMap(({ headers }) => Object.values(headers)),
    address: addresses,
    cookie: [...cookies, ...decoded],
  }

  expect(told.length).toBeGreaterThan(25)
  expect(site.logLines.filter(line => line.includes('"status":429'))).toHaveLength(told.length)
  for (const [place, lines] of Object.entries(places)) {
    const bytes = Buffer.from(lines.join('\n'), place === 'cookie' ? 'latin1' : 'utf8')
    expect(findTraces([{ place, bytes }], canaries())).toEqual([])
  }
})
