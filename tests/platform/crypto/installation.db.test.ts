import { randomUUID } from 'node:crypto'
import { chmod, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openInstallation, type Installation } from '../../../src/platform/crypto'
import { cloneDatabase, type TestDatabase } from '../../support/database'

const long = (letter: string) => letter.repeat(40)

let database: TestDatabase
let dataDir: string
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(async () => {
  await database.drop()
})
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'mingshao-keys-'))
  await database.tables('installation_marks').delete()
})
afterEach(async () => {
  await rm(dataDir, { recursive: true })
})

const start = (appSecret?: string, demonstration = true): Promise<Installation> =>
  database.db.inTransaction(tx =>
    openInstallation({ config: { appSecret, demonstration }, dataDir, tx }),
  )
const file = () => path.join(dataDir, 'installation-secret')

describe('the first start', () => {
  it('makes a secret for the owner’s eyes only, outside the database, and the next start finds it', async () => {
    const first = await start()
    expect((await stat(file())).mode & 0o777).toBe(0o600)
    const again = await start()
    expect(again.csrfSecrets).toEqual(first.csrfSecrets)
    const secret = (await readFile(file(), 'utf8')).trim().slice(2)
    const stored = JSON.stringify(await database.tables('installation_marks').select('*'))
    expect(stored).not.toContain(secret)
    expect(await database.tables('installation_marks').select('version')).toEqual([{ version: 1 }])
  })

  it('makes none outside the demonstration', async () => {
    await expect(start(undefined, false)).rejects.toMatchObject({
      code: 'installation.secret-missing',
    })
    expect(await readdir(dataDir)).toEqual([])
    expect(await database.tables('installation_marks')).toHaveLength(0)
    expect((await start(long('a'), false)).version).toBe(1)
  })

  it('takes the environment’s secret and writes no file', async () => {
    const installation = await start(long('a'))
    expect(installation.version).toBe(1)
    expect(await readdir(dataDir)).toEqual([])
  })

  it('decides once when two nodes start at the same time', async () => {
    const other = await mkdtemp(path.join(tmpdir(), 'mingshao-keys-'))
    const results = await Promise.allSettled([
      start(),
      database.db.inTransaction(tx =>
        openInstallation({ config: { demonstration: true }, dataDir: other, tx }),
      ),
    ])
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await database.tables('installation_marks').select('version')).toHaveLength(1)
    await rm(other, { recursive: true })
  })
})

describe('beside a filled database', () => {
  it('a missing secret stops the start and none is made anew', async () => {
    await start()
    await rm(file())
    await expect(start()).rejects.toMatchObject({ code: 'installation.secret-missing' })
    expect(await readdir(dataDir)).toEqual([])
  })

  it('none is made, nor any other believed, when the mark alone was erased', async () => {
    await start()
    await database.tables('installation_marks').delete()
    const [organisation, desk] = [randomUUID(), randomUUID()]
    await database.tables('organisations').insert({
      ...{ id: organisation, code: 'S1', name: '局', short_name: '局', level: 'city' },
      ...{ kind: 'medical-security', region_code: '330100', telephone: '1', hours: '1' },
      ...{ address: '1', postcode: '1' },
    })
    await database
      .tables('desks')
      .insert({ id: desk, organisation_id: organisation, kind: 'legal' })
    await database.tables('desk_keys').insert({
      ...{ desk_id: desk, version: 1, created_on: '2026-11-22' },
      ...{ public_key: Buffer.alloc(32), public_key_mac: Buffer.alloc(34) },
    })
    await expect(start(long('b'))).rejects.toThrow('installation.mark-missing')
    await expect(start()).rejects.toThrow('installation.mark-missing')
    await rm(file())
    await expect(start()).rejects.toThrow('installation.secret-missing')
    expect(await readdir(dataDir)).toEqual([])
    for (const table of ['desk_keys', 'desks', 'organisations'])
      await database.tables(table).delete()
  })

  it('a wrong secret stops the start', async () => {
    await start(long('a'))
    await expect(start(long('b'))).rejects.toMatchObject({
      code: 'installation.secret-wrong',
      values: { version: 1 },
    })
  })

  it('a newer secret joins, and then the old one may not be left out', async () => {
    await start(long('a'))
    const both = await start(`2:${long('b')}, 1:${long('a')}`)
    expect(both.version).toBe(2)
    await expect(start(`2:${long('b')}`)).rejects.toThrow('installation.secret-wrong')
    await expect(start(long('a'))).rejects.toThrow('installation.secret-wrong')
    expect((await start(`1:${long('a')} 2:${long('b')}`)).version).toBe(2)
  })
})

describe('the secret’s form', () => {
  it.each([
    '',
    'short',
    '0:' + long('a'),
    '1:short',
    `${long('a')} ${long('b')}`,
    '70000:' + long('a'),
  ])('refuses %j', async text => {
    await expect(start(text)).rejects.toThrow('installation.secret-malformed')
  })

  it('refuses a file that others may read', async () => {
    await writeFile(file(), `1:${long('a')}`)
    await chmod(file(), 0o644)
    await expect(start()).rejects.toThrow('installation.secret-exposed')
  })
})
