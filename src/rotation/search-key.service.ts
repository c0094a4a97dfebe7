import type { Visitor } from '../accounts'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Search } from '../search'
import type { CaseId } from '../vocabulary/ids'

type Deps = {
  readonly db: Db
  readonly search: Pick<Search, 'renewal'>
  readonly lawbook: Lawbook
  readonly clock: Clock
}

/** Opening and hashing what is in a case is work: fewer at a time than seals. */
const BATCH = 10

const pause = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

/**
 * Indexes what is left under the newest search key for some seconds, batch by batch, each in a transaction of its own
 * and recorded. Which cases could not be opened is remembered, so that they do not come up again and again.
 */
export const createIndexAnew =
  ({ db, search, lawbook, clock }: Deps) =>
  async (member: Visitor): Promise<{ readonly done: number; readonly closed: number }> => {
    const limits = await db.inTransaction(tx =>
      lawbook.limits(tx, { place: '*', on: dayOf(clock()) }),
    )
    const until = performance.now() + limits['rotation.seconds'] * 1000
    const skip = new Set<CaseId>()
    let done = 0
    let idle = false
    while (!idle && performance.now() < until) {
      const batch = { limit: BATCH, skip: [...skip] }
      const moved = await db.inTransaction(tx => search.renewal.indexAnew(tx, member, batch))
      done += moved.done
      for (const id of moved.closed) skip.add(id)
      idle = moved.done === 0 && moved.closed.length === 0
      await pause()
    }
    return { done, closed: skip.size }
  }
