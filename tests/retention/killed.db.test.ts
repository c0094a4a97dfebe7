import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import type { CaseId, RunId } from '../../src/vocabulary/ids'
import { jpegWithGps } from '../support/fixtures'
import { sendReport } from '../support/reporting'
import { reporterBrowser } from '../support/visitors'
import { agree, countOf, openScene, refuse, TODAY, type Scene } from './closed-case'

const CASES = 4
let scene: Scene
beforeAll(async () => {
  scene = await openScene()
  const photo = { name: '照片.jpg', content: await jpegWithGps() }
  for (let count = 0; count < CASES; count += 1)
    await sendReport(reporterBrowser(scene.site), { files: [photo] })
  for (const caseId of await scene.site.tables('cases').pluck<CaseId[]>('id'))
    await refuse(scene, caseId)
  scene.site.clock.set(TODAY)
})
afterAll(() => scene.site.stop())

const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms))

/** A process of its own at this list, killed when `isThere` says so. */
const killWhen = async (run: RunId, isThere: () => Promise<boolean>): Promise<string | null> => {
  const { dataDir, database } = scene.site
  const order = { dataDir, databaseUrl: database.url, now: TODAY, run }
  const program = path.resolve('tests/support/erasing-worker.ts')
  const child = spawn(process.execPath, ['--import', 'tsx', program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const gone = once(child, 'exit') as Promise<[number | null, string | null]>
  while (child.exitCode === null && !(await isThere())) await pause(2)
  child.kill('SIGKILL')
  const [, signal] = await gone
  // What it had asked of the database ends with it, and is not waited for.
  await scene.site.tables.raw(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  )
  return signal
}

const filesOnDisk = (): number =>
  readdirSync(path.join(scene.site.dataDir, 'blobs'), { recursive: true, encoding: 'utf8' }).filter(
    name => statSync(path.join(scene.site.dataDir, 'blobs', name)).isFile(),
  ).length

/** Somebody is in the middle of destroying the case with this number. */
const isAt = async (): Promise<boolean> => {
  const { rows } = await scene.site.tables.raw<{ rows: unknown[] }>(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  )
  return rows.length > 0
}

const stopIn = (table: string, when: string): Promise<unknown> =>
  scene.site.tables.raw(`
    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF ${when} THEN PERFORM pg_sleep(120); END IF; RETURN OLD; END $$;
    CREATE TRIGGER linger AFTER DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION linger()`)
const goOn = (table: string): Promise<unknown> =>
  scene.site.tables.raw(`DROP TRIGGER linger ON ${table}; DROP FUNCTION linger()`)

it('loses, halves and repeats nothing when the process is killed in the middle', async () => {
  expect(filesOnDisk()).toBeGreaterThanOrEqual(CASES)
  const run = await agree(scene)

  // In the middle of a case: its rows are gone and nothing is kept of that yet.
  await stopIn('cases', 'OLD.serial = 2')
  expect(await killWhen(run, isAt)).toBe('SIGKILL')
  await goOn('cases')
  expect(await countOf(scene, 'cases')).toBe(CASES - 1)
  expect(await countOf(scene, 'tombstones')).toBe(1)
  expect(await countOf(scene, 'reports')).toBe(CASES - 1)

  // Between the keys and the bytes: the rows that name the files are still there.
  await stopIn('retention_blobs', 'true')
  expect(await killWhen(run, isAt)).toBe('SIGKILL')
  await goOn('retention_blobs')
  expect(await countOf(scene, 'retention_blobs')).toBeGreaterThan(0)

  while (!(await scene.site.house.retention.work(run)));
  expect(await countOf(scene, 'cases')).toBe(0)
  expect(await countOf(scene, 'case_seals')).toBe(0)
  expect(await countOf(scene, 'tombstones')).toBe(CASES)
  expect(await countOf(scene, 'audit_entries', { deed: 'case.erased' })).toBe(CASES)
  expect(await countOf(scene, 'audit_entries', { deed: 'retention.done' })).toBe(1)
  expect(await countOf(scene, 'retention_blobs')).toBe(0)
  expect(filesOnDisk()).toBe(0)
  const { db, audit } = scene.site.house
  expect(await db.inTransaction(tx => audit.verify(tx))).toMatchObject({ ok: true })
})
