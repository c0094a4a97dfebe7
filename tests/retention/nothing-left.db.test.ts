import { readdirSync } from 'node:fs'
import path from 'node:path'
import { jpegWithGps } from '../support/fixtures'
import { comeBack, errorsOf } from '../support/following'
import { hire, moveIn } from '../support/people'
import { sendReport, type Sent } from '../support/reporting'
import { openSite, type Site } from '../support/site'
import { dumpFolder, dumpTables, findTraces, type Haystack } from '../support/traces'
import { reporterBrowser, signIn } from '../support/visitors'
import { agree, refuse, TODAY, type Scene } from './closed-case'

const REPORTS = 20
const CANARIES_EACH = 10

let scene: Scene
let site: Site

beforeAll(async () => {
  site = await openSite({ now: '2024-11-20T02:00:00Z' })
  const { own } = await moveIn(site)
  const intake = await hire(site, own.id, ['intake'], '林雨晴')
  await hire(site, own.id, ['identity'], '沈保管')
  const principal = await hire(site, own.id, ['principal'], '高立群')
  const admin = await hire(site, own.id, ['security-admin'], '安建国')
  scene = { site, intake, principal, admin }
})
afterAll(() => site.stop())

/** Ten things that one reporter says or sends, none of which anybody else says. */
const canariesOf = (at: number) => {
  const word = (what: string) => `${what}金丝雀${1000 + at}`
  return {
    target: word('示范医院'),
    text: word('经过'),
    when: word('去年'),
    address: word('示范路'),
    hide: word('不能说的'),
    name: `鸣哨金丝雀${'丝雀鸣哨甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳'[at] ?? '雀'}`,
    phone: `1390000${1000 + at}`,
    idNumber: idNumberOf(at),
    file: `${word('照片')}.jpg`,
    message: word('补充'),
  }
}

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const idNumberOf = (at: number): string => {
  const digits = `11010519491231${(100 + at).toString()}`
  const sum = weights.reduce((total, weight, index) => total + weight * Number(digits[index]), 0)
  return digits + ('10X98765432'[sum % 11] ?? '')
}

const send = async (at: number): Promise<Sent> => {
  const said = canariesOf(at)
  const browser = reporterBrowser(site)
  const sent = await sendReport(browser, {
    subject: { choice: 'typed', name: said.target, about_body: 'no' },
    identity: 'named',
    named: {
      name: said.name,
      phone: said.phone,
      id_type: 'id-card',
      id_number: said.idNumber,
      delivery: 'post',
      address: said.address,
    },
    what: { text: `${said.text}。`, when: said.when },
    files: [{ name: said.file, content: await jpegWithGps() }],
    relation: { hide: said.hide },
  })
  const page = await comeBack(reporterBrowser(site), sent.code)
  expect(page.status).toBe(200)
  const again = reporterBrowser(site)
  await again.submit(
    await comeBack(again, sent.code),
    { body: said.message },
    { form: 'form[action="/follow/messages"]' },
  )
  return sent
}

type Sealed = { readonly place: string; readonly bytes: Buffer }

/** Every sealed value and key in the tables that belong to the cases, as it lies there before. */
const sealedBytes = async (): Promise<Sealed[]> => {
  const tables = ['reports', 'cases', 'case_seals', 'messages', 'report_identities']
  const found: Sealed[] = []
  for (const table of [...tables, 'identity_seals', 'evidence_files', 'case_decisions']) {
    const rows: Record<string, unknown>[] = await site.tables(table)
    const bytes = rows.flatMap(row => Object.values(row)).filter(value => Buffer.isBuffer(value))
    found.push(...bytes.map(one => ({ place: table, bytes: one })))
  }
  return found
}

