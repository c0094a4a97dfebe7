import readXlsxFile from 'read-excel-file/node'
import { createBatchJobs } from '../../src/batches'
import { createClient, type Answer, type Client } from '../support/client'
import { hire, moveIn, type Officer } from '../support/people'
import { openSite, type Site } from '../support/site'
import { signIn } from '../support/visitors'

let site: Site
let officer: Officer
let browser: Client
beforeAll(async () => {
  site = await openSite({ now: '2026-11-23T02:00:00Z' })
  const { own } = await moveIn(site)
  officer = await hire(site, own.id, ['intake'])
  await site.house.db.inTransaction(tx =>
    site.house.registry.importAll(tx, [
      {
        ...{ code: 'H33010000001', name: '示范市第一医院', kind: '综合医院' },
        ...{ regionCode: '330102', address: '路 1 号' },
      },
    ]),
  )
  await site.house.db.inTransaction(site.house.tickets.announce)
  browser = await signIn(site, officer)
})
afterAll(() => site.stop())

const head = '机构名称,疑点说明,发生日期,涉及金额（元）,风险等级,线索编号'
const csv = (...rows: string[]): Buffer => Buffer.from([head, ...rows, ''].join('\n'))
const file = (content: Buffer, name = '线索.csv') => ({ name, content, type: 'text/csv' })

const bring = async (content: Buffer, name?: string): Promise<Answer> =>
  browser.submit(await browser.open('/staff/import'), {
    source: 'monitoring',
    files: file(content, name),
  })

const run = async (): Promise<void> => {
  const { tasks } = createBatchJobs(site.house)
  const [batch] = await site
    .tables('batches')
    .where({ state: 'running' })
    .select<{ id: string }[]>('id')
  if (batch === undefined) throw new Error('nothing runs')
  await tasks['batch.run']?.({ id: batch.id, turn: 'a' })
}
const cases = () => site.tables('cases').orderBy('arrival')
const errorOf = ({ $ }: Answer): string => $('#files-error').text().trim()

