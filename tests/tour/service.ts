import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const root = path.resolve(__dirname, '../..')

/** The demonstration as a newcomer runs it, in a folder of its own. */
export type Service = {
  readonly publicUrl: string
  readonly staffUrl: string
  readonly passwordOf: (user: string) => string
  /** As `npm run cli -- demo otp` prints it. */
  readonly otpOf: (user: string) => string
  readonly stop: () => Promise<void>
}

// The usual ones: addresses stand on some of the pictures.
const [publicPort, staffPort] = [3000, 3001]

const run = (words: readonly string[], env: NodeJS.ProcessEnv): string =>
  execFileSync(process.execPath, words, { cwd: root, env, encoding: 'utf8' })

export const startDemo = async (cases: number): Promise<Service> => {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'mingshao-tour-'))
  const env = {
    PATH: process.env['PATH'],
    DATA_DIR: dataDir,
    PUBLIC_PORT: publicPort.toString(),
    STAFF_PORT: staffPort.toString(),
  }
  run(['assets/build.mjs', '--if-needed'], env)
  const child = spawn(process.execPath, ['dist/src/demo.js', '--cases', cases.toString()], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  child.stdout.on('data', (piece: Buffer) => (said += piece.toString()))
  while (!said.includes(`${staffPort}/staff`)) {
    if (child.exitCode !== null) throw new Error(`the demonstration ended: ${said}`)
    await new Promise(done => setTimeout(done, 200))
  }
  const accounts = JSON.parse(readFileSync(path.join(dataDir, 'demo-accounts.json'), 'utf8')) as {
    user: string
    password: string
  }[]
  return {
    publicUrl: `http://127.0.0.1:${publicPort}`,
    staffUrl: `http://127.0.0.1:${staffPort}`,
    passwordOf: user => accounts.find(one => one.user === user)?.password ?? '',
    otpOf: user => run(['--import', 'tsx', 'src/cli.ts', 'demo', 'otp', user], env).trim(),
    stop: async () => {
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
