import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { homeWishes, toQueueHomePart } from './home.view'
import type { Queue } from './queue.service'

/** What waits in the queue, on the first page of whoever may see it. */
export const createQueueHomePart =
  (queue: Queue) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'queue.view')) return {}
    const wishes = homeWishes(actor)
    const { counts, today, firstDueOn } = await queue.counts(
      tx,
      actor,
      wishes.map(one => one.wish),
    )
    return toQueueHomePart(wishes, counts, { today, firstDueOn })
  }
