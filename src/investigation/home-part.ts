import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Investigation } from './investigation.service'

/** Papers that wait for the second officer's word; the tile leads to the case that waits longest. */
export const createInvestigationHomePart =
  ({ waiting }: Pick<Investigation, 'waiting'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'investigation.confirm')) return {}
    const [first, ...others] = await waiting(tx, actor)
    if (first === undefined) return {}
    const count = others.reduce((sum, one) => sum + one.count, first.count)
    const small = others.length === 0 ? {} : { small: `在 ${others.length + 1} 件里` }
    const href = `/staff/cases/${first.caseId}/record`
    return { tiles: [{ href, count: String(count), word: '待您确认的调查材料', ...small }] }
  }
