import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { listBatches } from './batches.repository'
import { countToCheck } from './claims.repository'
import { countExceptions } from './payments.repository'

/** What waits for somebody of the finance side; each counted up to a cap. */
export type Waiting = {
  /** Claims that this person may check. */
  readonly toCheck: number
  /** Batches that others have built. */
  readonly toRelease: number
  /** Payments that did not arrive, or came back. */
  readonly failed: number
}

export const countWaiting = async (
  tx: Tx,
  { id: by, organisationId: body }: Pick<StaffActor, 'id' | 'organisationId'>,
  cap: number,
): Promise<Waiting> => {
  const built = await listBatches(tx, body, { states: ['built'], limit: cap })
  return {
    toCheck: await countToCheck(tx, { body, by, cap }),
    toRelease: built.filter(({ builtBy }) => builtBy !== by).length,
    failed: await countExceptions(tx, body, cap),
  }
}
