import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { createInterface } from 'node:readline'

/** Starts the onlooker; what comes back ends it and gives the milliseconds of each page it read. */
export const watchOtherPages = async (base: string): Promise<() => Promise<number[]>> => {
  const program = path.join(__dirname, 'onlooker.ts')
  const child = spawn(process.execPath, [...process.execArgv, program, base], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface(child.stdout)
  await once(lines, 'line')
  return async () => {
    const told = once(lines, 'line')
    child.stdin.end()
    const [times] = (await told) as [string]
    return JSON.parse(times) as number[]
  }
}
