import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { comeBack } from '../support/following'
import { hire } from '../support/people'
import { autosave, putAside, resumeBy } from '../support/putting-aside'
import { lastCaseId, refuseCase } from '../support/refusing'
import { readReceipt, sendReport } from '../support/reporting'
import type { Site } from '../support/site'
import { answerAllSteps, openStory, type Story } from '../support/story'
import { reporterBrowser } from '../support/visitors'
import { walkTo } from '../support/wizard'

let site: Site
/** Codes of reports that were not accepted: an officer's deed, which has its hour. */
const refused: string[] = []
let files: Story['files']

beforeAll(async () => {
  const story = await openStory({ now: '2026-11-22T03:06:07.891Z' })
  site = story.site
  const [above] = await site
    .tables('organisations')
    .where({ level: 'province' })
    .pluck<OrganisationId[]>('id')
  if (above !== undefined) await hire(site, above, ['supervision'])
  for (let one = 0; one < 3; one += 1) {
    refused.push((await sendReport(reporterBrowser(site))).code)
    await refuseCase(site, story.staff.intake, await lastCaseId(site))
  }
  files = story.files
})
afterAll(() => site.stop())

type Column = { readonly table: string; readonly column: string; readonly type: string }

const columns = async (): Promise<Column[]> => {
  const { rows } = await site.tables.raw<{ rows: Column[] }>(
    `SELECT c.table_name AS table, c.column_name AS column, c.data_type AS type
     FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
     WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.table_name NOT LIKE 'knex%'`,
  )
  return rows
}

type Row = Readonly<Record<string, unknown>>
const rowsOf = async (): Promise<Map<string, Row[]>> => {
  const tables = new Set((await columns()).map(({ table }) => table))
  const found = new Map<string, Row[]>()
  for (const table of tables) found.set(table, await site.tables<Row>(table))
  return found
}

/** What came to be, or was changed, while the reporter was here. */
const writtenDuring = async (visit: () => Promise<void>) => {
  const before = await rowsOf()
  await visit()
  const after = await rowsOf()
  return new Map(
    [...after].map(([table, rows]) => {
      const known = new Set(before.get(table)?.map(row => JSON.stringify(row)))
      return [table, rows.filter(row => !known.has(JSON.stringify(row)))]
    }),
  )
}

/** To a report that was not accepted before: a name, a withdrawal, an objection, a call for protection. */
const everythingAfterwards = async (): Promise<void> => {
  const browser = reporterBrowser(site)
  await comeBack(browser, refused.pop() ?? '')
  const send = async (path: string, words: Readonly<Record<string, string>>) => {
    await browser.submit(await browser.open(path), words, { form: `form[action="${path}"]` })
  }
  const who = { name: '王小明', phone: '13800138000', id_number: '11010519491231002X' }
  await send('/follow/identity', { ...who, delivery: 'platform' })
  await send('/follow/withdraw', { change: 'report-withdrawn' })
  await send('/follow/objection', { text: '照片里有时间' })
  await send('/follow/retaliation', { text: '不让我上班', when: '2026 11 20', shared: 'yes' })
  await browser.open('/follow/case')
}

const everythingAReporterDoes = async (): Promise<void> => {
  const browser = reporterBrowser(site)
  const home = await browser.open('/')
  const check = await answerAllSteps(browser, home, files)
  const { page, code } = readReceipt(
    await browser.submit(check, { truth: 'yes' }, { button: '提交举报' }),
  )
  await browser.submit(page, { tail: code.slice(-4) })
  const other = reporterBrowser(site)
  const follow = await comeBack(other, code)
  await other.submit(follow, { body: '还有一句' }, { form: '.jb-reply' })
  const more = await other.open('/follow/evidence')
  await other.submit(more, { files: files.rota }, { button: '交给办案人员' })
  await everythingAfterwards()
  // One that is put aside, and gone on with elsewhere.
  const fourth = reporterBrowser(site)
  const aside = await putAside(fourth, await walkTo(fourth, 'named'), { name: '王小' })
  const fifth = reporterBrowser(site)
  await autosave(fifth, await resumeBy(fifth, aside.code), { name: '王小明' })
  // Another draft, left lying.
  const third = reporterBrowser(site)
  await answerAllSteps(third, await third.open('/'), files)
}

const HOUR = 3_600_000
const isMoment = (type: string) => type.startsWith('time')
const uuid = /[\da-f]{8}-[\da-f]{4}-([\da-f])[\da-f]{3}-[\da-f]{4}-[\da-f]{12}/g

/** A day is well known; its hour would be written as a time, or as seconds or milliseconds since 1970. */
const looksLikeAMoment = (value: unknown): boolean => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (/\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text)) return true
  return [...text.matchAll(/(?<![\w-])\d{10,13}(?![\w-])/g)].some(([digits]) => {
    const number = Number(digits) * (digits.length > 11 ? 1 : 1000)
    return Math.abs(number - site.clock.now().getTime()) < 400 * 24 * HOUR
  })
}

it('writes the day and nothing finer: every column that a reporter’s request fills', async () => {
  const written = await writtenDuring(everythingAReporterDoes)
  const all = await columns()
  const values = all.flatMap(({ table, column, type }) =>
    (written.get(table) ?? [])
      .map(row => row[column])
      .filter(value => value !== null && value !== undefined)
      .map(value => ({ name: `${table}.${column}`, type, value })),
  )
  expect(written.get('reports')).toHaveLength(1)
  expect(written.get('drafts')).toHaveLength(2)
  expect(written.get('messages')).toHaveLength(2)
  expect(written.get('report_amendments')).toHaveLength(2)
  expect(written.get('appeals')).toHaveLength(2)
  // The new report's, and the one to which a name was given.
  expect(written.get('report_identities')).toHaveLength(2)
  expect(written.get('evidence_files')?.length).toBeGreaterThan(6)

  // The list: a new column with a time in it is seen here. Sessions end on the full hour, marks tell it.
  const moments = values.filter(({ type }) => isMoment(type))
  expect([...new Set(moments.map(({ name }) => name))].sort()).toEqual([
    'notice_marks.due_at',
    'sessions.expires_at',
  ])
  for (const { value } of moments) expect((value as Date).getTime() % HOUR).toBe(0)

  const finer = values
    .filter(({ type, value }) => !isMoment(type) && !Buffer.isBuffer(value))
    .filter(({ value }) => looksLikeAMoment(value))
  expect(finer).toEqual([])
})

it('makes no job: the queue writes down the microsecond', async () => {
  const jobs = () => site.tables('graphile_worker._private_jobs')
  await everythingAReporterDoes()

  expect(await jobs()).toEqual([])
  expect(await site.tables('outbox')).toEqual([])
})

it('writes random ids: none that tells when it was made', async () => {
  const written = await writtenDuring(everythingAReporterDoes)
  const versions = [...written.values()]
    .flat()
    .flatMap(row => Object.values(row))
    .filter(value => typeof value === 'string')
    .flatMap(value => [...value.matchAll(uuid)].map(([, version]) => version))

  expect(versions.length).toBeGreaterThan(20)
  expect(new Set(versions)).toEqual(new Set(['4']))
})

it('stores files under the midnight of their day, in Shanghai', () => {
  const blobs = path.join(site.dataDir, 'blobs')
  const times = readdirSync(blobs, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => statSync(path.join(entry.parentPath, entry.name)).mtime.toISOString())

  expect(times.length).toBeGreaterThan(6)
  expect(new Set(times)).toEqual(new Set(['2026-11-21T16:00:00.000Z']))
})
