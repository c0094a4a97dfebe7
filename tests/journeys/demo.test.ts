import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { stopPostmaster, findPostmaster } from '../../src/platform/embedded/postmaster'
import { freePort } from '../support/free-port'

let dataDir: string
let ports: readonly [number, number]
const started: ChildProcess[] = []

beforeAll(async () => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), 'mingshao-demo-'))
  ports = [await freePort(), await freePort()]
})
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL')
  const left = findPostmaster(path.join(dataDir, 'postgres/cluster'))
  if (left !== undefined) await stopPostmaster(left.pid)
  rmSync(dataDir, { recursive: true, force: true })
})

const envOf = () => ({
  PATH: process.env['PATH'],
  DATA_DIR: dataDir,
  PUBLIC_PORT: String(ports[0]),
  STAFF_PORT: String(ports[1]),
})
const words = (...more: string[]) => ['--import', 'tsx', 'src/demo.ts', ...more]

const run = (env: NodeJS.ProcessEnv, ...more: string[]) =>
  spawnSync(process.execPath, words(...more), { env, encoding: 'utf8' })

const start = (...more: string[]) => {
  const child = spawn(process.execPath, words(...more), { env: envOf() })
  started.push(child)
  const heard = { text: '' }
  child.stdout.on('data', (piece: Buffer) => (heard.text += piece.toString()))
  child.stderr.on('data', (piece: Buffer) => (heard.text += piece.toString()))
  const ended = new Promise<number | null>(resolve => child.once('exit', resolve))
  return { child, heard, ended }
}

const until = async ({ child, heard }: ReturnType<typeof start>, is: () => boolean) => {
  while (!is()) {
    if (child.exitCode !== null) throw new Error(heard.text)
    await new Promise(done => setTimeout(done, 20))
  }
}

const isRunning = () => findPostmaster(path.join(dataDir, 'postgres/cluster')) !== undefined
const happened = () => {
  const text = readFileSync(path.join(dataDir, 'demo-year.json'), 'utf8')
  return (JSON.parse(text) as { happened: number }).happened
}

it('is killed, stopped by hand, goes on, starts the service with what it made, and tops up beside it', async () => {
  const first = start('--cases', '25', '--no-start')
  await until(first, () => existsSync(path.join(dataDir, 'demo-year.json')))
  first.child.kill('SIGKILL')
  await first.ended
  expect(isRunning()).toBe(true)

  const before = happened()
  const stopped = start('--cases', '25', '--no-start')
  await until(stopped, () => happened() > before)
  stopped.child.kill('SIGINT')
  expect(await stopped.ended).toBe(130)
  expect(stopped.heard.text).toContain('再运行一次，会从这里接着准备')
  expect(isRunning()).toBe(false)

  const second = start('--cases', '25')
  await until(second, () => second.heard.text.includes(`${ports[1]}/staff`))
  expect(second.heard.text).toContain('25 件举报')
  expect(second.heard.text).toMatch(/^ {2}intake +[\w-]+ {2}受理$/m)
  expect((await fetch(`http://127.0.0.1:${ports[0]}/`)).status).toBe(200)

  const beside = run(envOf(), '--cases', '30')
  expect(beside.stdout).toContain('30 件举报')
  expect(beside.stdout).toContain('这次新增 5 件')
  expect(beside.stdout).toContain('服务已经在运行')
  expect(beside.status).toBe(0)
  expect((await fetch(`http://127.0.0.1:${ports[1]}/readyz`)).status).toBe(200)

  // In a terminal it comes twice: from the terminal, and from npm.
  second.child.kill('SIGINT')
  second.child.kill('SIGINT')
  expect(await second.ended).toBe(0)
  expect(isRunning()).toBe(false)
  const tool = ['--import', 'tsx', 'src/cli.ts', 'audit', 'verify']
  expect(spawnSync(process.execPath, tool, { env: envOf() }).status).toBe(0)
}, 240_000)

it.each([
  [{ NODE_ENV: 'production' }],
  [{ DATABASE_URL: 'postgres://mingshao_app@127.0.0.1:1/mingshao' }],
])(
  'puts nothing into a real installation: %p',
  settings => {
    const { PATH } = process.env
    const empty = path.join(dataDir, 'real')
    const done = run({ PATH, DATA_DIR: empty, ...settings })

    expect(done.status).toBe(1)
    expect(done.stderr).toContain('这里是正式环境，不放演示数据')
    expect(existsSync(empty)).toBe(false)
  },
  60_000,
)

it.each([[['--cases', 'many']], [['500']]])(
  'says how it is called: %p',
  given => {
    const done = run(envOf(), ...given)

    expect(done.status).toBe(2)
    expect(done.stdout).toContain('用法：npm run demo')
  },
  60_000,
)
