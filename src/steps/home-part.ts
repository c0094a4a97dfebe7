import type { HomePart } from '../accounts'
import type { Deadlines } from '../deadlines'
import type { Tx } from '../platform/db/transaction'
import type { Proceedings } from '../proceedings'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'

/** Counting stops there: «100+». */
const CAP = 100

/** Steps and longer clocks that wait for this person: asked for by somebody else. */
export const createApprovalsHomePart =
  (proceedings: Pick<Proceedings, 'countWaiting'>, { extensions }: Pick<Deadlines, 'extensions'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'case.approve')) return {}
    const waiting =
      (await proceedings.countWaiting(tx, actor, CAP)) +
      (await extensions.countWaiting(tx, actor, CAP))
    if (waiting === 0) return {}
    const count = waiting >= CAP ? `${CAP}+` : String(waiting)
    return { tiles: [{ href: '/staff/approvals', count, word: '等您审批' }] }
  }
