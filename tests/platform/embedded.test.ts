import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openKnex } from '../../src/platform/db/database'
import { openEmbedded } from '../../src/platform/embedded/cluster'
import { isAlive } from '../../src/platform/embedded/postmaster'
import { roomyFolder } from '../support/server'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(roomyFolder(), 'mingshao-embedded-'))
})
afterEach(() => {
  rmSync(folder, { recursive: true, force: true })
})

const ask = async (url: string, question: string): Promise<unknown> => {
  const knex = openKnex(url, 1)
  try {
    const { rows } = await knex.raw<{ rows: unknown[] }>(question)
    return rows[0]
  } finally {
    await knex.destroy()
  }
}

// Root steps down by a namespace, or where that is refused by giving its rights away; others run as they are.
const ways = process.getuid?.() === 0 ? (['namespace', 'capabilities'] as const) : [undefined]

describe.each(ways)('by way of %s', way => {
  const options = way === undefined ? {} : { way }

  it('starts in a folder that nobody else may enter, in UTF-8, and again on its old data', async () => {
    const home = path.join(folder, 'private')
    mkdirSync(home, { mode: 0o700 })
    const first = await openEmbedded(home, options)
    const url = first.urlOf('postgres')
    expect(
      await ask(
        url,
        "SELECT current_setting('server_encoding') AS encoding, '鸣' ~ '^\\w$' AS letter",
      ),
    ).toEqual({ encoding: 'UTF8', letter: true })
    await ask(url, 'CREATE TABLE kept AS SELECT 1 AS one')
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)

    const second = await openEmbedded(home, options)
    expect(second.urlOf('postgres')).toBe(url)
    expect(await ask(url, 'SELECT one FROM kept')).toEqual({ one: 1 })
    await second.stop()
  }, 60_000)
})

it('listens on this machine only, and lets nobody in without the password', async () => {
  const embedded = await openEmbedded(folder)
  const url = new URL(embedded.urlOf('postgres'))
  expect(await ask(url.href, "SELECT current_setting('listen_addresses') AS on")).toEqual({
    on: '127.0.0.1',
  })
  url.password = 'guess'

  await expect(ask(url.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
  await embedded.stop()
}, 60_000)

it('adopts the database that a killed service left running', async () => {
  const first = await openEmbedded(folder)
  const second = await openEmbedded(folder)

  expect([second.pid, second.adopted]).toEqual([first.pid, true])
  await second.stop()
}, 60_000)

it('starts after a crash whose note names a process that is somebody else by now', async () => {
  const first = await openEmbedded(folder)
  const note = path.join(folder, 'cluster', 'postmaster.pid')
  const lines = readFileSync(note, 'utf8').split('\n')
  process.kill(first.pid, 'SIGKILL')
  while (isAlive(first.pid)) await new Promise(resolve => setTimeout(resolve, 20))
  writeFileSync(note, [String(process.pid), ...lines.slice(1)].join('\n'))

  const second = await openEmbedded(folder)
  expect(second.adopted).toBe(false)
  expect(await ask(second.urlOf('postgres'), 'SELECT 1 AS one')).toEqual({ one: 1 })
  await second.stop()
}, 60_000)

it('writes nothing that was stored into its log', async () => {
  const embedded = await openEmbedded(folder)
  const url = embedded.urlOf('postgres')
  await ask(url, 'CREATE TABLE seen (word text UNIQUE)')
  await ask(url, "INSERT INTO seen VALUES ('canary')")
  await expect(ask(url, "INSERT INTO seen VALUES ('canary')")).rejects.toMatchObject({
    code: '23505',
  })
  await expect(ask(url, "SELECT 'canary'::int")).rejects.toMatchObject({ code: '22P02' })
  await embedded.stop()

  expect(readFileSync(path.join(folder, 'postgres.log'), 'utf8')).not.toContain('canary')
}, 60_000)
