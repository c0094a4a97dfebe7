import type { HomePart } from '../accounts'
import type { Awards } from '../awards'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { AWARDS } from './awarding-list.view'

const CAP = 1000

/** What was proposed and waits for a principal. */
export const createAwardingHomePart =
  ({ count }: Pick<Awards, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'award.review')) return {}
    const waiting = await count(tx, actor, 'case', { states: ['proposed'], cap: CAP })
    if (waiting === 0) return {}
    return {
      lights: [{ lamp: 'amber', count: String(waiting), href: AWARDS, word: '奖励意见待审核' }],
    }
  }
