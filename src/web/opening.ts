import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createDiskBlobs } from '../platform/blobs'
import { systemClock } from '../platform/clock'
import type { Config } from '../platform/config'
import { openInstallation } from '../platform/crypto'
import { openDatabase } from '../platform/db/database'
import { openDatabaseHome, type DatabaseHome } from '../platform/embedded/home'
import { systemRandom } from '../platform/random'
import { createHouse, type House } from './house'

export type OpenHouse = { readonly house: House; readonly close: () => Promise<void> }

const given = (config: Config): DatabaseHome => ({
  ownerUrl: config.databaseOwnerUrl ?? '',
  applicationUrl: config.databaseUrl ?? '',
  kept: false,
  stop: () => Promise.resolve(),
})

/** In a child, so that this process never works as the owner. Its words go to the terminal. */
const migrate = async ({ ownerUrl, applicationUrl }: DatabaseHome): Promise<void> => {
  const program = path.join(__dirname, '..', `migrate${path.extname(__filename)}`)
  const child = spawn(process.execPath, [...process.execArgv, program], {
    env: { DATABASE_OWNER_URL: ownerUrl, DATABASE_URL: applicationUrl, TZ: 'UTC' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error('没有启动：数据库没有升级成功，原因见上一行。')
}

const withoutOwner = ({ databaseOwnerUrl: _, ...config }: Config): Config => config

/**
 * Database, migrations, installation secret, rooms: everything but the two listening doors.
 * @param service the service itself; a tool borrows the database of a running service
 */
export const openHouse = async (
  config: Config,
  { service }: { readonly service: boolean },
): Promise<OpenHouse> => {
  const home = config.demonstration
    ? await openDatabaseHome(config.dataDir, { service })
    : given(config)
  try {
    if (!home.kept) await migrate(home)
    const db = openDatabase(home.applicationUrl)
    const { dataDir } = config
    const installation = await db.inTransaction(tx => openInstallation({ config, dataDir, tx }))
    const house = createHouse({
      config: withoutOwner(config),
      db,
      clock: systemClock,
      random: systemRandom,
      blobs: createDiskBlobs(path.join(dataDir, 'blobs')),
      installation,
    })
    const close = async () => {
      await db.close()
      await home.stop()
    }
    return { house, close }
  } catch (error) {
    await home.stop()
    throw error
  }
}
