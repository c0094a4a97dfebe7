import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Draws } from './draws.service'

/** Draws of colleagues that wait for a word. */
export const createDrawsHomePart =
  (draws: Pick<Draws, 'countWaiting'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'draw.hold')) return {}
    const waiting = await draws.countWaiting(tx, actor)
    if (waiting === 0) return {}
    const text = `有 ${waiting} 次随机抽取等同事写见证字。`
    return { notices: [{ text, href: '/staff/draws' }] }
  }
