import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { openKnex } from '../../src/platform/db/database'
import { migrateToLatest } from '../../src/platform/db/migrate'
import { createApplicationRole, grantApplicationRole } from '../../src/platform/db/roles'
import { openEmbedded } from '../../src/platform/embedded/cluster'
import { findPostmaster, isAlive, stopPostmaster } from '../../src/platform/embedded/postmaster'

/** What every test file needs to know of the database server of this run; travels in the environment. */
export type TestServer = {
  readonly ownerUrl: string
  readonly template: string
  readonly role: { readonly name: string; readonly password: string }
}

const TRAVELS_AS = 'MINGSHAO_TEST_SERVER'

export const testServer = (): TestServer => {
  const text = process.env[TRAVELS_AS]
  if (text === undefined) throw new Error('run the tests with npm test')
  return JSON.parse(text) as TestServer
}

export const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

const own = (): string | undefined =>
  [process.env['DATABASE_OWNER_URL'], process.env['DATABASE_URL']].find(
    url => url !== undefined && url !== '',
  )

/** In memory where there is room for it. */
export const roomyFolder = (): string => {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    if (bavail * bsize > 2 ** 30) return '/dev/shm'
  } catch {
    // No such file system here.
  }
  return os.tmpdir()
}

const folderOf = (pid: number) => path.join(roomyFolder(), `mingshao-test-${pid}`)

/** A run that was killed leaves its server behind. Each folder names the run that made it. */
const clearLeftovers = async (): Promise<void> => {
  for (const name of readdirSync(roomyFolder())) {
    const pid = Number(/^mingshao-test-(\d+)$/.exec(name)?.[1])
    if (!Number.isInteger(pid) || isAlive(pid)) continue
    const folder = path.join(roomyFolder(), name)
    const left = findPostmaster(path.join(folder, 'cluster'))
    if (left !== undefined) await stopPostmaster(left.pid)
    rmSync(folder, { recursive: true, force: true })
  }
}

const hurried = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'max_connections=200',
]

const openServer = async (): Promise<{ url: string; stop: () => Promise<void> }> => {
  const given = own()
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() }
  await clearLeftovers()
  const folder = folderOf(process.pid)
  mkdirSync(folder, { mode: 0o700 })
  const embedded = await openEmbedded(folder, { settings: hurried })
  const stop = async () => {
    await embedded.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: embedded.urlOf('postgres'), stop }
}

const makeTemplate = async ({ ownerUrl, template, role }: TestServer): Promise<void> => {
  const admin = openKnex(ownerUrl)
  await createApplicationRole(admin, role)
  await admin.raw("CREATE DATABASE ?? ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0", [
    template,
  ])
  await admin.destroy()
  const templateUrl = withDatabase(ownerUrl, template)
  const owner = openKnex(templateUrl)
  await migrateToLatest(owner, templateUrl)
  await grantApplicationRole(owner, role.name)
  await owner.destroy()
}

const dropTemplate = async ({ ownerUrl, template, role }: TestServer): Promise<void> => {
  const admin = openKnex(ownerUrl)
  await admin.raw('DROP DATABASE IF EXISTS ?? WITH (FORCE)', [template])
  await admin.raw('DROP ROLE IF EXISTS ??', [role.name])
  await admin.destroy()
}

/** One server for the whole run, one migrated database to clone for each test file. */
export const openTestServer = async (): Promise<() => Promise<void>> => {
  const { url, stop } = await openServer()
  const run = `mingshao_t${randomBytes(4).toString('hex')}`
  const server: TestServer = {
    ownerUrl: url,
    template: `${run}_template`,
    role: { name: `${run}_app`, password: randomBytes(12).toString('hex') },
  }
  try {
    await makeTemplate(server)
  } catch (error) {
    await stop()
    throw error
  }
  process.env[TRAVELS_AS] = JSON.stringify(server)
  return async () => {
    await dropTemplate(server).catch((error: unknown) => {
      // A role that still owns grants in a database of a crashed test file: say it, end anyway.
      process.stderr.write(`${String(error)}\n`)
    })
    await stop()
  }
}
