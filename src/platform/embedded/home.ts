import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openEmbedded } from './cluster'
import { isAlive } from './postmaster'
import { keepRunning, type Say } from './supervisor'

/** The embedded database of one data directory: where it is, and who may end it. */
export type DatabaseHome = {
  readonly ownerUrl: string
  readonly applicationUrl: string
  /** Somebody else keeps it running: it has been migrated, and is not ours to stop. */
  readonly kept: boolean
  readonly stop: () => Promise<void>
}

const DATABASE = 'mingshao'
const APPLICATION_ROLE = 'mingshao_app'

const keepPassword = (file: string): string => {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** The service that runs on this data directory now, if one does. */
const keeperOf = (note: string): number | undefined => {
  if (!existsSync(note)) return undefined
  const pid = Number(readFileSync(note, 'utf8'))
  if (pid === process.pid || !Number.isInteger(pid) || !isAlive(pid)) return undefined
  // After a restart of the machine the number may belong to anybody.
  try {
    return /node|tsx/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8')) ? pid : undefined
  } catch {
    return pid
  }
}

const as = (role: string, password: string, url: string): string => {
  const changed = new URL(url)
  changed.username = role
  changed.password = password
  return changed.href
}

type User = {
  /** The service itself, of which there is one; tools only borrow the database. */
  readonly service: boolean
  /** Told, in a sentence, when the database died and when it is back. */
  readonly say?: Say
}

/** A service starts the database anew whenever it dies; a tool leaves it running when a service keeps it. */
export const openDatabaseHome = async (
  dataDir: string,
  { service, say = () => undefined }: User,
): Promise<DatabaseHome> => {
  const folder = path.join(dataDir, 'postgres')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const note = path.join(folder, 'service.pid')
  const keeper = keeperOf(note)
  if (service && keeper !== undefined)
    throw new Error(
      `数据目录 ${dataDir} 正由另一个鸣哨使用（进程 ${keeper}）。请先停止它，或者换一个 DATA_DIR。`,
    )
  const embedded = await openEmbedded(folder)
  const database = service ? keepRunning(folder, embedded, say) : embedded
  if (service) writeFileSync(note, String(process.pid))
  const ownerUrl = embedded.urlOf(DATABASE)
  const password = keepPassword(path.join(folder, 'application-password'))

  return {
    ownerUrl,
    applicationUrl: as(APPLICATION_ROLE, password, ownerUrl),
    kept: keeper !== undefined,
    stop: async () => {
      if (!service && keeperOf(note) !== undefined) return
      await database.stop()
      if (service) rmSync(note, { force: true })
    },
  }
}
