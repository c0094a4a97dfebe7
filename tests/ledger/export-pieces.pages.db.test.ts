import { parse } from 'csv-parse/sync'
import { storeCase } from '../support/cases'
import { codeOf, hire, moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn, type SignedIn } from '../support/visitors'

const why = '月度调度会要核对全部线索的销号情况，按会议要求导出'

let site: Site
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
})
afterAll(() => site.stop())

/** As many more of the last clue, by copying its row: nobody holds their keys, and the list says so. */
const copyLast = async (caseId: string, times: number): Promise<void> => {
  const { rows } = await site.tables.raw<{ rows: { column_name: string }[] }>(
    "SELECT column_name FROM information_schema.columns WHERE table_name = 'cases' AND is_generated = 'NEVER'",
  )
  const own: Readonly<Record<string, string>> = {
    ...{ id: 'gen_random_uuid()', serial: 'serial + n' },
    arrival: `nextval(pg_get_serial_sequence('cases', 'arrival'))`,
  }
  const names = rows.map(({ column_name }) => column_name)
  await site.tables.raw(
    `INSERT INTO cases (${names.join()}) OVERRIDING SYSTEM VALUE
     SELECT ${names.map(name => own[name] ?? name).join()}
     FROM cases, generate_series(1, ?) AS n WHERE id = ?`,
    [times, caseId],
  )
}

const download = async (who: SignedIn, path: string): Promise<Buffer> => {
  const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${site.staffUrl}${path}`, { headers: { cookie } })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

it('of many clues is made piece by piece, goes on after any stop, and is nobody else’s', async () => {
  const { own } = await moveIn(site)
  const officer = await hire(site, own.id, ['principal'])
  const { caseId } = await storeCase(site, own.id)
  await copyLast(caseId, 2_600)
  const first = await signIn(site, officer)
  site.clock.pass(2)
  const page = await first.click(await first.open('/staff/ledger'), '导出')
  const typed = { reason: why, format: 'csv', otp: codeOf(site, officer) }
  const made = await first.submit(page, typed)
  // Where it was made the first look has moved it on; the file is not there before it is whole.
  expect(made.$('[role=status]').text()).toContain('整理了 2,000 件，共 2,601 件')
  expect(made.$('meta[http-equiv=refresh]').attr('content')).toContain(made.path)
  const row = await site.tables('ledger_exports').first<object>('*')
  expect(row).toMatchObject({ parts: 4, collected: 2000, complete: false })
  const parts = await site.tables('ledger_export_parts').pluck<Buffer[]>('sealed')
  expect(parts.some(sealed => sealed.includes('线索') || sealed.includes('见案卷'))).toBe(false)
  const stranger = await signIn(site, await hire(site, own.id, ['principal']))
  for (const path of [made.path, `${made.path}/file`])
    expect((await stranger.open(path)).status).toBe(404)

  // Who has lost the duty meanwhile neither goes on with it nor fetches it, and is told so.
  const duty = { staff_id: officer.actor.id }
  await site.tables('staff_duties').where(duty).update({ duty: 'handler' })
  for (const path of [made.path, `${made.path}/file`]) {
    const barred = await first.open(path)
    expect([barred.status, barred.$('main').text()]).toEqual([403, expect.stringContaining('您')])
  }
  expect(await site.tables('ledger_exports').pluck('collected')).toEqual([2000])
  await site.tables('staff_duties').where(duty).update({ duty: 'principal' })

  // Whoever asked comes back in another session; two windows at once share what is left.
  site.clock.pass(2)
  const later = await signIn(site, officer)
  await Promise.all([later.open(made.path), later.open(made.path)])
  expect((await later.open(made.path)).text).toContain('下载文件')
  const file = await download(later, `${made.path}/file`)
  const cells = parse(file, { bom: true, relax_column_count: true })
  expect(cells.at(-1)?.[0]).toBe('到此为止，共 2601 件')
  expect(new Set(cells.slice(2, -1).map(([number]) => number)).size).toBe(2_601)
  expect(await site.tables('audit_entries').where({ deed: 'ledger.fetched' })).toHaveLength(1)
  site.clock.pass(24 * 60 + 1)
  await site.house.db.inTransaction(site.house.clueLedger.sweep)
  expect(await site.tables('ledger_export_parts')).toEqual([])
})
