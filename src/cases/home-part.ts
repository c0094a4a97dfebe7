import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Cases } from './cases.service'
import { toExclusionsHome } from './exclusions.view'

const COUNTED = 100

/** Cases that lack a handler because somebody keeps away: for whoever assigns anew. */
export const createExclusionsHomePart =
  (cases: Pick<Cases, 'countShortHanded'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> =>
    isAllowed(actor, 'case.exclude')
      ? toExclusionsHome(await cases.countShortHanded(tx, actor, COUNTED))
      : {}
