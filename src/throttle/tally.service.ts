import type { Db } from '../platform/db/database'
import { addTo } from './counters.repository'

type Entry = {
  readonly key: Buffer
  readonly amount: number
  readonly tell: (sum: number) => void
  readonly fail: (error: unknown) => void
}

const byKey = (entries: readonly Entry[]): Map<string, [Entry, ...Entry[]]> => {
  const keys = new Map<string, [Entry, ...Entry[]]>()
  for (const entry of entries) {
    const name = entry.key.toString('base64url')
    const same = keys.get(name)
    if (same === undefined) keys.set(name, [entry])
    else same.push(entry)
  }
  return keys
}

const sumOf = (entries: readonly Entry[]): number =>
  entries.reduce((sum, { amount }) => sum + amount, 0)

/**
 * Adds to counts that all nodes share. Requests that come while a statement is under way go together with the next
 * one, and each is told the sum that it would have read by itself, in the order in which they came.
 */
export const createTally = (db: Pick<Db, 'piecemeal'>) => {
  let waiting: Entry[] = []
  let running = false

  const write = async (entries: readonly Entry[]): Promise<void> => {
    const keys = byKey(entries)
    const amounts = [...keys.values()].map(same => ({ key: same[0].key, amount: sumOf(same) }))
    const sums = await db.piecemeal(tx => addTo(tx, amounts))
    for (const [name, same] of keys) {
      let sum = (sums.get(name) ?? 0) - sumOf(same)
      for (const { amount, tell } of same) tell((sum += amount))
    }
  }

  const run = async (): Promise<void> => {
    running = true
    while (waiting.length > 0) {
      const entries = waiting
      waiting = []
      await write(entries).catch((error: unknown) => {
        for (const { fail } of entries) fail(error)
      })
    }
    running = false
  }

  return (key: Buffer, amount: number): Promise<number> =>
    new Promise((tell, fail) => {
      waiting.push({ key, amount, tell, fail })
      if (!running) void run()
    })
}