it('a list becomes cases: columns found by their names, rows looked at first, each made once', async () => {
  const mapped = await bring(
    csv(
      '示范市第一医院,住院三天没有床位记录却收了床位费,2026/9/12,"1,200.50",高,JK-001',
      '无名诊所,重复收取检查费用,20260901,300,低,JK-002',
      ',没有写机构,2026-09-01,1,中,JK-003',
      '某某药店,串换药品刷卡,2026-13-01,1,中,JK-004',
      '无名诊所,重复收取检查费用,2026-09-01,300,低,JK-002',
      '某某药店,串换药品刷卡,2026-09-01,1,特高,JK-006',
    ),
  )
  expect(mapped.path).toMatch(/^\/staff\/import\/[\da-f-]{36}$/)
  expect(mapped.$('#target option:selected').text()).toBe('机构名称')
  const preview = await browser.submit(mapped)
  expect(
    preview
      .$('[data-test=problem]')
      .toArray()
      .map(row => preview.$(row).text().replace(/\s+/g, ' ').trim()),
  ).toEqual([
    '4没有写机构或对象名称不导入',
    '5发生时间读不出来，写成 2026-09-12 这样，不能晚于今天不导入',
    '6和第 3 行相同不导入',
    '7风险等级写高、中或者低不导入',
  ])
  expect(await cases()).toHaveLength(0)

  const running = await browser.submit(preview, {}, { form: 'form[action$="/run"]' })
  expect(running.text).toContain('过了 0 行')
  // Two at once, and once more: each row is one case.
  await Promise.all([run(), run()])
  const again = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  await again.submit(preview, {}, { form: 'form[action$="/run"]' })

  const made = (await cases()) as {
    id: string
    source: string
    risk: string
    next_due_on: string
  }[]
  expect(made.map(({ source, risk, next_due_on: due }) => [source, risk, due > '2026'])).toEqual([
    ['monitoring', 'high', true],
    ['monitoring', 'low', true],
  ])
  const done = await browser.open(running.path)
  expect(done.text).toContain('导入完毕')
  expect(done.text).toContain('2 件')
  const opened = await browser.open(`/staff/cases/${made[0]?.id ?? ''}`)
  expect(opened.text).toContain('示范市第一医院')
  // High risk stands beside the name in the queue.
  const queued = await browser.open('/staff/queue')
  const marked = queued.$('.st-mark--warn:contains("高风险")').closest('tr')
  expect([marked.length, marked.text()]).toEqual([1, expect.stringContaining('示范市第一医院')])
  // What could not be imported comes back as a sheet, with the reasons; nothing of it stands in clear.
  const errors = await fetch(`${site.staffUrl}${running.path}/errors`, {
    headers: { cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
  })
  const [sheet] = await readXlsxFile(Buffer.from(await errors.arrayBuffer()))
  expect(sheet?.data[2]?.slice(0, 3)).toEqual([4, '没有写机构或对象名称', null])
  const stored = JSON.stringify([
    await site.tables('batches'),
    await site.tables('batch_parts'),
    await site.tables('batch_mappings'),
    await site.tables('audit_entries'),
  ])
  expect(stored).not.toContain('床位')
  expect(stored).not.toContain('无名诊所')
  expect(await site.tables('job_tickets')).toHaveLength(0)
})

it('is found again: the same file, and nearly the same words about the same place', async () => {
  const same = await bring(
    csv(
      '示范市第一医院,住院三天没有床位记录却收了床位费,2026/9/12,"1,200.50",高,JK-001',
      '无名诊所,重复收取检查费用,20260901,300,低,JK-002',
      ',没有写机构,2026-09-01,1,中,JK-003',
      '某某药店,串换药品刷卡,2026-13-01,1,中,JK-004',
      '无名诊所,重复收取检查费用,2026-09-01,300,低,JK-002',
      '某某药店,串换药品刷卡,2026-09-01,1,特高,JK-006',
    ),
  )
  expect([same.status, errorOf(same)]).toEqual([
    422,
    expect.stringContaining('已经导入过，建了 2 件'),
  ])

  const other = await browser.submit(
    await bring(csv('示范市第一医院,住院三天没有床位记录却收了床位费,2026/9/12,1200.5,高,JK-001')),
  )
  expect(other.text).toContain('可能重复：同一机构已有文字几乎相同的线索')
  await browser.submit(other, {}, { form: 'form[action$="/run"]' })
  await run()
  expect(await cases()).toHaveLength(2)
})

it('goes on where it stopped, when the one who brought it looks, after the worker died with its key', async () => {
  const preview = await browser.submit(
    await bring(csv('甲药店,刷卡换购食品,,,,', '乙药店,刷卡换购食品,,,,')),
  )
  const running = await browser.submit(preview, {}, { form: 'form[action$="/run"]' })
  const [{ id }] = (await site.tables('batches').where({ state: 'running' })) as [{ id: string }]
  // Killed after the first row, and its key is gone with it.
  await site.tables('batches').where({ id }).update({ reached: 2, done: 1, created: 1 })
  await site.tables('worker_keys').delete()
  await run()
  expect(await site.tables('batches').where({ id }).first()).toMatchObject({ state: 'waiting' })
  await site.house.db.inTransaction(site.house.tickets.announce)

  await browser.open(running.path)
  await run()

  expect(await site.tables('batches').where({ id }).first()).toMatchObject({
    state: 'done',
    created: 2,
  })
  expect(await cases()).toHaveLength(3)
})

it('goes no further once whoever began it has lost the duty, and goes on with the duty', async () => {
  const before = (await cases()).length
  const preview = await browser.submit(
    await bring(csv('丙药店,刷卡换购食品,,,,', '丁药店,刷卡换购食品,,,,')),
  )
  const running = await browser.submit(preview, {}, { form: 'form[action$="/run"]' })
  const duty = { staff_id: officer.actor.id, duty: 'intake' }
  await site.tables('staff_duties').where(duty).delete()
  await run()
  expect(await cases()).toHaveLength(before)
  expect(await site.tables('batches').where({ state: 'running' })).toEqual([])
  expect(await site.tables('job_tickets')).toEqual([])

  await site.tables('staff_duties').insert(duty)
  await browser.open(running.path)
  await run()
  expect(await cases()).toHaveLength(before + 2)
})

it('is begun once, though the same file was brought twice before; and ends when its file is gone', async () => {
  const content = csv('丙药店,刷卡换购日用品,,,,', '丁药店,刷卡换购日用品,,,,')
  const [one, other] = [await bring(content), await bring(content, '又一份.csv')]
  const [first, second] = [await browser.submit(one), await browser.submit(other)]
  const begin = { form: 'form[action$="/run"]' }
  const again = createClient({ url: site.staffUrl })
  for (const [name, value] of browser.cookies) again.cookies.set(name, value)
  const answers = await Promise.all([
    browser.submit(first, {}, begin),
    again.submit(second, {}, begin),
  ])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  expect(answers.find(({ status }) => status === 409)?.text).toContain('本单位已经导入过')

  const [{ id }] = (await site.tables('batches').where({ state: 'running' })) as [{ id: string }]
  // Nobody looked for longer than it is kept: one row was imported, the rest is gone.
  await site.tables('batches').where({ id }).update({ reached: 2, done: 1, created: 1 })
  await site.tables('job_tickets').delete()
  await site.tables('batch_parts').where({ batch_id: id }).delete()
  const late = await browser.open(`/staff/import/${id}`)
  expect(late.text).toContain('只导入了一部分')
  expect(late.text).not.toContain('导入完毕')
})

it('refuses what is no list, names the header that is missing, and keeps nothing of it', async () => {
  const before = await site.tables('batches')
  expect(errorOf(await bring(Buffer.from('d0cf11e0a1b11ae1', 'hex'), '旧.xls'))).toContain(
    '另存为 .xlsx',
  )
  expect(errorOf(await bring(Buffer.from(`${head}\n${'甲,乙,,,,\n'.repeat(50_001)}`)))).toContain(
    '一次最多 50,000 行，这个表格更多，一行也没有导入。请分成几个文件，分几次导入',
  )
  expect(await site.tables('batches')).toHaveLength(before.length)
  const wrong = await bring(Buffer.from('编号,单位名称\n1,甲\n'))
  expect(wrong.text).toContain('表头里没有找到：线索情况')
  const still = await browser.submit(wrong)
  expect(still.status).toBe(422)
  expect(still.$('#text-error').text()).toContain('表格里没有“线索情况”这一列')
})

it('is nobody else’s: a colleague finds no such page', async () => {
  const [{ id }] = (await site.tables('batches').limit(1)) as [{ id: string }]
  const other = await hire(site, officer.actor.organisationId, ['principal'])
  const colleague = await signIn(site, other)
  for (const path of [`/staff/import/${id}`, `/staff/import/${id}/errors`])
    expect((await colleague.open(path)).status).toBe(404)
})
