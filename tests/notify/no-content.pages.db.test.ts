import type { CaseId } from '../../src/vocabulary/ids'
import { giveCase } from '../support/cases'
import { codeOn, finish, register } from '../support/counter'
import { comeBack } from '../support/following'
import {
  followLoudly,
  loudBrowser,
  reportNamed,
  reportWithClaim,
  typed,
} from '../support/loud-reporter'
import { emailOf, openMailDay, setEmail, type MailDay } from '../support/mail-day'
import { hire } from '../support/people'
import { putAside } from '../support/putting-aside'
import { readReceipt } from '../support/reporting'
import { dumpTables, findTraces, type Haystack } from '../support/traces'
import { signIn } from '../support/visitors'
import { walkTo } from '../support/wizard'

// Promises 3 and 13, by what a real mail server was handed after a day on which everything was said.
let day: MailDay
const codes: Record<string, string> = {}
const numbers: Record<string, string> = {}

const groups = (code: string): string => code.match(/\d{4}/g)?.join(' ') ?? ''
const keep = (name: string, code: string): string => {
  expect(code).toMatch(/^(\d{16}|\d{24})$/)
  codes[name] = code
  codes[`${name} in groups`] = groups(code)
  codes[`${name} with dashes`] = groups(code).replaceAll(' ', '-')
  return code
}

beforeAll(async () => {
  day = await openMailDay()
  const keeper = await hire(day.site, day.organisationId, ['identity'], '冯保管')
  await setEmail(day.site, keeper.actor.id, emailOf(keeper))
})
afterAll(() => day.stop())

/** What an officer hears, and the code that replaces it. */
const telephone = async (): Promise<void> => {
  const officer = await signIn(day.site, day.staff.intake)
  const page = await register(officer, 'hotline', { text: typed.supplement })
  const heard = keep('heard', codeOn(page))
  await finish(officer, page)
  const holder = loudBrowser(day.site)
  await comeBack(holder, heard)
  const form = 'form[action="/follow/code"]'
  const offered = await holder.submit(await holder.open('/follow/case'), {}, { form })
  const fresh = keep('fresh', readReceipt(offered).code)
  await holder.submit(offered, { tail: fresh.slice(-4) })
  await holder.submit(
    await holder.open('/follow/case'),
    { body: typed.message },
    { form: '.jb-reply' },
  )
}

/** The case of this number goes to two handlers. */
const handOver = async (label: string): Promise<void> => {
  const { intake, wang, li } = day.staff
  const serial = Number(label.slice(-5))
  const [row] = await day.site.tables('cases').where({ serial }).select<{ id: CaseId }[]>('id')
  if (row === undefined) throw new Error(`no case ${label}`)
  await giveCase(day.site, intake, row.id, [wang, li])
}

/** The letter as it came, and every part of it as a mail program would show it. */
const read = (source: string): Haystack[] => {
  const bodies = source.split(/\r\n\r\n/).slice(1)
  const words = [...source.matchAll(/=\?utf-8\?B\?([^?]*)\?=/gi)].map(([, word = '']) => word)
  const decoded = [...bodies, ...words].map(part => Buffer.from(part, 'base64'))
  return [Buffer.from(source), ...decoded].map(bytes => ({ place: 'letter', bytes }))
}

const letters = (): Haystack[] => day.server.received.flatMap(({ source }) => read(source))

it('reports, codes, drafts, messages and calls of a day are told to intake and handlers', async () => {
  const { site, server } = day
  const named = readReceipt(await reportNamed(loudBrowser(site)))
  const claim = readReceipt(await reportWithClaim(loudBrowser(site)))
  keep('named', named.code)
  keep('claim', claim.code)
  Object.assign(numbers, { named: named.label, claim: claim.label })
  const drafting = loudBrowser(site)
  const later = await putAside(drafting, await walkTo(drafting, 'what'), { text: typed.unsent })
  keep('resume', later.code)
  await telephone()
  await followLoudly(site, loudBrowser(site), named.code)
  await handOver(claim.label)
  const holder = loudBrowser(site)
  const form = '.jb-reply'
  await holder.submit(await comeBack(holder, claim.code), { body: typed.message }, { form })
  expect(await site.tables('cases')).toHaveLength(3)
  expect(await site.tables('messages')).not.toHaveLength(0)

  await day.at('2026-11-23T03:00:00Z')
  await day.at('2026-11-23T04:00:00Z')
  await day.at('2026-11-24T02:00:00Z')
  const { intake, second, wang, li } = day.staff
  const told = new Set(server.received.map(({ to }) => to))
  expect([...told].sort()).toEqual([intake, second, wang, li].map(emailOf).sort())
})

it('the letters hold no code, however it is written', () => {
  expect(Object.keys(codes)).toHaveLength(15)
  expect(findTraces(letters(), codes)).toEqual([])
  expect(findTraces(letters(), { subject: '有新的情况' })).not.toEqual([])
})

it('nor a word, a name, a number of a case or an id of anything', async () => {
  const { site } = day
  const ids: Record<string, string> = {}
  for (const table of ['cases', 'reports', 'messages', 'evidence_files', 'organisations']) {
    const rows = await site.tables(table).select<{ id: string }[]>('id')
    rows.forEach(({ id }, at) => (ids[`${table} ${at}`] = id))
  }
  const names = {
    own: '示范市医疗保障局',
    officer: '林雨晴',
    public: site.publicUrl,
    staff: site.staffUrl,
  }

  expect(Object.keys(ids).length).toBeGreaterThan(8)
  expect(findTraces(letters(), { ...typed, ...numbers, ...ids, ...names })).toEqual([])
})

it('nor is a code in what waits to be sent, or in the log of sending', async () => {
  const { site, lines } = day
  const bytes = Buffer.from(JSON.stringify([lines, site.logLines]))
  const waiting = /outbox|notice_marks|_private_jobs/
  const tables = (await dumpTables(site)).filter(({ place }) => waiting.test(place))

  expect(await site.tables('outbox')).not.toEqual([])
  expect(tables).toHaveLength(6)
  expect(findTraces([...tables, { place: 'log', bytes }], codes)).toEqual([])
})
