import { sql } from '../../src/platform/db/sql'
import { cloneDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase

beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

const noRoom = "DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$"

/** What fails is handed on from one to the other, as by services that call services. */
const handOn = async (failing: Promise<unknown>, hands: number): Promise<unknown> =>
  hands === 0 ? failing : handOn(failing, hands - 1).then(answer => answer)

it.each([0, 30])(
  'of statements that were sent together, the first that failed says why (%i hands)',
  async hands => {
    const heard: unknown[] = []
    const work = database.db.inTransaction(async tx => {
      const ask = (text: string) =>
        sql(tx)
          .raw(text)
          .catch((error: unknown) => {
            heard.push((error as { code?: string }).code)
            throw error
          })
      await Promise.all([handOn(ask(noRoom), hands), ask('SELECT 1'), ask('SELECT 2')])
    })

    await expect(work).rejects.toMatchObject({ kind: 'unavailable', code: 'database.full' })
    expect(heard).toEqual(['53100', '25P02', '25P02'])
  },
)

it('an error of the work itself stays what it is', async () => {
  const work = database.db.inTransaction(async tx => {
    await sql(tx)
      .raw(noRoom)
      .catch(() => undefined)
    throw new Error('of its own')
  })

  await expect(work).rejects.toThrow('of its own')
})
