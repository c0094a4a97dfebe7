import { openField, openSealedKey, type SymmetricKey } from '../../src/platform/crypto'
import columns from '../../src/vocabulary/columns.json'
import type { CaseId, ReportId } from '../../src/vocabulary/ids'
import { vouchedColumns } from '../../src/web/vouched'
import {
  answered,
  enter,
  freshCode,
  openThree,
  reportAndGive,
  signInAll,
  type Three,
} from '../release/desk-of-three'
import { call, send } from '../supervision/two-bodies'
import { reporterWrites } from '../support/cases'
import { jpegWithGps } from '../support/fixtures'
import { comeBack } from '../support/following'
import { hire, type Officer } from '../support/people'
import { sendReport } from '../support/reporting'
import type { Site } from '../support/site'
import { reporterBrowser } from '../support/visitors'

// Promise 9: after a rotation every row that a member can open opens again. Which columns are sealed is asked of
// the inventory, and every row of them is tried with what the newest keys of the desks open: nothing else.

type Row = Readonly<Record<string, unknown>>
type Place = { readonly table: string; readonly column: string }
type Pair = { readonly publicKey: Buffer; readonly privateKey: Buffer }
type Desk = { readonly id: string; readonly version: number; readonly pair: Pair }

const inventory: Readonly<
  Record<string, Readonly<Record<string, { class: string; why: string }>>>
> = columns
const sealed: readonly Place[] = Object.entries(inventory).flatMap(([table, of]) =>
  Object.entries(of).flatMap(([column, { class: kind }]) =>
    kind === 'sealed' ? [{ table, column }] : [],
  ),
)
const nameOf = ({ table, column }: Place): string => `${table}.${column}`

/** Sealed to somebody else than a desk: no rotation of a desk's key touches it. */
const notOfDesks = [
  /^drafts\./,
  /^sessions\./,
  /^staff\./,
  /^intake_sheets\./,
  /^desk_seals\./,
  /^identity_releases\./,
  // By the installation, for half an hour.
  /^claim_tries\./,
  /^reports\.(wrapped_private_key|sealed_claim)$/,
  /^appeals\.sealed_key_reporter$/,
]
const ofTheService = [
  'audit_exports.sealed_reason',
  'draws.sealed_seed',
  'oversight_samples.sealed_seed',
]
  .concat('staff.sealed_email', 'staff_relations.sealed_relation')
  .concat(
    'batch_mappings.sealed_mapping',
    'ledger_exports.sealed_reason',
    'ledger_layouts.sealed_name',
    'saved_views.sealed_name',
  )
  .sort()

let three: Three
let site: Site
let above: Officer
beforeAll(async () => {
  three = await openThree()
  site = three.site
  above = await hire(site, three.above, ['supervision'], '罗督办')
})
afterAll(() => site.stop())

const inTx: Site['house']['db']['inTransaction'] = work => site.house.db.inTransaction(work)

const withdraw = (caseId: CaseId): Promise<boolean> =>
  inTx(async tx => {
    const { amendments, cases, desks, random } = site.house
    const key = await cases.keyOf(tx, await desks.holdersOf(tx, three.clerk.keys), caseId)
    const [report] = await cases.contentsOf(tx, key, caseId)
    const reportId = report?.reportId ?? ('' as ReportId)
    const change = { caseId, key, kind: 'report-withdrawn', once: random.uuid() } as const
    return amendments.make(tx, { side: 'reporter', reportId }, change)
  })

const complain = async (code: string): Promise<void> => {
  const reporter = reporterBrowser(site)
  await comeBack(reporter, code)
  await reporter.submit(await reporter.open('/follow/retaliation'), call, send)
  const officer = await enter(site, above)
  const [id = ''] = await site.tables('appeals').pluck<string[]>('id')
  const page = await officer.open(`/staff/supervise/${id}`)
  await officer.submit(page, { body: '已经和单位谈过' }, { form: 'form[action$="/answers"]' })
  const done = { on: '2026 11 23', done: '约谈院长' }
  await officer.submit(page, done, { form: 'form[action$="/acted"]' })
}

/** One case of which every room that there was has sealed something. */
const liveThroughAll = async (): Promise<void> => {
  const sides = await signInAll(three)
  const { caseId, code } = await reportAndGive(three)
  await sendReport(reporterBrowser(site), {
    files: [{ name: '照片.jpg', content: await jpegWithGps() }],
  })
  await answered(three, sides, caseId)
  const drafts = await sides.handler.open(`/staff/cases/${caseId}/letters`)
  const letter = await sides.handler.submit(drafts, {
    ...{ title: '关于您反映事项的告知', body: '{收件人}：我们已经开始核查。' },
  })
  await sides.custodian.submit(
    await sides.custodian.open(letter.path),
    { otp: freshCode(site, three.custodian) },
    { form: `form[action="${letter.path}/merge"]` },
  )
  await reporterWrites(site, three.clerk, caseId, '我还有一张照片。')
  await withdraw(caseId)
  await complain(code)
}

