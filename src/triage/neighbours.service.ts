import type { Case, Cases } from '../cases'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { countEach, toFilters, type Asking } from './queue-counts.service'
import { countCap, placeValue, type QueueWish } from './queue.rules'

type Deps = {
  readonly cases: Cases
  readonly endless: Asking['endless']
  readonly edgesFor: (tx: Tx) => Promise<Asking['edges']>
  /** The list behind an address of this site. */
  readonly readAddress: (address: string) => QueueWish
}

type Around = {
  readonly earlier: CaseId | undefined
  readonly later: CaseId | undefined
  /** Its number in the list, from 1; undefined where it has left it or lies too far down to be counted. */
  readonly place: number | undefined
  /** How many the list has; counting stops at the cap of every list. */
  readonly of: { readonly count: number; readonly more: boolean }
}

/**
 * The rows before and after a case in a list, found by the case's own place in the list's order: two rows are
 * read, whatever the list's length, and a case that has left the list meanwhile still has its neighbours.
 */
export const createNeighbours =
  ({ cases, endless, edgesFor, readAddress }: Deps) =>
  async (tx: Tx, actor: StaffActor, address: string, found: Case): Promise<Around> => {
    const wish = readAddress(address)
    const edges = await edgesFor(tx)
    const filters = toFilters(wish, actor, edges)
    const scope = cases.scopeOf(actor)
    const own = { value: placeValue(found, wish.sort.by), arrival: found.arrival }
    const next = async (backwards: boolean) => {
      const cursor = { ...own, backwards }
      const [row] = await cases.listQueue(tx, { scope, filters, sort: wish.sort, cursor, limit: 1 })
      return row?.id
    }
    const asked = { scope, filters, sort: wish.sort, cursor: own }
    const place = await cases.placeInQueue(tx, asked, countCap)
    // Where it is not in the list any more, it has no place of it either.
    const [count = 0] =
      place === undefined ? [] : await countEach({ cases, endless, tx, actor, edges }, [wish])
    return {
      earlier: await next(true),
      later: await next(false),
      place,
      of: { count, more: count >= countCap },
    }
  }
