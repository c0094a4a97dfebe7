import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { OrganisationId } from '../../src/vocabulary/ids'
import { jpegWithGps } from '../support/fixtures'
import { hire, moveIn, type Officer } from '../support/people'
import { lastCaseId } from '../support/refusing'
import { fillReport, sendReport } from '../support/reporting'
import { hitsOf, searchFor } from '../support/searching'
import { openSite, type Site } from '../support/site'
import { reporterBrowser, signIn } from '../support/visitors'

// A journey is a dozen pages; the machine may be busy.
let site: Site
let own: OrganisationId
let clerk: Officer

beforeAll(async () => {
  site = await openSite({ now: '2026-11-22T03:06:07Z' })
  own = (await moveIn(site)).own.id
  clerk = await hire(site, own, ['intake'])
  await hire(site, own, ['identity'])
})
afterAll(() => site.stop())

const canary = (word: string) => `CANARY${word}鸦`
const wish = {
  identity: 'named',
  subject: { choice: 'typed', name: canary('TARGET'), about_body: 'no' },
  named: {
    name: canary('NAME'),
    phone: '13800138000',
    id_type: 'id-card',
    id_number: '11010519491231002X',
    delivery: 'post',
    address: canary('ADDRESS'),
  },
  type: {
    behaviours: ['A1'],
    department: canary('DEPARTMENT'),
    trace_code: '81234567890123456789',
    bill_number: canary('BILL'),
  },
  what: {
    text: canary('TEXT'),
    when: canary('WHEN'),
    period: canary('PERIOD'),
    amount: '98765432',
  },
  relation: { relation: 'staff', hide: canary('HIDE'), told_before: canary('TOLD') },
} as const

const headers = {
  'user-agent': canary('AGENT').replace('鸦', ''),
  referer: 'http://canary-referrer.example/',
  'x-forwarded-for': '203.0.113.77',
}

const needles = [
  'CANARY',
  '13800138000',
  '11010519491231002',
  '81234567890123456789',
  '98765432',
  'canary-referrer',
  '203.0.113.77',
  '三楼病房',
  '领奖的口令很长很长',
]

/** Everything that lies in the database, as text; bytes also as text, hex and base64. */
const dump = async (): Promise<string> => {
  const tables = await site
    .tables('information_schema.tables')
    .where({ table_schema: 'public', table_type: 'BASE TABLE' })
    .select<{ table_name: string }[]>('table_name')
  const parts: string[] = []
  for (const { table_name } of tables) {
    const rows: Record<string, unknown>[] = await site.tables(table_name)
    for (const row of rows) {
      for (const value of Object.values(row))
        parts.push(Buffer.isBuffer(value) ? value.toString('utf8') : JSON.stringify(value ?? ''))
    }
  }
  return parts.join('\n')
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))

const spelled = (needle: string): string[] => [
  needle,
  Buffer.from(needle).toString('hex'),
  Buffer.from(needle).toString('base64').replace(/=+$/, '').slice(0, -1),
  encodeURIComponent(needle),
]

const findIn = (text: string, extra: readonly string[] = []): string[] =>
  [...needles, ...extra].filter(needle => spelled(needle).some(form => text.includes(form)))

it('leaves nothing that was written, nor the code, in database, blobs or log', async () => {
  const files = [{ name: `三楼病房${canary('FILE')}.jpg`, content: await jpegWithGps() }]
  const { code } = await sendReport(reporterBrowser(site, headers), { ...wish, files })
  const claim = { identity: 'anon-claim', claimWord: '领奖的口令很长很长' } as const
  await sendReport(reporterBrowser(site, headers), claim)
  // A draft that is still being written lies as sealed as a report.
  await fillReport(reporterBrowser(site, headers), { ...wish, files })

  expect(await site.tables('reports')).toHaveLength(2)
  expect(await site.tables('drafts')).toHaveLength(1)
  const lying = await dump()
  expect(lying).toContain('示范市医疗保障局')
  expect(findIn(lying, [code])).toEqual([])
  expect(findIn(site.logLines.join('\n'), [code])).toEqual([])
  const blobs = filesBelow(path.join(site.dataDir, 'blobs'))
  expect(blobs.length).toBeGreaterThan(1)
  expect(findIn(blobs.map(file => readFileSync(file, 'latin1')).join('\n'), [code])).toEqual([])
  expect(blobs.join('\n')).not.toMatch(/CANARY|三楼/)
})