const blobsLeft = () =>
  readdirSync(path.join(site.dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter(
    entry => entry.isFile(),
  )

const everything = async (): Promise<Haystack[]> => [
  ...(await dumpTables(site)),
  ...dumpFolder(path.join(site.dataDir, 'blobs')),
]

/** Ids of what was destroyed may stand in these tables alone: the record, the tombstones and the lists. */
const mayName = ['audit_entries', 'tombstones', 'retention_items']

it('leaves nothing of 20 reports with 200 canaries but tombstones and the record', async () => {
  const sent: Sent[] = []
  for (let at = 0; at < REPORTS; at += 1) sent.push(await send(at))
  const ids = [
    ...(await site.tables('cases').pluck<string[]>('id')),
    ...(await site.tables('reports').pluck<string[]>('id')),
    ...(await site.tables('evidence_files').pluck<string[]>('id')),
    ...(await site.tables('messages').pluck<string[]>('id')),
  ]
  // An officer opens each, so that whatever is made at the first opening is there too.
  const officer = await signIn(site, scene.intake)
  for (const id of await site.tables('cases').pluck<string[]>('id')) {
    expect((await officer.open(`/staff/cases/${id}`)).status).toBe(200)
    await refuse(scene, id as never)
  }
  const canaries = Object.assign(
    {},
    ...Array.from({ length: REPORTS }, (_, at) =>
      Object.fromEntries(
        Object.entries(canariesOf(at)).map(([name, value]) => [`${name} ${at}`, value]),
      ),
    ),
  ) as Record<string, string>
  expect(Object.keys(canaries)).toHaveLength(REPORTS * CANARIES_EACH)
  const sealed = await sealedBytes()
  expect(sealed.length).toBeGreaterThan(REPORTS * 15)
  expect(blobsLeft().length).toBeGreaterThanOrEqual(REPORTS)

  site.clock.set(TODAY)
  const run = await agree(scene)
  while (!(await site.house.retention.work(run)));
  await site.tables.raw('VACUUM FULL')
  const after = await everything()

  expect(findTraces(after, canaries)).toEqual([])
  const still = sealed.filter(({ bytes }) => after.some(stack => stack.bytes.includes(bytes)))
  expect(still.map(({ place }) => place)).toEqual([])
  expect(blobsLeft()).toEqual([])

  // Read from the running database: a room that keeps rows of a case and forgets to erase them fails here.
  const named = after
    .filter(({ place }) => !mayName.some(table => place.endsWith(`table ${table}`)))
    .filter(({ bytes }) => ids.some(id => bytes.includes(id)))
  expect(named.map(({ place }) => place)).toEqual([])
  expect(await site.tables('tombstones')).toHaveLength(REPORTS)

  const unknown = await comeBack(reporterBrowser(site), site.house.receipts.newCode())
  const gone = await comeBack(reporterBrowser(site), sent[0]?.code ?? '')
  expect([gone.status, errorsOf(gone)]).toEqual([unknown.status, errorsOf(unknown)])
  expect(errorsOf(gone)).toEqual(['没有找到这个查询码对应的举报'])
})

it('knows every table that hangs on a case, by the keys between tables of the running database', async () => {
  const { rows } = await site.tables.raw<{ rows: { name: string }[] }>(
    `WITH RECURSIVE hanging AS (
       SELECT 'cases'::regclass AS rel
       UNION
       SELECT c.conrelid::regclass FROM pg_constraint AS c JOIN hanging ON c.confrelid = hanging.rel
       WHERE c.contype = 'f'
     ) SELECT rel::text AS name FROM hanging ORDER BY 1`,
  )

  // A new name here has a line in src/web/erasers.ts, or goes by cascade with a table that has one.
  expect(rows.map(({ name }) => name)).toMatchInlineSnapshot(`
   [
     "appeal_answers",
     "appeal_steps",
     "appeals",
     "award_claims",
     "awards",
     "batch_rows",
     "bulk_items",
     "case_decisions",
     "case_declarations",
     "case_exclusions",
     "case_holds",
     "case_officers",
     "case_proposals",
     "case_review_answers",
     "case_reviews",
     "case_seals",
     "case_viewers",
     "cases",
     "clawbacks",
     "deadline_extensions",
     "deadline_pauses",
     "deadline_steps",
     "deadlines",
     "document_services",
     "documents",
     "draw_cases",
     "evidence_downloads",
     "evidence_files",
     "findings",
     "handing_disputes",
     "handing_seals",
     "handings",
     "identity_letter_seals",
     "identity_letters",
     "identity_releases",
     "identity_request_seals",
     "identity_requests",
     "identity_seals",
     "intake_sheets",
     "maskings",
     "measure_changes",
     "measures",
     "messages",
     "money_entries",
     "oversight_answers",
     "oversight_chases",
     "oversight_letters",
     "oversight_seals",
     "oversight_steps",
     "oversight_terms",
     "payments",
     "record_items",
     "register_entries",
     "register_steps",
     "register_versions",
     "report_amendments",
     "report_identities",
     "reports",
     "search_cases",
     "search_pairs",
     "staff_alerts",
     "transfer_files",
     "transfer_pieces",
     "transfers",
     "unclosed_reasons",
     "unmaskings",
   ]
  `)
})
