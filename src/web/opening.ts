import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { createDiskBlobs } from '../platform/blobs'
import { systemClock, type Clock } from '../platform/clock'
import type { Config } from '../platform/config'
import { openInstallation } from '../platform/crypto'
import { markRealFiles, refuseRealFiles } from '../platform/data-dir'
import { openDatabase, type Db } from '../platform/db/database'
import { listPending } from '../platform/db/migrate'
import { openDatabaseHome, type DatabaseHome } from '../platform/embedded/home'
import { refused } from '../platform/errors'
import { systemRandom } from '../platform/random'
import { createHouse, type House } from './house'

export type OpenHouse = {
  readonly house: House
  /** As the application role. */
  readonly databaseUrl: string
  /** For a tool at the terminal, where its settings have it; the service never gets to know it. */
  readonly ownerUrl: string | undefined
  /** A service keeps this house open already. */
  readonly kept: boolean
  readonly close: () => Promise<void>
}

type Home = Omit<DatabaseHome, 'ownerUrl'> & { readonly ownerUrl: string | undefined }

const given = ({ databaseOwnerUrl: ownerUrl, databaseUrl: applicationUrl = '' }: Config): Home => ({
  ownerUrl,
  applicationUrl,
  kept: false,
  stop: () => Promise.resolve(),
})

/** In a child, so that this process never works as the owner. What goes wrong is told on the terminal. */
const migrate = async ({ ownerUrl, applicationUrl, kept }: Home): Promise<void> => {
  if (kept || ownerUrl === undefined) return
  const program = path.join(__dirname, '..', `migrate${path.extname(__filename)}`)
  const child = spawn(process.execPath, [...process.execArgv, program], {
    env: { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: applicationUrl, TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error('数据库没有升级成功，原因见上。')
}

/** Whoever keeps the owner's password from the service migrates first: `npm run migrate`. */
const refuseUnlessMigrated = async (db: Db): Promise<void> => {
  const pending = await db.inTransaction(listPending)
  if (pending.length > 0) throw refused('database.not-migrated', { count: pending.length })
}

const withoutOwner = ({ databaseOwnerUrl: _, ...config }: Config): Config => config

type User = {
  readonly service: boolean
  readonly say?: (sentence: string) => void
  readonly clock?: Clock
  /** The service has seen to database and migrations: this is one of its further processes. */
  readonly databaseUrl?: string
}

const homeOf = async (config: Config, user: User): Promise<Home> => {
  const { databaseUrl } = user
  if (databaseUrl !== undefined)
    return { ...given(config), ownerUrl: undefined, applicationUrl: databaseUrl, kept: true }
  return config.demonstration ? openDatabaseHome(config.dataDir, user) : given(config)
}

/**
 * Database, migrations, installation secret, rooms: everything but the two listening doors.
 * @param service the service itself; a tool borrows the database of a running service
 * @param say hears when the embedded database died, and when it is back
 * @param clock the time of the house; the real one unless a demonstration tells another
 */
export const openHouse = async (config: Config, user: User): Promise<OpenHouse> => {
  const { dataDir } = config
  const { clock = systemClock } = user
  const use = { demonstration: config.demonstration, service: user.service }
  await refuseRealFiles(dataDir, use)
  const home = await homeOf(config, user)
  let opened: Db | undefined
  try {
    await migrate(home)
    const db = (opened = openDatabase(home.applicationUrl))
    await refuseUnlessMigrated(db)
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    await markRealFiles(dataDir, use)
    const installation = await db.inTransaction(tx => openInstallation({ config, dataDir, tx }))
    const house = createHouse({
      config: withoutOwner(config),
      db,
      clock,
      random: systemRandom,
      blobs: createDiskBlobs(path.join(dataDir, 'blobs'), clock),
      installation,
    })
    const close = async () => {
      await db.close()
      await home.stop()
    }
    const ownerUrl = user.service ? undefined : home.ownerUrl
    return { house, databaseUrl: home.applicationUrl, ownerUrl, kept: home.kept, close }
  } catch (error) {
    // Its connections would keep a process alive that has nothing more to do.
    await opened?.close()
    await home.stop()
    throw error
  }
}
