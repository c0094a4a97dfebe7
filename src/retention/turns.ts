import type { Tx } from '../platform/db/transaction'
import { addJob } from '../platform/jobs/jobs.repository'
import type { RunId } from '../vocabulary/ids'

export const RETENTION_RUN = 'retention.run'

/**
 * A list is worked on in short turns, so that the service can be stopped at any time. One turn orders the other,
 * and one that is ordered already is not ordered twice: there are never more than two.
 */
export type Turn = { readonly id: RunId; readonly turn: 'a' | 'b' }

export const orderTurn = (tx: Tx, { id, turn }: Turn): Promise<void> =>
  addJob(tx, { task: RETENTION_RUN, payload: { id, turn }, key: `${RETENTION_RUN}:${id}:${turn}` })
