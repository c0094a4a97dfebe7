import { Agent, get } from 'node:http'
import { round } from './figures'
import { textOf } from './visitor'

/**
 * A process of its own that reads GET / and GET /follow again and again: what the others feel, with an event
 * loop that the load does not hold up. Runs until its standard input ends; then prints its times.
 */
const [base = ''] = process.argv.slice(2)
const agent = new Agent({ keepAlive: true, maxSockets: 1 })

const read = async (path: string): Promise<number> => {
  const began = performance.now()
  await new Promise<void>((resolve, reject) => {
    get(base + path, { agent }, answer => {
      textOf(answer).then(() => {
        resolve()
      }, reject)
    }).once('error', reject)
  })
  return round(performance.now() - began, 2)
}

const watch = async (): Promise<void> => {
  const times: number[] = []
  const state = { going: true }
  process.stdin.once('end', () => {
    state.going = false
  })
  process.stdin.resume()
  await read('/')
  process.stdout.write('ready\n')
  while (state.going) {
    for (const path of ['/', '/follow']) times.push(await read(path))
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  agent.destroy()
  process.stdout.write(`${JSON.stringify(times)}\n`)
}

watch().catch((error: unknown) => {
  process.stderr.write(`onlooker: ${String(error)}\n`)
  process.exitCode = 1
})
