import { fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { openDatabase, type Db } from '../../src/platform/db/database'
import { systemRandom } from '../../src/platform/random'
import { createCounters, type Counters } from '../../src/throttle'
import { cloneDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
let other: Db
let now: Date
const installation = { throttleKey: Buffer.alloc(32, 7) }
const count = { budget: 'code-tries', network: '4:c00002', minutes: 10 }

const counters = (db: Db = database.db, ahead = 0): Counters =>
  createCounters({
    db,
    clock: () => new Date(now.getTime() + ahead),
    random: systemRandom,
    installation,
  })

beforeAll(async () => {
  database = await cloneDatabase()
  other = openDatabase(database.url)
})
afterAll(async () => {
  await other.close()
  await database.drop()
})
beforeEach(async () => {
  now = new Date('2026-11-22T03:06:07Z')
  await database.tables.raw('TRUNCATE throttle_salts, throttle_counts')
})

const salts = () => database.tables('throttle_salts').select<{ hour: number; salt: Buffer }[]>()
const rows = () => database.tables('throttle_counts').select<{ key: Buffer; used: number }[]>()
const fileOf = async (table: string): Promise<string> => {
  const { rows: found } = await database.tables.raw<{ rows: { file: string }[] }>(
    'SELECT pg_relation_filepath(?::regclass) AS file',
    [table],
  )
  return found[0]?.file ?? ''
}

it('is exact over two processes: of 120 knocks at once, five are the first five', async () => {
  const hitter = path.join(__dirname, '../support/throttle-hitter.ts')
  const children = [1, 2].map(() =>
    fork(hitter, [database.url], { execArgv: ['--import', 'tsx'], stdio: 'inherit' }),
  )
  await Promise.all(children.map(child => once(child, 'message')))
  const told = await Promise.all(
    children.map(async child => {
      const heard = once(child, 'message') as Promise<[{ passed: number; highest: number }]>
      child.send('go')
      return (await heard)[0]
    }),
  )

  expect(told.reduce((sum, { passed }) => sum + passed, 0)).toBe(5)
  expect(Math.max(...told.map(({ highest }) => highest))).toBe(120)
  expect(await salts()).toHaveLength(1)
})

it('counts together over two nodes, apart for budget, network and window', async () => {
  const [one, two] = [counters(), counters(other)]
  expect(await one.add(count, 1)).toBe(1)
  expect(await two.add(count, 2)).toBe(3)
  expect(await one.add({ ...count, budget: 'messages' }, 1)).toBe(1)
  expect(await one.add({ ...count, network: '4:c00003' }, 1)).toBe(1)
  await two.takeBack(count, 1)
  expect(await one.add(count, 1)).toBe(3)

  now = new Date('2026-11-22T03:10:00Z')
  expect(await two.add(count, 1)).toBe(1)
})

it('tells how long the window lasts, from the full hour', () => {
  expect(counters().secondsLeft(10)).toBe(3 * 60 + 53)
  now = new Date('2026-11-22T03:59:59.500Z')
  expect(counters().secondsLeft(10)).toBe(1)
})

it('replaces the salt every hour and destroys it: the files of both tables are new ones', async () => {
  const [one, two] = [counters(), counters(other)]
  await one.add(count, 1)
  await two.add(count, 1)
  const [before] = await salts()
  const files = [await fileOf('throttle_salts'), await fileOf('throttle_counts')]
  const [old] = await rows()

  now = new Date('2026-11-22T04:00:00Z')
  await two.rotate()
  expect(await rows()).toEqual([])
  const [after] = await salts()
  expect(after?.salt.equals(before?.salt ?? Buffer.alloc(0))).toBe(false)
  expect(await fileOf('throttle_salts')).not.toBe(files[0])
  expect(await fileOf('throttle_counts')).not.toBe(files[1])

  expect(await one.add(count, 1)).toBe(1)
  expect(await two.add(count, 1)).toBe(2)
  expect(await salts()).toHaveLength(1)
  expect((await rows())[0]?.key.equals(old?.key ?? Buffer.alloc(0))).toBe(false)
})

it('makes one salt however many nodes and requests notice the new hour', async () => {
  const nodes = [counters(), counters(other), counters(), counters(other)]
  const sums = await Promise.all(
    nodes.flatMap(node => Array.from({ length: 10 }, () => node.add(count, 1))),
  )
  expect(Math.max(...sums)).toBe(40)
  expect(await salts()).toHaveLength(1)
})

it('follows a node whose clock is a little ahead, and forgets one of another day', async () => {
  now = new Date('2026-11-22T03:59:30Z')
  const [behind, ahead] = [counters(), counters(other, 60_000)]
  await behind.add(count, 1)
  await ahead.add(count, 1)
  const [taken] = await salts()
  const late = counters()
  await late.add(count, 1)
  expect(await salts()).toEqual([taken])

  await counters(other, 30 * 86_400_000).rotate()
  const [wrong] = await salts()
  await counters().rotate()
  const [right] = await salts()
  expect(right?.salt.equals(wrong?.salt ?? Buffer.alloc(0))).toBe(false)
  expect(right?.hour).toBeLessThan(wrong?.hour ?? 0)
})

it('is unlogged, tells no time, and may be emptied by the service, which may empty nothing else', async () => {
  const { rows: tables } = await database.tables.raw<{ rows: { relname: string }[] }>(
    `SELECT relname FROM pg_class WHERE relpersistence = 'u' AND relkind = 'r' ORDER BY relname`,
  )
  // Beside the throttle only who has a case open just now, which is gone within minutes and no reporter's, and wrong
  // claim words, whose rows name nobody and are sealed: tests/payouts/claim-words.db.test.ts.
  expect(tables.map(({ relname }) => relname)).toEqual([
    ...['case_viewers', 'claim_tries', 'throttle_counts', 'throttle_salts'],
  ])

  const columns = await database
    .tables('information_schema.columns')
    .where('table_name', 'like', 'throttle%')
    .orderBy(['table_name', 'column_name'])
    .select<{ column_name: string; data_type: string }[]>('column_name', 'data_type')
  expect(columns).toEqual([
    { column_name: 'key', data_type: 'bytea' },
    { column_name: 'used', data_type: 'bigint' },
    { column_name: 'hour', data_type: 'integer' },
    { column_name: 'salt', data_type: 'bytea' },
  ])
  const { rows: emptied } = await database.tables.raw<{ rows: { table: string }[] }>(
    `SELECT table_name AS table FROM information_schema.role_table_grants
     WHERE privilege_type = 'TRUNCATE' AND grantee LIKE '%\\_app' AND table_schema = 'public'
     ORDER BY 1`,
  )
  expect(new Set(emptied.map(({ table }) => table))).toEqual(
    new Set(['throttle_counts', 'throttle_salts']),
  )
})

it('gives other keys under another installation secret: the table alone tells no network', async () => {
  await counters().add(count, 1)
  await createCounters({
    db: other,
    clock: () => now,
    random: systemRandom,
    installation: { throttleKey: Buffer.alloc(32, 8) },
  }).add(count, 1)

  expect(await rows()).toHaveLength(2)
})
