import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { Desks } from './desks.service'
import { toHomePart } from './desks.view'

/** What the desks have to say on the first page: keys that wait to be handed over. */
export const createDesksHomePart =
  (desks: Desks) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> =>
    toHomePart(await desks.pending(tx, actor), await desks.isPending(tx, actor))
