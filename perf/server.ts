import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../tests/support/free-port'
import { processorMs, residentMb } from './processes'

/** A server of the bench's own: built code, its own process, its own data, gone afterwards. */
export type BenchServer = {
  readonly publicUrl: string
  readonly staffUrl: string
  readonly dataDir: string
  readonly residentMb: () => number
  /** Processor time used so far, in milliseconds: by the service, by its database. */
  readonly processorMs: () => { readonly service: number; readonly database: number }
  readonly stop: () => Promise<void>
}

const THROTTLE_TIMES = '1000000'

const environment = process.env // eslint-disable-line no-restricted-syntax -- a bench starts processes

/** What benches keep for their next run: BENCH_DATA, else a folder beside the temporary ones. */
export const keptData = (): string =>
  environment['BENCH_DATA'] ?? path.join(tmpdir(), 'mingshao-bench')

/** Standard output belongs to the figures alone; of the service's lines only what people are to read is shown. */
const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess => {
  const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
  createInterface(child.stderr).on('line', line => {
    if (!line.startsWith('{')) process.stderr.write(`${line}\n`)
  })
  return child
}

const build = async (): Promise<void> => {
  const [code] = (await once(
    run(process.execPath, ['assets/build.mjs', '--if-needed'], environment),
    'exit',
  )) as [number | null]
  if (code !== 0) throw new Error('the build failed')
}

const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (child.exitCode !== null) throw new Error('the server did not start')
    const answer = await fetch(`${url}/readyz`).catch(() => undefined)
    if (answer?.ok === true) return
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  throw new Error('the server was not ready within a minute')
}

/** BENCH_PROFILE=folder npm run bench -- …: where the service's time goes, for the developer tools of a browser. */

const postmasterOf = (dataDir: string): number =>
  Number(
    readFileSync(path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8').split(
      '\n',
    )[0],
  )

/** @param keptIn a folder whose data is used again by the next run; without it the data is thrown away */
export const startServer = async (keptIn?: string): Promise<BenchServer> => {
  await build()
  if (keptIn !== undefined) await mkdir(keptIn, { recursive: true })
  const dataDir = keptIn ?? (await mkdtemp(path.join(tmpdir(), 'mingshao-bench-')))
  const [publicPort, staffPort] = [await freePort(), await freePort()]
  const urlOf = (port: number) => `http://127.0.0.1:${port}`
  const child = run(process.execPath, ["-r","/tmp/perf/prof.cjs", 'dist/src/server.js'], {
    PATH: environment['PATH'],
    DATA_DIR: dataDir,
    PUBLIC_PORT: publicPort.toString(),
    STAFF_PORT: staffPort.toString(),
    // All visitors of a bench come from one network.
    THROTTLE_TIMES, PROCESSES: process.env.PROCESSES,
  })
  const pid = child.pid ?? 0
  const stop = async () => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    if (child.exitCode === null) await gone
    if (keptIn === undefined) await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await untilReady(urlOf(publicPort), child)
  } catch (error) {
    await stop()
    throw error
  }
  process.stderr.write(`limits per network raised ${THROTTLE_TIMES} times (THROTTLE_TIMES)\n`)
  return {
    publicUrl: urlOf(publicPort),
    staffUrl: urlOf(staffPort),
    dataDir,
    residentMb: () => residentMb(pid, postmasterOf(dataDir)),
    processorMs: () => {
      const database = processorMs(postmasterOf(dataDir))
      return { service: processorMs(pid) - database, database }
    },
    stop,
  }
}
