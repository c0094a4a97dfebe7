import { parse } from 'csv-parse/sync'
import readXlsxFile from 'read-excel-file/node'
import { createBatchJobs } from '../../src/batches'
import { createClient, type Answer, type Client } from '../support/client'
import { codeOf, hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

const why = '月度调度会要核对全部线索的销号情况，按会议要求导出'
let site: Site
let officer: Officer
let browser: Client

/** Three clues of a list: one of them is older than its clock, one is closed. */
const arrive = async (): Promise<string[]> => {
  await site.house.db.inTransaction(site.house.tickets.announce)
  const rows = ['甲药店,=HYPERLINK("http://x")', '乙药店,刷卡换购食品', '丙药店,虚开发票套取']
  const content = Buffer.from(
    `机构名称,疑点说明\n${rows.map(row => row.replace(/"/g, '""').replace(/,(.*)$/, ',"$1"')).join('\n')}\n`,
  )
  const mapped = await browser.submit(await browser.open('/staff/import'), {
    source: 'inspection',
    files: { name: '清单.csv', content, type: 'text/csv' },
  })
  const preview = await browser.submit(mapped)
  await browser.submit(preview, {}, { form: 'form[action$="/run"]' })
  const [batch] = await site.tables('batches').select<{ id: string }[]>('id')
  await createBatchJobs(site.house).tasks['batch.run']?.({ id: batch?.id, turn: 'a' })
  return site.tables('cases').orderBy('arrival').pluck('id')
}

let ids: string[]
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['principal'])
  browser = await signIn(site, officer)
  ids = await arrive()
  await site.tables('cases').where({ id: ids[0] }).update({ next_due_on: '2026-11-20' })
  await site
    .tables('cases')
    .where({ id: ids[2] })
    .update({ state: 'refused', outcome: 'refused', is_open: false, closed_on: '2026-11-23' })
})
afterAll(() => site.stop())

const fetchFile = async (path: string): Promise<Buffer> => {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await fetch(`${site.staffUrl}${path}`, { headers: { cookie } })
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}
const rowsOf = ({ $ }: Answer): number => $('[data-test=row]').length

it('shows every clue with its totals; filters, chosen columns and kept layouts', async () => {
  const all = await browser.open('/staff/ledger')
  expect(rowsOf(all)).toBe(3)
  expect(all.$('tfoot').text()).toContain('共 3 件，已销号 1 件，未销号 2 件，其中超期 1 件')
  // Days that no calendar has, and what is no address at all.
  for (const query of [
    'from=2026-02-31',
    'until=0000-01-01',
    'after=2026-02-31.1',
    'from=a&from=b&after=1',
  ])
    expect(rowsOf(await browser.open(`/staff/ledger?${query}`))).toBe(3)
  const late = await browser.open('/staff/ledger?standing=overdue&cols=number&cols=due')
  expect([rowsOf(late), late.$('thead th').length]).toEqual([1, 3])
  const kept = await browser.submit(late, { name: '超期的' }, { form: 'form[action$="/layouts"]' })
  const again = await browser.click(kept, '超期的')
  expect([rowsOf(again), again.$('thead th').length]).toEqual([1, 3])
  // Sealed; the same name again is the same layout; beyond the limit it says what to do.
  const layouts = () => site.tables('ledger_layouts')
  expect(JSON.stringify(await layouts())).not.toContain('超期')
  const save = (name: string) =>
    browser.submit(late, { name }, { form: 'form[action$="/layouts"]' })
  await save('超期的')
  expect(await layouts()).toHaveLength(1)
  for (let n = 2; n <= 20; n += 1) await save(`格式 ${n}`)
  const full = await save('第二十一个')
  expect([full.status, full.$('#name-error').text()]).toEqual([
    422,
    expect.stringContaining('最多存 20 个'),
  ])
  expect(await layouts()).toHaveLength(20)
})

it('says why a clue was not closed in time, by whom and by when, sealed under the key of the case', async () => {
  const page = await browser.click(await browser.open('/staff/ledger'), '填原因')
  const empty = await browser.submit(page, { reason: '', until: '2026-11-01' })
  expect([empty.status, empty.$('#reason-error').text(), empty.$('#until-error').text()]).toEqual([
    422,
    expect.stringContaining('请写未按时销号的原因'),
    expect.stringContaining('新的期限要晚于今天'),
  ])
  await browser.submit(page, {
    reason: '等待医院补交发票原件',
    person: officer.actor.id,
    until: '2026-12-15',
  })
  const list = await browser.open('/staff/ledger')
  expect(list.$('[data-test=row]').text()).toContain('等待医院补交发票原件')
  expect(JSON.stringify(await site.tables('unclosed_reasons'))).not.toContain('发票')
})

