import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createAuditJobs, createChecks } from '../../src/audit'
import { startWorker } from '../../src/platform/jobs/worker'
import { createLog } from '../../src/platform/log'
import type { CaseId, OrganisationId } from '../../src/vocabulary/ids'
import { moveIn } from '../support/people'
import { openSite, type Site } from '../support/site'

let site: Site
let own: OrganisationId
let chain: string
const system = { side: 'system' } as const

beforeEach(async () => {
  site = await openSite({ now: '2026-11-23T01:00:00Z' })
  own = (await moveIn(site)).own.id
  chain = `${own}:staff`
})
afterEach(() => site.stop())

const write = (count: number) => {
  const { db, audit } = site.house
  const done = Array.from({ length: count }, () => ({
    deed: 'case.opened' as const,
    caseId: randomUUID() as CaseId,
    organisationId: own,
  }))
  return db.inTransaction(tx => audit.recordMany(tx, system, done))
}

const ask = (whole: boolean) => {
  site.clock.pass(1)
  return site.house.db.inTransaction(tx => site.house.checks.ask(tx, { actor: system }, whole))
}
const last = async () => {
  const [check] = await site.house.db.inTransaction(tx => site.house.checks.list(tx, 1))
  if (check === undefined) throw new Error('no check')
  return check
}
const finish = async () => {
  for (let tries = 0; tries < 50; tries += 1) {
    const { id, endedAt } = await last()
    if (endedAt !== undefined) break
    await site.house.checks.work(id)
  }
  return last()
}
const stateOf = async (of = chain) => {
  const states = await site.house.db.inTransaction(tx => site.house.checks.states(tx))
  return states.find(one => one.chain === of)
}
const found = () => site.tables('audit_entries').where({ deed: 'record.fault-found' })
const tamper = (seq: number, change: object = { ground: 'x' }) =>
  site.tables('audit_entries').where({ chain, seq }).update(change)

it('goes on from where the last one ended, and says how far it has come', async () => {
  await write(2500)
  await ask(true)
  const { id, total } = await last()
  expect(total).toBe((await stateOf())?.reached)
  expect(await finish()).toMatchObject({ id, whole: true, done: total, faults: 0 })
  expect(await stateOf()).toMatchObject({ verified: total, fault: undefined })

  await write(3)
  await ask(false)
  expect(await finish()).toMatchObject({ whole: false, total: 3, done: 3, faults: 0 })
  expect(await stateOf()).toMatchObject({ verified: total + 3, reached: total + 3 })
})

it('has one check at a time; whoever asks meanwhile lets that one go on', async () => {
  await write(1)
  expect(await ask(true)).toBe(true)
  expect(await ask(false)).toBe(false)
  expect(await site.tables('audit_checks')).toHaveLength(1)
  expect(await site.tables('graphile_worker._private_jobs')).not.toHaveLength(0)
})

it('goes on where it was after the process that walked was killed', async () => {
  await write(4500)
  await ask(true)
  const { id } = await last()
  const { db } = site.house
  // The work of a process that died after its third batch: its own transaction did not commit any more.
  let batches = 0
  const dying = {
    ...db,
    inTransaction: <T>(work: Parameters<typeof db.inTransaction<T>>[0]) => {
      batches += 1
      if (batches > 3) return Promise.reject(new Error('killed'))
      return db.inTransaction(work)
    },
  }
  const doomed = createChecks({ ...site.house, db: dying })
  await expect(doomed.work(id)).rejects.toThrow('killed')
  const halfway = await last()
  expect(halfway.done).toBeGreaterThan(1000)
  expect(halfway.endedAt).toBeUndefined()

  const log = createLog({ times: 'exact', destination: { write: () => undefined } })
  const deps = { databaseUrl: site.database.url, db, log, beatMs: 200 }
  const worker = await startWorker(deps, { ...createAuditJobs(site.house), cron: [] })
  const end = Date.now() + 120_000
  while ((await last()).endedAt === undefined && Date.now() < end)
    await new Promise(resolve => setTimeout(resolve, 50))
  await worker.stop()
  const { done, total, faults } = await last()
  expect({ done, faults }).toEqual({ done: total, faults: 0 })
})

