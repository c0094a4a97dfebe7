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

// Every day from 2020 to 2027, every clock of the rules, with and without pauses, moments at 00:00 and 23:59 in
// Asia/Shanghai.
it('processes in three time zones count as the clerk does', async () => {
  const zones = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati']
  const counted = await Promise.all(zones.map(countIn))
  const clerk = digest(naiveLines())
  expect(counted).toEqual(zones.map(zone => ({ zone, digest: clerk })))
}, 60_000)
