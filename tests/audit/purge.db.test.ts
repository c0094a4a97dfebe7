import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { auditHeadsCommand, auditPurgeCommand, auditVerifyCommand } from '../../src/audit'
import { monthsBefore } from '../../src/audit/purge.rules'
import { asDay } from '../../src/platform/clock'
import { openDatabase, openKnex } from '../../src/platform/db/database'
import type { Actor } from '../../src/vocabulary/actor'
import type { CaseId, OrganisationId, ReportId } from '../../src/vocabulary/ids'
import { moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
let own: OrganisationId
let folder: string
let said: string[]
const say = (line: string) => void said.push(line)
const caseId = randomUUID() as CaseId
const system = { side: 'system' } as const
const reporter: Actor = { side: 'reporter', reportId: randomUUID() as ReportId }

const write = (day: string, count: number, actor: Actor = system) => {
  site.clock.set(`${day}T02:00:00Z`)
  const done = Array.from({ length: count }, () => ({
    ...{ deed: 'case.opened' as const, caseId, organisationId: own },
  }))
  return site.house.db.inTransaction(tx => site.house.audit.recordMany(tx, actor, done))
}

beforeEach(async () => {
  said = []
  folder = mkdtempSync(path.join(os.tmpdir(), 'mingshao-purge-'))
  site = await openSite({ now: '2026-01-05T01:00:00Z' })
  own = (await moveIn(site)).own.id
  await write('2026-01-10', 4)
  await write('2026-01-10', 3, reporter)
  await write('2026-05-22', 2)
  await write('2026-05-23', 2)
  await write('2026-11-23', 1)
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await site.stop()
})

const purge = (before: string, url = site.database.ownerUrl) =>
  auditPurgeCommand.run(site.house, ['--before', before], say, () => openDatabase(url))
const rows = () => site.tables('audit_entries').orderBy(['chain', 'seq'])
const rowsOf = (deed: string) => site.tables('audit_entries').where({ deed })
const verify = (...args: string[]) => auditVerifyCommand.run(site.house, args, say)
const chain = () => `${own}:staff`

it('counts months back to the same date, or to the last day', () => {
  expect(monthsBefore(asDay('2026-11-23'), 6)).toBe('2026-05-23')
  expect(monthsBefore(asDay('2026-08-31'), 6)).toBe('2026-02-28')
  expect(monthsBefore(asDay('2028-08-31'), 6)).toBe('2028-02-29')
  expect(monthsBefore(asDay('2026-03-01'), 6)).toBe('2025-09-01')
})

it('takes the old beginning of every chain, and the rest still proves itself', async () => {
  const before = await rows()
  expect(await purge('2026-05-23')).toBe(0)

  const left = await rows()
  const older = left.filter(({ on_day }: { on_day: string }) => on_day < '2026-05-23')
  expect(older).toEqual([])
  expect(left.length).toBeLessThan(before.length)
  expect(await rowsOf('record.purged')).toHaveLength(
    (await site.tables('audit_checkpoints')).length,
  )
  expect(await verify()).toBe(0)
  expect(said.join()).toContain('操作记录完整')

  // It goes on, is purged again later, and every change to the rest is still told.
  await write('2026-12-01', 2)
  expect(await verify()).toBe(0)
  site.clock.set('2027-01-05T01:00:00Z')
  expect(await purge('2026-07-01')).toBe(0)
  expect(await verify()).toBe(0)
  const { seq } = await site
    .tables('audit_entries')
    .where({ chain: chain() })
    .orderBy('seq')
    .first<{ seq: number }>('seq')
  await site.tables('audit_entries').where({ chain: chain(), seq }).delete()
  expect(await verify()).toBe(1)
  expect(said.at(-1)).toContain(`第 ${seq} 条，这一条不见了`)
})

it.each(['2026-05-24', '2026-11-23', '2030-01-01'])(
  'refuses %s, names the last day that may be given, and writes that down',
  async day => {
    const before = await rows()
    expect(await purge(day)).toBe(1)
    expect(said.join()).toContain('至少保存 6 个月，最晚可以写 --before 2026-05-23')
    expect(await rowsOf('record.purge-refused')).toMatchObject([{ ground: `too-young ${day}` }])
    expect(await rows()).toHaveLength(before.length + 1)
    expect(await site.tables('audit_checkpoints')).toEqual([])
  },
)

it('goes by the law of the book', async () => {
  await site
    .tables('law_entries')
    .where({ code: 'record.keep-months' })
    .update({ data: JSON.stringify({ name: '操作记录至少保存', value: 9, unit: '个月' }) })
  site.clock.pass(2)
  expect(await purge('2026-05-23')).toBe(1)
  expect(said.join()).toContain('至少保存 9 个月')
})

it('takes no row from a record that is not whole: a broken beginning would be washed away', async () => {
  await site.tables('audit_entries').where({ chain: chain(), seq: 2 }).update({ ground: 'x' })
  const before = await rows()
  expect(await purge('2026-05-23')).toBe(1)
  expect(said.join()).toContain('没有清理任何一条')
  expect(await rowsOf('record.purge-refused')).toMatchObject([{ ground: 'changed' }])
  expect(await rows()).toHaveLength(before.length + 1)
})

it('stops at the first younger row, wherever older ones stand behind it', async () => {
  await write('2026-03-01', 3)
  site.clock.set('2026-11-23T03:00:00Z')
  expect(await purge('2026-05-23')).toBe(0)
  expect(await site.tables('audit_entries').where({ on_day: '2026-03-01' })).toHaveLength(3)
  expect(await verify()).toBe(0)
})

it('is nothing that the application role could do', async () => {
  const before = await rows()
  await expect(purge('2026-05-23', site.database.url)).rejects.toThrow(/permission denied/)
  expect(await rows()).toEqual(before)
  expect(await site.tables('audit_checkpoints')).toEqual([])
  const application = openKnex(site.database.url, 1)
  try {
    await expect(application('audit_checkpoints').select('*')).resolves.toEqual([])
    for (const statement of [
      `insert into audit_checkpoints values ('x', 1, '', '2026-01-01', '2026-01-01', '')`,
      'update audit_checkpoints set seq = 2',
      'delete from audit_checkpoints',
      'truncate audit_checkpoints',
    ])
      await expect(application.raw(statement)).rejects.toThrow(/permission denied/)
  } finally {
    await application.destroy()
  }
  const noOwner = await auditPurgeCommand.run(
    site.house,
    ['--before', '2026-05-23'],
    say,
    undefined,
  )
  expect(noOwner).toBe(2)
  expect(said.join()).toContain('DATABASE_OWNER_URL')
})

it.each([[[]], [['--before']], [['--before', '去年']], [['--before', '2026-02-30']]])(
  'asks for a day: %j',
  async args => {
    expect(await auditPurgeCommand.run(site.house, args, say, undefined)).toBe(2)
    expect(said.join()).toContain('用法')
  },
)

describe('a checkpoint', () => {
  let file: string
  beforeEach(async () => {
    file = path.join(folder, 'heads.json')
    await auditHeadsCommand.run(site.house, [file], say)
    await purge('2026-05-23')
  })

  it('is believed only under the signature of the installation', async () => {
    await site
      .tables('audit_checkpoints')
      .where({ chain: chain() })
      .update({ before_day: '2026-06-01' })
    expect(await verify()).toBe(1)
    expect(said.at(-1)).toContain('签名对不上')
  })

  it('lets nobody put rows back before it', async () => {
    const row = await site
      .tables('audit_entries')
      .where({ chain: chain() })
      .orderBy('seq')
      .first<Record<string, unknown>>()
    const application = openKnex(site.database.url, 1)
    await application('audit_entries').insert({ ...row, seq: 1 })
    await application.destroy()
    expect(await verify()).toBe(1)
    expect(said.at(-1)).toContain('第 1 条，这一条早已按期清理')
  })

  it('agrees with heads that were exported before the purge', async () => {
    expect(await verify('--head', file)).toBe(0)
    await site.tables('audit_entries').where({ chain: chain() }).delete()
    expect(await verify('--head', file)).toBe(1)
  })
})

describe('audit verify', () => {
  it('refuses a head file that is none of ours, and writes that down', async () => {
    const file = path.join(folder, 'heads.json')
    writeFileSync(file, JSON.stringify({ day: '2026-11-23', heads: [], mac: 'AAAA' }))
    expect(await verify('--head', file)).toBe(1)
    expect(said.at(-1)).toContain('不是本系统导出的，或者被改过')
    expect(await rowsOf('record.verified')).toMatchObject([{ ground: 'head-file-broken' }])
    writeFileSync(file, 'x')
    expect(await verify('--head', file)).toBe(1)
    expect(await verify('--head', path.join(folder, 'nowhere'))).toBe(2)
    expect(await rowsOf('record.verified')).toHaveLength(2)
  })
})

it('outlives the case: its rows stay when the case is deleted, and the chain holds', async () => {
  const held = await site.tables('audit_entries').where({ case_id: caseId })
  expect(held.length).toBeGreaterThan(5)
  const { rows: references } = await site.tables.raw<{ rows: unknown[] }>(
    `select conname from pg_constraint where contype = 'f' and conrelid = 'audit_entries'::regclass`,
  )
  expect(references).toEqual([])
  await site.tables('cases').where({ id: caseId }).delete()
  expect(await site.tables('audit_entries').where({ case_id: caseId })).toHaveLength(held.length)
  expect(await verify()).toBe(0)
})
