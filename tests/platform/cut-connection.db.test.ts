import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { openDatabase, type Db } from '../../src/platform/db/database'
import { sql } from '../../src/platform/db/sql'
import { cloneDatabase, type TestDatabase } from '../support/database'

let database: TestDatabase
let relay: Server
let db: Db
const sockets = new Set<Socket>()

/** Between service and database, so that a connection can end without a word, as when a server is killed. */
const openRelay = async (target: URL): Promise<URL> => {
  relay = createServer(near => {
    const far = connect(Number(target.port), target.hostname)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined))
  }).listen(0, '127.0.0.1')
  await once(relay, 'listening')
  const here = new URL(target)
  here.host = `127.0.0.1:${(relay.address() as AddressInfo).port}`
  return here
}

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDatabase((await openRelay(new URL(database.url))).href)
})
afterAll(async () => {
  await db.close()
  relay.close()
  await database.drop()
})

/** The server is at the statement that is to be cut off: sooner, there might be no connection yet. */
const isAsked = async (): Promise<boolean> => {
  const { rows } = await database.tables.raw<{ rows: unknown[] }>(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`,
  )
  return rows.length > 0
}

const oneLine = 'SELECT pg_sleep(20), ?::text AS word'
const lines = 'SELECT pg_sleep(20),\n  ?::text\n  AS word'

it.each([
  ['inTransaction', oneLine],
  ['inTransaction', lines],
  ['piecemeal', oneLine],
  ['piecemeal', lines],
] as const)(
  'a connection that is cut is a database that is gone, whatever was asked: %s %j',
  async (how, text) => {
    const work = db[how](async tx => {
      await sql(tx).raw('SELECT 1')
      await sql(tx).raw(text, ['鸣哨'])
    })
    const cut = (async () => {
      while (!(await isAsked())) await pause(10)
      for (const socket of sockets) socket.destroy()
    })()

    await expect(work).rejects.toMatchObject({ kind: 'unavailable', code: 'database.gone' })
    await cut
    await database.tables.raw(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND wait_event = 'PgSleep'`,
    )
    expect(await db.isUp()).toBe(true)
  },
)
