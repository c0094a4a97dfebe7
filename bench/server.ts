import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** A server of the bench's own: built code, its own process, its own data, gone afterwards. */
export type BenchServer = {
  readonly publicUrl: string
  readonly dataDir: string
  readonly residentMb: () => Promise<number>
  readonly stop: () => Promise<void>
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

const environment = process.env // eslint-disable-line no-restricted-syntax -- a bench starts processes

const run = (command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess =>
  // Standard output belongs to the figures alone.
  spawn(command, args, { env, stdio: ['ignore', 'ignore', 'inherit'] })

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

export const startServer = async (): Promise<BenchServer> => {
  await build()
  const dataDir = await mkdtemp(path.join(tmpdir(), 'mingshao-bench-'))
  const [publicPort, staffPort] = [await freePort(), await freePort()]
  const publicUrl = `http://127.0.0.1:${publicPort}`
  const child = run(process.execPath, ['dist/src/server.js'], {
    PATH: environment['PATH'],
    DATA_DIR: dataDir,
    PUBLIC_PORT: publicPort.toString(),
    STAFF_PORT: staffPort.toString(),
    // All visitors of a bench come from one network.
    THROTTLE_TIMES: '1000000',
  })
  const stop = async () => {
    const gone = once(child, 'exit')
    child.kill('SIGTERM')
    if (child.exitCode === null) await gone
    await rm(dataDir, { recursive: true, force: true })
  }
  try {
    await untilReady(publicUrl, child)
  } catch (error) {
    await stop()
    throw error
  }
  const residentMb = async () => {
    const status = await readFile(`/proc/${child.pid ?? 0}/status`, 'utf8')
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
  }
  return { publicUrl, dataDir, residentMb, stop }
}