it.each(['xlsx', 'csv'])(
  'is taken out as %s with a reason and a fresh code, and says whose it is',
  async format => {
    site.clock.pass(2)
    const page = await browser.click(await browser.open('/staff/ledger'), '导出')
    const wrong = await browser.submit(page, { reason: why, format, otp: '000000' })
    expect([wrong.status, wrong.$('#reason').val()]).toEqual([422, why])
    site.clock.pass(2)
    const made = await browser.submit(page, { reason: why, format, otp: codeOf(site, officer) })
    expect(made.path).toMatch(/^\/staff\/ledger\/exports\//)
    const file = await fetchFile(`${made.path}/file`)
    const cells =
      format === 'csv'
        ? (parse(file, { bom: true, relax_column_count: true }) as unknown as unknown[][])
        : ((await readXlsxFile(file))[0]?.data ?? [])
    expect(cells).toHaveLength(6)
    expect(cells[1]?.[0]).toBe('线索编号')
    for (const row of cells.slice(2, 5))
      expect(String(row.at(-1))).toContain(officer.actor.displayName)
    expect(cells.flat()).toContain('等待医院补交发票原件')
    expect(cells.at(-1)?.[0]).toBe('到此为止，共 3 件')
  },
)

it('is taken out by month when there is too much at once', async () => {
  await site
    .tables('law_entries')
    .where({ kind: 'limit', code: 'ledger.export-rows' })
    .update({ data: JSON.stringify({ name: '一次最多导出', value: 2, unit: '件' }) })
  // The law book is read anew after a while.
  site.clock.pass(5)
  const page = await browser.open('/staff/ledger/export?from=2026-10-01&until=2026-11-23')
  expect(page.text).toContain('一次最多导出 2 件，这样筛选的比这多。请按月分开导')
  expect(
    page
      .$('main li a')
      .toArray()
      .map(one => page.$(one).text()),
  ).toEqual(['2026-10', '2026-11'])
})

it('becomes a clearing report for Word: found, cleared, and each item that is left with its reason', async () => {
  const { ZipReader, Uint8ArrayReader, TextWriter } = await import('@zip.js/zip.js')
  const asked = await browser.open('/staff/ledger/report?from=2026-11-01&until=2026-11-30')
  const mute = await browser.submit(asked, { reason: '', otp: codeOf(site, officer) })
  expect([mute.status, mute.$('#reason-error').text()]).toEqual([
    422,
    expect.stringContaining('请写理由'),
  ])
  const wrong = await browser.submit(mute, { reason: why, otp: '000000' })
  expect([
    wrong.status,
    wrong.$('#reason').val(),
    await site.tables('audit_entries').where({ deed: 'ledger.reported' }),
  ]).toEqual([422, why, []])
  site.clock.pass(1)
  const made = await browser.submit(wrong, { otp: codeOf(site, officer) })
  // Sent twice it is the same report, whatever the code.
  const again = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  expect((await again.submit(wrong, { otp: '000000' })).path).toBe(made.path)
  expect(made.text).toContain('清零报告可以取了')
  expect(await site.tables('audit_entries').where({ deed: 'ledger.reported' })).toHaveLength(1)
  expect(JSON.stringify(await site.tables('audit_entries'))).not.toContain('调度会')
  const stranger = await signIn(site, await hire(site, officer.actor.organisationId, ['principal']))
  expect((await stranger.open(`${made.path}/file`)).status).toBe(404)
  const docx = await fetchFile(`${made.path}/file`)
  const entries = await new ZipReader(new Uint8ArrayReader(docx)).getEntries()
  const body = entries.find(({ filename }) => filename === 'word/document.xml')
  if (body === undefined || body.directory) throw new Error('no document')
  const text = (await body.getData(new TextWriter(), { useWebWorkers: false })).replace(
    /<[^>]+>/g,
    '',
  )
  expect(text).toContain('共发现线索 3 件，已销号 1 件，未销号 2 件，其中超过办理期限 1 件')
  expect(text).toContain('等待医院补交发票原件')
  expect(text).toContain('2026-12-15')
})
