import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { digest, naiveLines } from './count-everything'

const run = promisify(execFile)
const script = path.join(__dirname, 'count-everything.ts')

const countIn = async (zone: string): Promise<unknown> => {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, TZ: zone, NODE_OPTIONS: '' },
  })
  return JSON.parse(stdout)
}

// Every day from 2020 to 2027, twelve kinds of period, moments at 00:00 and 23:59 in Asia/Shanghai.
it.each(['Asia/Shanghai', 'America/New_York', 'Pacific/Kiritimati'])(
  'a process in %s counts as the clerk does',
  async zone => {
    expect(await countIn(zone)).toEqual({ zone, digest: digest(naiveLines()) })
  },
  60_000,
)
