import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { COUNTED, type Board } from './board.service'

/** The measures that somebody is responsible for and that are not done yet. */
export const createMeasuresHomePart =
  ({ count }: Pick<Board, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'finding.write')) return {}
    const { open, overdue } = await count(tx, actor)
    if (open === 0) return {}
    const tile = {
      href: '/staff/measures?view=mine',
      count: open < COUNTED ? String(open) : `${COUNTED}+`,
      word: '我负责的处理措施',
    }
    return { tiles: [overdue === 0 ? tile : { ...tile, small: `${overdue} 项超期` }] }
  }
