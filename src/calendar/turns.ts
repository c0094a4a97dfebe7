import type { Tx } from '../platform/db/transaction'
import { addJob } from '../platform/jobs/jobs.repository'
import type { CalendarChangeId } from '../vocabulary/ids'

export const CALENDAR_WALK = 'calendar.walk'

/**
 * Clocks are counted anew in short turns, so that the service can be stopped at any time. One turn orders the
 * other, and one that is ordered already is not ordered twice.
 */
export type Turn = { readonly id: CalendarChangeId; readonly turn: 'a' | 'b' }

export const orderTurn = (tx: Tx, { id, turn }: Turn): Promise<void> =>
  addJob(tx, { task: CALENDAR_WALK, payload: { id, turn }, key: `${CALENDAR_WALK}:${id}:${turn}` })