const rotate = async (by: Officer, kind: string): Promise<void> => {
  const { rotation } = site.house
  const desk = (await inTx(tx => rotation.list(tx, by.actor))).find(one => one.kind === kind)
  if (desk === undefined) throw new Error(kind)
  const deskId = desk.id
  const wanted = { deskId, seen: desk.newest, ground: 'machine' }
  await inTx(tx => rotation.start(tx, by.actor, wanted))
  await rotation.reseal({ actor: by.actor, keys: by.keys }, { deskId, openDone: false })
  await inTx(tx => rotation.finish(tx, by.actor, deskId))
}

const desksOf = async ({ keys }: Officer): Promise<Desk[]> =>
  (await inTx(tx => site.house.desks.holdersOf(tx, keys))).filter(({ kind }) => kind === 'desk')

const idsIn = (row: Row): string[] =>
  Object.values(row).filter(
    value => typeof value === 'string' && /^[\da-f-]{36}$/.test(value),
  ) as string[]

const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Keys that these desks open in one column of seals; undefined for a row that they should open and cannot. */
const keysIn = async ({ table, column }: Place, desks: readonly Desk[]) => {
  const rows = await site.tables(table).select<Row[]>()
  const isOfDesk = (row: Row) => row['recipient_kind'] === 'desk' || 'desk_id' in row
  return rows.filter(isOfDesk).map(row =>
    desks
      .flatMap(desk =>
        idsIn(row).map(id => {
          const { version, id: deskId } = desk
          const place = { table, column, row: id, recipient: `desk:${deskId}`, version }
          return attempt(() => openSealedKey(desk.pair, place, row[column] as Buffer))
        }),
      )
      .find(key => key !== undefined),
  )
}

const isOpened = (keys: readonly Buffer[], { table, column }: Place, row: Row): boolean =>
  keys.some(key =>
    idsIn(row).some(id =>
      attempt(() =>
        openField(key as SymmetricKey, { table, column, row: id }, row[column] as Buffer),
      ),
    ),
  )

const isSeal = (place: Place): boolean =>
  nameOf(place).endsWith('_seals.sealed') || nameOf(place) === 'appeals.sealed_key_desk'
const isOfDesks = (place: Place): boolean =>
  !notOfDesks.some(rule => rule.test(nameOf(place))) && !ofTheService.includes(nameOf(place))

it('opens every sealed row of the inventory again when all desks have new keys', async () => {
  await liveThroughAll()
  for (const [by, kind] of [
    [three.clerk, 'intake'],
    [three.custodian, 'identity'],
    [above, 'supervision'],
  ] as const)
    await rotate(by, kind)
  const held = await Promise.all([three.clerk, three.custodian, above].map(desksOf))
  const desks = held.flat()
  expect(desks.map(({ version }) => version)).toEqual([2, 2, 2])

  const keys: Buffer[] = []
  for (const place of sealed.filter(isSeal).filter(isOfDesks)) {
    const opened = await keysIn(place, desks)
    expect([nameOf(place), opened.filter(key => key === undefined)]).toEqual([nameOf(place), []])
    keys.push(...opened.filter(key => key !== undefined))
  }
  const tried: string[] = []
  for (const place of sealed.filter(one => !isSeal(one)).filter(isOfDesks)) {
    const rows = await site.tables(place.table).whereNotNull(place.column).select<Row[]>()
    const closed = rows.filter(row => !isOpened(keys, place, row))
    expect([nameOf(place), closed.length]).toEqual([nameOf(place), 0])
    if (rows.length > 0) tried.push(nameOf(place))
  }
  expect(tried).toEqual(
    expect.arrayContaining([
      ...['cases.sealed_title', 'reports.sealed_content', 'messages.sealed_body'],
      ...[
        'report_identities.sealed',
        'identity_requests.sealed_text',
        'evidence_files.sealed_meta',
      ],
      ...['identity_letters.sealed_text', 'identity_letters.sealed_paper', 'appeals.sealed_told'],
      ...['appeals.sealed_action', 'appeal_answers.sealed_body', 'report_amendments.sealed_change'],
    ]),
  )
})

it('renews what the service seals for itself: every such column of the inventory', () => {
  const own = sealed.filter(({ table, column }) =>
    /^installation|installation secret/.test(inventory[table]?.[column]?.why ?? ''),
  )
  expect(own.map(nameOf).sort()).toEqual(ofTheService)
  const renewed = vouchedColumns.map(({ table, mac }) => `${table}.${mac}`)
  expect(ofTheService.filter(name => !renewed.includes(name))).toEqual([])
})