it('leaves no moment of the day either: days, and session ends on the hour', async () => {
  await sendReport(reporterBrowser(site), wish)
  const columns = await site
    .tables('information_schema.columns')
    .where({ table_schema: 'public' })
    .whereIn('data_type', ['timestamp with time zone', 'timestamp without time zone'])
    .select<{ table_name: string; column_name: string }[]>('table_name', 'column_name')
  const byReporters = [
    ...['cases', 'case_seals', 'reports', 'report_identities', 'identity_seals', 'evidence_files'],
    ...['drafts', 'messages', 'deadlines'],
  ]
  const written = columns.filter(({ table_name }) => byReporters.includes(table_name))
  const moments = await Promise.all(
    written.map(async ({ table_name, column_name }) =>
      site.tables(table_name).whereNotNull(column_name).pluck<unknown[]>(column_name),
    ),
  )
  expect(moments.flat()).toEqual([])
  const sessions = await site.tables('sessions').select<{ expires_at: Date }[]>('expires_at')
  for (const { expires_at } of sessions) expect(expires_at.getTime() % 3_600_000).toBe(0)
  const deeds = await site
    .tables('audit_entries')
    .where('chain', 'like', '%:reporter')
    .select<{ deed: string; at: Date | null; on_day: string }[]>('deed', 'at', 'on_day')
  expect(deeds.map(({ deed }) => deed)).toContain('case.received')
  expect(deeds.every(({ at }) => at === null)).toBe(true)
})

it('gives the identity to the identity desk and the reporter, to nobody else', async () => {
  const rows = await site
    .tables('identity_seals as s')
    .leftJoin('desks as d', 'd.id', 's.recipient_id')
    .select<{ recipient_kind: string; kind: string | null }[]>('s.recipient_kind', 'd.kind')
  expect(new Set(rows.map(({ recipient_kind, kind }) => kind ?? recipient_kind))).toEqual(
    new Set(['identity', 'reporter']),
  )
})

it('seals the case key to intake and reporter only, and the verifier of the claim word to the reporter', async () => {
  const rows = await site
    .tables('case_seals as s')
    .leftJoin('desks as d', 'd.id', 's.recipient_id')
    .select<{ recipient_kind: string; kind: string | null }[]>('s.recipient_kind', 'd.kind')
  expect(new Set(rows.map(({ recipient_kind, kind }) => kind ?? recipient_kind))).toEqual(
    new Set(['intake', 'reporter']),
  )
  const claims = await site.tables('reports').pluck<(Buffer | null)[]>('sealed_claim')
  expect(new Set(claims.map(claim => claim?.length)).size).toBe(1)
})

it('costs as many seals with one officer as with a crowd', async () => {
  const seals = async () => {
    const counts = ['case_seals', 'identity_seals'].map(
      async table => (await site.tables(table)).length,
    )
    return Promise.all(counts)
  }
  const costOf = async () => {
    const before = await seals()
    await sendReport(reporterBrowser(site))
    return (await seals()).map((now, at) => now - (before[at] ?? 0))
  }
  const few = await costOf()
  for (const duty of ['intake', 'intake', 'identity', 'handler', 'handler'] as const) {
    const fresh = await hire(site, own, [duty])
    const { db, desks } = site.house
    if (duty === 'intake')
      await db.inTransaction(tx => desks.confirm(tx, clerk.actor, clerk.keys, fresh.actor.id))
  }
  expect([few, await costOf()]).toEqual([
    [2, 2],
    [2, 2],
  ])
})

it('is found by what it says, and not by who its reporter is', async () => {
  await sendReport(reporterBrowser(site), { identity: 'named', named: wish.named })
  const officer = await signIn(site, clerk)
  await officer.open(`/staff/cases/${await lastCaseId(site)}`)
  expect(hitsOf(await searchFor(officer, '三楼病房空着'))).not.toEqual([])
  for (const words of [wish.named.name, wish.named.address, wish.named.phone])
    expect(hitsOf(await searchFor(officer, words))).toEqual([])
})
