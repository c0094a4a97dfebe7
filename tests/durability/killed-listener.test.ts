import { readdirSync, readFileSync } from 'node:fs'
import { build, createService, isAlive, until, type Service } from './service'

let service: Service

beforeAll(async () => {
  await build()
  service = await createService({ PROCESSES: '2' })
  await service.start()
  // One that listens answers already; the doors stay open without it only once the other listens too.
  await until('both listen', () => service.said().includes('工作端'))
})
afterAll(() => service.clear())

const commandOf = (pid: number): string => {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return ''
  }
}

const parentOf = (pid: number): number => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[1])
  } catch {
    return 0
  }
}

const listeners = (): number[] =>
  readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => commandOf(pid).includes('listener.js') && parentOf(pid) === service.pid())

/** On a connection of its own: one that is kept may lead to the process that died. */
const answers = async (): Promise<boolean> => {
  const headers = { connection: 'close' }
  const answer = await fetch(`${service.publicUrl}/report`, { headers }).catch(() => undefined)
  return answer?.status === 200
}

it('replaces a process that died; the doors stay open meanwhile', async () => {
  const before = listeners()
  expect(before).toHaveLength(2)
  process.kill(before[0] ?? 0, 'SIGKILL')
  // Until the service has noticed, some milliseconds, it may hand a connection to the one that is gone.
  await until('it is noticed', () => service.said().includes('a listening process died'))

  for (let tries = 0; tries < 20; tries += 1) expect(await answers()).toBe(true)
  await until('there are two again', () => listeners().length === 2)
  expect(listeners()).not.toContain(before[0])
  expect(await answers()).toBe(true)
})

it('leaves none behind when the service itself is killed, and comes back on the same ports', async () => {
  const before = listeners()
  await service.kill('SIGKILL')
  await until('all are gone', () => before.every(pid => !isAlive(pid)))
  await service.start()

  expect(listeners()).toHaveLength(2)
  expect(await answers()).toBe(true)
})

it('ends all of them when it is asked to end', async () => {
  const before = listeners()
  await service.kill('SIGTERM')
  expect(before.filter(isAlive)).toEqual([])
})
