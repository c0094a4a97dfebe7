import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { isAlive } from '../../src/platform/embedded/postmaster'
import { freePort } from '../support/free-port'

let dataDir: string
let ports: readonly [number, number]
const started: ChildProcess[] = []

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'mingshao-start-'))
  ports = [await freePort(), await freePort()]
})
afterAll(() => {
  for (const child of started) child.kill('SIGKILL')
  rmSync(dataDir, { recursive: true, force: true })
})

const envOf = () => ({
  PATH: process.env['PATH'],
  DATA_DIR: dataDir,
  PUBLIC_PORT: String(ports[0]),
  STAFF_PORT: String(ports[1]),
})

const tsx = path.resolve('node_modules/tsx/dist/cli.mjs')

type Service = {
  readonly pid: number
  readonly said: () => string
  readonly ended: Promise<number | null>
}

/** The service as npm start runs it, without the build. */
const startService = async (): Promise<Service> => {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/server.ts'], { env: envOf() })
  started.push(child)
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (said += piece.toString()))
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  while (!said.includes(`${ports[1]}/staff`)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(said)
    await new Promise(done => setTimeout(done, 50))
  }
  return { pid: child.pid ?? 0, said: () => said, ended }
}

const visit = async (port: number, page: string): Promise<number> =>
  (await fetch(`http://127.0.0.1:${port}${page}`)).status

const databasePid = (): number =>
  Number(readFileSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])

const runTool = (...words: string[]) =>
  spawnSync(process.execPath, [tsx, 'src/cli.ts', ...words], { env: envOf(), encoding: 'utf8' })

it('starts on nothing, serves both entrances, outlives kill -9, and ends in order', async () => {
  const first = await startService()
  expect(first.said()).toContain(`http://127.0.0.1:${ports[0]}`)
  expect(await visit(ports[0], '/')).toBe(200)
  expect(await visit(ports[1], '/staff/login')).toBe(200)
  expect(await visit(ports[1], '/readyz')).toBe(200)

  const accounts = path.join(dataDir, 'demo-accounts.json')
  expect(statSync(accounts).mode & 0o777).toBe(0o600)
  const [one] = JSON.parse(readFileSync(accounts, 'utf8')) as { user: string }[]
  expect(runTool('demo', 'otp', one?.user ?? '').stdout).toMatch(/^\d{6}\n$/)
  const before = readFileSync(accounts, 'utf8')

  process.kill(first.pid, 'SIGKILL')
  await first.ended
  const database = databasePid()
  expect(isAlive(database)).toBe(true)

  const second = await startService()
  expect(databasePid()).toBe(database)
  expect(readFileSync(accounts, 'utf8')).toBe(before)
  expect(await visit(ports[0], '/')).toBe(200)
  // A tool borrows the database of the running service and leaves it running.
  expect(runTool('audit', 'verify').status).toBe(0)
  expect(await visit(ports[1], '/readyz')).toBe(200)

  process.kill(second.pid, 'SIGTERM')
  expect(await second.ended).toBe(0)
  expect(isAlive(database)).toBe(false)
  expect(existsSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)

  // And a tool alone starts it, and stops it again.
  expect(runTool('audit', 'verify').status).toBe(0)
  expect(existsSync(path.join(dataDir, 'postgres/cluster/postmaster.pid'))).toBe(false)
}, 120_000)

it('does not start in production without its settings, and says which', () => {
  const { PATH } = process.env
  const done = spawnSync(process.execPath, [tsx, 'src/server.ts'], {
    env: { PATH, NODE_ENV: 'production' },
    encoding: 'utf8',
  })

  expect(done.status).toBe(1)
  expect(done.stderr.match(/^缺少 \w+：/gm)).toHaveLength(4)
}, 30_000)
