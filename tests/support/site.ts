import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import os from 'node:os'
import path from 'node:path'
import type { Knex } from 'knex'
import { createDiskBlobs } from '../../src/platform/blobs'
import { readConfig, type Config } from '../../src/platform/config'
import { openInstallation } from '../../src/platform/crypto'
import type { Door } from '../../src/platform/http/doors'
import { createLog } from '../../src/platform/log'
import { systemRandom } from '../../src/platform/random'
import { furnish } from '../../src/web/furnishing'
import { createHouse, type House } from '../../src/web/house'
import { createReporterApp } from '../../src/web/reporter-app'
import { createStaffApp } from '../../src/web/staff-app'
import { cloneDatabase, type TestDatabase } from './database'

/** A time that tests may move. Unset, it is the real one. */
type TestClock = {
  readonly now: () => Date
  readonly set: (moment: string) => void
  readonly pass: (minutes: number) => void
}

export type Site = {
  readonly publicUrl: string
  readonly staffUrl: string
  readonly house: House
  /** The database behind the house, as its owner. */
  readonly tables: Knex
  readonly database: TestDatabase
  readonly dataDir: string
  readonly clock: TestClock
  /** Every line that either entrance has logged. */
  readonly logLines: readonly string[]
  readonly doors: {
    readonly reporter: readonly Door<string>[]
    readonly staff: readonly Door<string>[]
  }
  readonly stop: () => Promise<void>
}

type Wish = {
  readonly now?: string
  readonly config?: Partial<Config>
  /**
   * Whether the doors of a case ask everybody for the declaration of 回避 first. Most tests are about something
   * else: in them everybody has answered it before. tests/cases/first-opening.pages.db.test.ts asks at every door.
   */
  readonly asksFirst?: boolean
}

const alreadyDeclared = (house: House): House => ({
  ...house,
  cases: { ...house.cases, mustDeclare: () => Promise.resolve(false) },
})

const createTestClock = (start: string | undefined): TestClock => {
  let fixed = start === undefined ? undefined : new Date(start)
  const now = () => new Date(fixed ?? Date.now())
  return {
    now,
    set: moment => {
      fixed = new Date(moment)
    },
    pass: minutes => {
      fixed = new Date(now().getTime() + minutes * 60_000)
    },
  }
}

const listen = async (server: Server): Promise<string> => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const close = (server: Server): Promise<void> =>
  new Promise(resolve => {
    server.close(() => {
      resolve()
    })
    server.closeAllConnections()
  })

/**
 * Both entrances on loopback ports over a database and a data folder of their own, with the shipped law and
 * calendar, and nobody in it. `people.ts` moves bodies and officers in.
 */
export const openSite = async ({
  now,
  config: wished = {},
  asksFirst = false,
}: Wish = {}): Promise<Site> => {
  const database = await cloneDatabase()
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mingshao-site-'))
  const clock = createTestClock(now)
  // All browsers of a test come from one network. Whoever tests the throttle wishes `throttleTimes: 1`.
  const usual = { throttleTimes: 1000, diskReserveBytes: 0 }
  const config = { ...readConfig({ DATA_DIR: dataDir }), ...usual, ...wished }
  const installation = await database.db.inTransaction(tx =>
    openInstallation({ config: { ...config, demonstration: true }, dataDir, tx }),
  )
  const blobs = createDiskBlobs(path.join(dataDir, 'blobs'), clock.now)
  const ground = { config, db: database.db, clock: clock.now, random: systemRandom, blobs }
  const house = createHouse({ ...ground, installation })
  await furnish(house)

  const logLines: string[] = []
  const destination = { write: (line: string) => void logLines.push(line) }
  const reporter = createReporterApp(
    house,
    createLog({ times: 'day', side: 'reporter', destination }),
  )
  const doors = asksFirst ? house : alreadyDeclared(house)
  const staff = createStaffApp(doors, createLog({ times: 'exact', side: 'staff', destination }))
  const servers = [createServer(reporter.app), createServer(staff.app)] as const

  return {
    publicUrl: await listen(servers[0]),
    staffUrl: await listen(servers[1]),
    house,
    tables: database.tables,
    database,
    dataDir,
    clock,
    logLines,
    doors: { reporter: reporter.doors, staff: staff.doors },
    stop: async () => {
      await Promise.all(servers.map(close))
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
