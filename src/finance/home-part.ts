import type { HomePart } from '../accounts'
import type { Budget } from '../budget'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { BUDGET } from './budget.view'

/** Changes of the budget that wait for another's answer. */
export const createFinanceHomePart =
  ({ waiting }: Pick<Budget, 'waiting'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'budget.change')) return {}
    const others = (await waiting(tx, actor.organisationId)).filter(
      ({ askedBy }) => askedBy !== actor.id,
    )
    if (others.length === 0) return {}
    const count = String(others.length)
    return { lights: [{ lamp: 'amber', count, href: BUDGET, word: '奖励预算待批准' }] }
  }
