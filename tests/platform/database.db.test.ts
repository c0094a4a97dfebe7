import { afterCommit } from '../../src/platform/db/after-commit'
import { openDatabase } from '../../src/platform/db/database'
import { sql } from '../../src/platform/db/sql'
import { cloneDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

const ask = <T>(query: string): Promise<T> =>
  database.db.inTransaction(async tx => {
    const { rows } = await sql(tx).raw<{ rows: T[] }>(query)
    return rows[0] as T
  })

describe('what comes out of the database', () => {
  it('is a day for a date, a number for a count, a moment, bytes', async () => {
    const row = await ask(
      "SELECT date '2026-11-22' AS day, count(*) AS count, timestamptz '2026-11-22 08:00+08' AS at, '\\x0102'::bytea AS bytes",
    )

    expect(row).toEqual({
      day: '2026-11-22',
      count: 1,
      at: new Date('2026-11-22T00:00:00Z'),
      bytes: Buffer.from([1, 2]),
    })
  })

  it('is Chinese text that can be matched letter by letter', async () => {
    expect(
      await ask("SELECT '明州市第二医院' ~ '第.医院$' AS found, length('鸣哨') AS length"),
    ).toEqual({ found: true, length: 2 })
  })
})

describe('work after the commit', () => {
  const run = (fails: boolean, done: string[]) =>
    database.db.inTransaction(async tx => {
      await afterCommit(tx, () => {
        done.push('work')
        return fails ? Promise.reject(new Error('no')) : Promise.resolve()
      })
      done.push('transaction')
    })

  it('waits for it, and its failure harms nobody', async () => {
    const done: string[] = []
    await run(false, done)
    await run(true, done)
    expect(done).toEqual(['transaction', 'work', 'transaction', 'work'])
  })

  it('is not done for what was not kept', async () => {
    const done: string[] = []
    const failed = database.db.inTransaction(async tx => {
      await afterCommit(tx, () => Promise.resolve(void done.push('work')))
      await sql(tx).raw('SELECT 1 / 0')
    })
    await expect(failed).rejects.toMatchObject({ code: '22012' })
    expect(done).toEqual([])
  })

  it('is done at once where each statement stands by itself', async () => {
    const done: string[] = []
    await database.db.piecemeal(tx =>
      afterCommit(tx, () => Promise.resolve(void done.push('work'))),
    )
    expect(done).toEqual(['work'])
  })
})

describe('the application role', () => {
  it.each([
    'CREATE TABLE mine (id int)',
    'TRUNCATE knex_migrations',
    'DELETE FROM knex_migrations',
  ])('may not %s', async statement => {
    await expect(ask(statement)).rejects.toMatchObject({ code: '42501' })
  })

  it.each([
    'UPDATE audit_entries SET deed = deed',
    'DELETE FROM audit_entries',
    'TRUNCATE audit_entries',
    'DELETE FROM audit_heads',
    'TRUNCATE audit_heads',
    'DELETE FROM installation_marks',
    'UPDATE installation_marks SET mark = mark',
    'TRUNCATE installation_marks',
  ])('may not %s', async statement => {
    await expect(ask(statement)).rejects.toMatchObject({ code: '42501' })
  })
})

it('undoes everything when the work fails', async () => {
  await database.tables.raw('CREATE TABLE notes (word text)')
  await database.tables.raw('GRANT ALL ON notes TO PUBLIC')

  const work = database.db.inTransaction(async tx => {
    await sql(tx)('notes').insert({ word: 'half' })
    throw new Error('stop')
  })

  await expect(work).rejects.toThrow('stop')
  expect(await database.tables('notes')).toEqual([])
})

describe('a transaction in which a statement has failed', () => {
  const undone = 'nothing of the transaction was kept'
  beforeAll(async () => {
    await database.tables.raw('CREATE TABLE deeds_done (word text)')
    await database.tables.raw('GRANT ALL ON deeds_done TO PUBLIC')
  })

  it.each([
    ['although the failure was caught', true],
    ['although nobody waited for it', false],
  ])('is never said to be kept, %s', async (_, waited) => {
    const done: string[] = []
    const work = database.db.inTransaction(async tx => {
      await sql(tx)('deeds_done').insert({ word: 'lost' })
      await afterCommit(tx, () => Promise.resolve(void done.push('work')))
      const failing = sql(tx)
        .raw('SELECT 1 / 0')
        .catch(() => undefined)
      if (waited) await failing
    })

    await expect(work).rejects.toThrow(undone)
    expect(await database.tables('deeds_done')).toEqual([])
    expect(done).toEqual([])
  })

  it('leaves nothing, and nothing in others, however many are under way at once', async () => {
    const one = (n: number) =>
      database.db.inTransaction(async tx => {
        const note = (letter: string) => sql(tx)('deeds_done').insert({ word: `${n}${letter}` })
        await Promise.all([
          note('a'),
          sql(tx).raw('SELECT 1 / ?::int', [n % 3]),
          note('b').then(() => (n % 5 === 0 ? Promise.reject(new Error('no')) : note('c'))),
        ])
        await note('d')
      })

    const ended = await Promise.allSettled(Array.from({ length: 120 }, (_, n) => one(n)))

    const kept = ended.flatMap(({ status }, n) => (status === 'fulfilled' ? [n] : []))
    expect(kept).toEqual(ended.flatMap((_, n) => (n % 3 !== 0 && n % 5 !== 0 ? [n] : [])))
    const words = await database.tables('deeds_done').pluck<string[]>('word')
    const wanted = kept.flatMap(n => ['a', 'b', 'c', 'd'].map(letter => `${n}${letter}`))
    expect([...words].sort()).toEqual(wanted.sort())
  })
})

it('answers a text the same however often it was asked, also in between by an error or without a row', async () => {
  const text = "SELECT date '2026-11-22' AS day, 6 / ?::int AS part, null AS none WHERE ?::boolean"
  const rows = (by: number, any = true) =>
    database.db.piecemeal(async tx => {
      const answer = await sql(tx).raw<{ rows: object[] }>(text, [by, any])
      return answer.rows
    })

  for (let time = 0; time < 4; time += 1) {
    expect(await rows(2)).toEqual([{ day: '2026-11-22', part: 3, none: null }])
    expect(await rows(3, false)).toEqual([])
    await expect(rows(0)).rejects.toMatchObject({ code: '22012' })
  }
})

it('says that the database is gone, and not what it was asked', async () => {
  const gone = openDatabase('postgres://nobody:secret@127.0.0.1:1/none')

  await expect(gone.inTransaction(() => Promise.resolve())).rejects.toMatchObject({
    kind: 'unavailable',
    code: 'database.gone',
  })
  expect(await gone.isUp()).toBe(false)
  await gone.close()
})
