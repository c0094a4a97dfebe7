import { sql } from '../../src/platform/db/sql'
import { addJob } from '../../src/platform/jobs/jobs.repository'
import { startWorker, type JobList } from '../../src/platform/jobs/worker'
import { createLog } from '../../src/platform/log'
import { cloneDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
let lines: string[]
const workers: { readonly stop: () => Promise<void> }[] = []
beforeEach(async () => {
  database = await cloneDatabase()
  lines = []
})
afterEach(async () => {
  for (const worker of workers.splice(0)) await worker.stop()
  await database.drop()
})

const start = async (tasks: JobList['tasks']) => {
  const log = createLog({ times: 'exact', destination: { write: line => void lines.push(line) } })
  const deps = { databaseUrl: database.url, db: database.db, log, beatMs: 200 }
  const worker = await startWorker(deps, { tasks, cron: [] })
  workers.push(worker)
  return worker
}
const order = (key: string, task = 'work') =>
  database.db.inTransaction(tx => addJob(tx, { task, payload: { id: key }, key }))

type JobRow = {
  readonly attempts: number
  readonly last_error: string | null
  readonly locked_by: string | null
}
const rows = () => database.tables('graphile_worker._private_jobs').select<JobRow[]>()
const until = async (done: () => boolean | Promise<boolean>): Promise<void> => {
  const end = Date.now() + 120_000
  while (!(await done())) {
    if (Date.now() > end) throw new Error('it did not come to that')
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
const isEmpty = async () => (await rows()).length === 0

it('works as the application role, which owns none of the queue’s tables', async () => {
  const done: unknown[] = []
  await start({ work: payload => Promise.resolve(void done.push(payload)) })
  await order('a')
  await until(isEmpty)

  expect(done).toEqual([{ id: 'a' }])
  await expect(
    database.db.inTransaction(async tx => {
      await sql(tx).raw('DROP TABLE graphile_worker._private_jobs')
    }),
  ).rejects.toMatchObject({ code: '42501' })
})

it('leaves no job of a transaction that was rolled back', async () => {
  const failing = database.db.inTransaction(async tx => {
    await addJob(tx, { task: 'work', payload: { id: 'a' }, key: 'a' })
    throw new Error('no')
  })

  await expect(failing).rejects.toThrow('no')
  expect(await rows()).toEqual([])
})

it('makes one job of one key', async () => {
  await order('a')
  await order('a')
  await order('b')

  expect(await rows()).toHaveLength(2)
})

it('keeps the words of an error out of the queue’s rows and out of the log', async () => {
  await start({ work: () => Promise.reject(new Error('zhang@example.test is unknown')) })
  await order('a')
  await until(async () => (await rows())[0]?.last_error !== null)

  const [row] = await rows()
  expect(row?.last_error).toBe('failed, see the log')
  expect(lines.join()).toContain('job failed')
  expect(lines.join()).not.toContain('zhang')
})

it('gives up after some tries, and clears such a row away later', async () => {
  await start({ work: () => Promise.reject(new Error('no')) })
  await order('a')
  await until(async () => (await rows())[0]?.last_error !== null)
  const { tables } = database
  await tables('graphile_worker._private_jobs').update({
    attempts: 5,
    run_at: tables.raw("now() - interval '2 hours'"),
  })

  await until(isEmpty)
  expect(lines.join()).toContain('job failed')
})

it('takes over what a worker held that shows no life any more', async () => {
  await order('a')
  await database.tables('graphile_worker._private_jobs').update({
    locked_by: 'pool-of-a-killed-process',
    locked_at: database.tables.raw("now() - interval '1 minute'"),
  })
  const done: unknown[] = []
  await start({ work: payload => Promise.resolve(void done.push(payload)) })
  await until(isEmpty)

  expect(done).toHaveLength(1)
})

it('leaves alone what a living worker is still busy with', async () => {
  let release: () => void = () => undefined
  let runs = 0
  const work = () => {
    runs += 1
    return new Promise<void>(resolve => (release = resolve))
  }
  await start({ work })
  await start({ work })
  await order('a')
  await until(() => runs === 1)
  await new Promise(resolve => setTimeout(resolve, 2500))
  expect(runs).toBe(1)
  release()
  await until(isEmpty)
})

it('waits for the job under way when it is stopped', async () => {
  let finished = false
  const worker = await start({
    work: async () => {
      await new Promise(resolve => setTimeout(resolve, 400))
      finished = true
    },
  })
  await order('a')
  await until(async () => (await rows())[0]?.locked_by !== null)
  await worker.stop()

  expect(finished).toBe(true)
  expect(await rows()).toEqual([])
  expect(await database.tables('worker_heartbeats')).toEqual([])
})

it('goes on after the database has dropped every connection', async () => {
  const done: unknown[] = []
  await start({ work: payload => Promise.resolve(void done.push(payload)) })
  await order('a')
  await until(isEmpty)
  await database.tables.raw(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  )
  await new Promise(resolve => setTimeout(resolve, 200))
  await order('b').catch(() => order('b'))
  await until(() => done.length === 2)

  expect(done).toHaveLength(2)
})
