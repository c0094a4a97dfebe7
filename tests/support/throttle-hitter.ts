import { systemClock } from '../../src/platform/clock'
import { openDatabase } from '../../src/platform/db/database'
import { systemRandom } from '../../src/platform/random'
import { createCounters } from '../../src/throttle'

// A process of its own: knocks sixty times at once when it is told to, and says how often it was let in.
const url = process.argv[2] ?? ''
const limit = 5
const knocks = 60

const db = openDatabase(url)
const counters = createCounters({
  db,
  clock: systemClock,
  random: systemRandom,
  installation: { throttleKey: Buffer.alloc(32, 7) },
})
const count = { budget: 'code-tries', network: '4:c00002', minutes: 60 }

const knock = async (): Promise<void> => {
  const sums = await Promise.all(Array.from({ length: knocks }, () => counters.add(count, 1)))
  process.send?.({ passed: sums.filter(sum => sum <= limit).length, highest: Math.max(...sums) })
  await db.close()
  process.disconnect()
}

process.once('message', () => void knock())
process.send?.('ready')
