import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Retention } from './retention.service'

/** Lists that wait for this person: drawn up by somebody else. */
export const createRetentionHomePart =
  (retention: Pick<Retention, 'countWaiting'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'retention.approve')) return {}
    const waiting = await retention.countWaiting(tx, actor)
    if (waiting === 0) return {}
    const href = '/staff/admin/retention'
    return { tiles: [{ href, count: String(waiting), word: '等您批准的销毁清单' }] }
  }