it('names the first bad entry, goes on with the other chains, and writes it down once', async () => {
  await write(1500)
  await tamper(1200)
  await ask(true)
  expect(await finish()).toMatchObject({ faults: 1 })
  expect(await stateOf()).toMatchObject({
    verified: 1199,
    fault: { chain, seq: 1200, fault: 'changed' },
  })
  expect(await found()).toMatchObject([{ chain, subject: '1200', ground: 'changed staff' }])

  // Not behind the bad one, and not told a second time.
  await ask(false)
  expect(await finish()).toMatchObject({ faults: 1 })
  expect(await found()).toHaveLength(1)
})

it('sees in the weekly one what was changed behind the last', async () => {
  await write(10)
  await ask(true)
  await finish()
  await tamper(4)
  await ask(false)
  expect(await finish()).toMatchObject({ faults: 0 })
  await ask(true)
  expect(await finish()).toMatchObject({ faults: 1 })
})

it('tells a chain that was cut back together with its head, and one that is gone', async () => {
  await write(20)
  await ask(true)
  await finish()
  const { reached = 0 } = (await stateOf()) ?? {}
  await site
    .tables('audit_entries')
    .where({ chain })
    .where('seq', '>', reached - 5)
    .delete()
  const { hash } = await site
    .tables('audit_entries')
    .where({ chain, seq: reached - 5 })
    .first<{ hash: Buffer }>('hash')
  await site
    .tables('audit_heads')
    .where({ chain })
    .update({ seq: reached - 5, hash })
  await ask(false)
  expect(await finish()).toMatchObject({ faults: 1 })
  expect((await stateOf())?.fault).toEqual({ chain, seq: reached - 4, fault: 'truncated' })

  await site.tables('audit_entries').where({ chain }).delete()
  await site.tables('audit_heads').where({ chain }).delete()
  await ask(false)
  await finish()
  expect((await stateOf())?.fault).toEqual({ chain, seq: 1, fault: 'truncated' })
})

it('believes no mark of progress that the installation did not sign', async () => {
  await write(30)
  await ask(true)
  await finish()
  await tamper(7)
  const head = await site
    .tables('audit_heads')
    .where({ chain })
    .first<{ seq: number; hash: Buffer }>('seq', 'hash')
  await site
    .tables('audit_verified')
    .where({ chain })
    .update({ ...head, mac: Buffer.alloc(34) })
  await ask(false)
  expect(await finish()).toMatchObject({ faults: 1 })
})

it('a removed head of a body whose record takes nothing any more ends the check all the same', async () => {
  await write(5)
  await site.tables('audit_heads').where({ chain }).delete()
  await ask(true)
  expect(await finish()).toMatchObject({ faults: 1 })
  expect((await stateOf())?.fault).toEqual({ chain, seq: 1, fault: 'head-changed' })
  expect(await found()).toHaveLength(0)
})

it('asks daily by itself, from the beginning once a week, and keeps the heads of each day', async () => {
  const { dataDir } = site
  const jobs = createAuditJobs(site.house)
  const daily = () => jobs.tasks['record.daily']?.({})
  const kept = () => readdirSync(`${dataDir}/audit-heads`)
  await daily()
  expect(kept()).toEqual(['heads-2026-11-23.json'])
  const file = `${dataDir}/audit-heads/heads-2026-11-23.json`
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(statSync(`${dataDir}/audit-heads`).mode & 0o777).toBe(0o700)
  const first = readFileSync(file, 'utf8')
  expect(await finish()).toMatchObject({ whole: true })
  await write(1)
  await daily()
  expect(readFileSync(file, 'utf8')).toBe(first)
  expect(await site.tables('audit_checks')).toHaveLength(1)

  for (const [day, whole] of [
    ['2026-11-24', false],
    ['2026-11-29', false],
    ['2026-11-30', true],
  ] as const) {
    site.clock.set(`${day}T01:00:00Z`)
    await daily()
    expect(await finish()).toMatchObject({ whole })
  }
  expect(kept()).toHaveLength(4)
  const heads: unknown = JSON.parse(first)
  expect(await site.house.keeping.verify(heads)).toMatchObject({ ok: true })
})
