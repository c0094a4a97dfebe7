import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isAlive } from '../../src/platform/embedded/postmaster'
import { freePort } from '../support/free-port'

/**
 * The service as `npm start` runs it: built code, a process of its own, its own data directory and embedded
 * database with every safety of PostgreSQL left on. It can be killed and started again on the same data.
 */
export type Service = {
  readonly publicUrl: string
  readonly staffUrl: string
  readonly dataDir: string
  readonly start: () => Promise<void>
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>
  readonly pid: () => number
  readonly databasePid: () => number
  /** Everything that its processes have written to the terminal. */
  readonly said: () => string
  /** Ends service and database, and takes the data away. */
  readonly clear: () => Promise<void>
}

export const pause = (ms: number): Promise<void> => new Promise(done => setTimeout(done, ms))

const LOCK = path.resolve('node_modules/.mingshao-build')
const STALE_MS = 180_000

/** One build at a time: two test files that build into the same folder would take it from each other. */
export const build = async (): Promise<void> => {
  for (;;) {
    try {
      mkdirSync(LOCK)
      break
    } catch {
      const since = statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0
      if (Date.now() - since > STALE_MS) rmSync(LOCK, { recursive: true, force: true })
      else await pause(100)
    }
  }
  try {
    execFileSync(process.execPath, ['assets/build.mjs', '--if-needed'], { encoding: 'utf8' })
  } finally {
    rmSync(LOCK, { recursive: true, force: true })
  }
}

export const until = async (
  what: string,
  isSo: () => boolean | Promise<boolean>,
): Promise<void> => {
  for (let tries = 0; tries < 2400; tries += 1) {
    if (await isSo()) return
    await pause(50)
  }
  throw new Error(`waited two minutes in vain: ${what}`)
}

export const createService = async (
  more: Readonly<Record<string, string>> = {},
): Promise<Service> => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mingshao-durable-'))
  const [publicPort, staffPort] = [await freePort(), await freePort()]
  const publicUrl = `http://127.0.0.1:${publicPort}`
  const env = {
    PATH: process.env['PATH'],
    DATA_DIR: dataDir,
    PUBLIC_PORT: String(publicPort),
    STAFF_PORT: String(staffPort),
    THROTTLE_TIMES: '0',
    // The drills fill the disk to its last byte.
    DISK_RESERVE_MB: '0',
    ...more,
  }
  let child: ChildProcess | undefined
  let said = ''

  const start = async () => {
    const started = spawn(process.execPath, ['dist/src/server.js'], { env })
    child = started
    for (const stream of [started.stdout, started.stderr])
      stream.on('data', (piece: Buffer) => (said += piece.toString()))
    await until('the service is ready', async () => {
      if (started.exitCode !== null) throw new Error(said.slice(-2000))
      return (await fetch(`${publicUrl}/readyz`).catch(() => undefined))?.ok === true
    })
  }
  const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
    if (child?.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill(signal)
    await gone
  }
  const databasePid = () => {
    const note = path.join(dataDir, 'postgres/cluster/postmaster.pid')
    return Number(readFileSync(note, 'utf8').split('\n')[0])
  }
  const clear = async () => {
    await kill('SIGTERM')
    // The service was killed and never started again: its database goes with the test.
    await Promise.resolve()
      .then(() => process.kill(databasePid(), 'SIGQUIT'))
      .catch(() => undefined)
    rmSync(dataDir, { recursive: true, force: true })
  }
  return {
    publicUrl,
    staffUrl: `http://127.0.0.1:${staffPort}`,
    dataDir,
    start,
    kill,
    pid: () => child?.pid ?? 0,
    databasePid,
    said: () => said,
    clear,
  }
}

export { isAlive }
