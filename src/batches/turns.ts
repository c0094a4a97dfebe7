import type { Tx } from '../platform/db/transaction'
import { addJob } from '../platform/jobs/jobs.repository'

export const BATCH_RUN = 'batch.run'

/** As with lists of retention: short turns, of which one orders the other, so that the service can be stopped. */
export type Turn = { readonly id: string; readonly turn: 'a' | 'b' }

export const orderTurn = (tx: Tx, { id, turn }: Turn): Promise<void> =>
  addJob(tx, { task: BATCH_RUN, payload: { id, turn }, key: `${BATCH_RUN}:${id}:${turn}` })
