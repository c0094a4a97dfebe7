import type { Case, Cases } from '../cases'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { toFilters, type Asking } from './queue-counts.service'
import { placeValue, type QueueWish } from './queue.rules'

type Deps = {
  readonly cases: Pick<Cases, 'listQueue' | 'scopeOf'>
  readonly edgesFor: (tx: Tx) => Promise<Asking['edges']>
  /** The list behind an address of this site. */
  readonly readAddress: (address: string) => QueueWish
}

/**
 * The rows before and after a case in a list, found by the case's own place in the list's order: two rows are
 * read, whatever the list's length, and a case that has left the list meanwhile still has its neighbours.
 */
export const createNeighbours =
  ({ cases, edgesFor, readAddress }: Deps) =>
  async (
    tx: Tx,
    actor: StaffActor,
    address: string,
    found: Case,
  ): Promise<{ readonly earlier: CaseId | undefined; readonly later: CaseId | undefined }> => {
    const wish = readAddress(address)
    const filters = toFilters(wish, actor, await edgesFor(tx))
    const next = async (backwards: boolean) => {
      const cursor = { value: placeValue(found, wish.sort.by), arrival: found.arrival, backwards }
      const scope = cases.scopeOf(actor)
      const [row] = await cases.listQueue(tx, { scope, filters, sort: wish.sort, cursor, limit: 1 })
      return row?.id
    }
    return { earlier: await next(true), later: await next(false) }
  }
