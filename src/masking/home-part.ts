import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { toHomePart } from './original.view'
import type { Unmasking } from './unmasking.service'

/** What is open unmasked on the first page: it ends soon, and by itself. */
export const createMaskingHomePart =
  (unmasking: Unmasking) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> =>
    toHomePart(await unmasking.listOpen(tx, actor.id))
