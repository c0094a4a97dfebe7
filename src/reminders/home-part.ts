import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { Alerts } from './alerts.service'

/** What the person was reminded of and has not read. */
export const createAlertsHomePart =
  ({ count }: Pick<Alerts, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    const unread = await count(tx, actor)
    if (unread === 0) return {}
    return { tiles: [{ href: '/staff/alerts', count: String(unread), word: '没看过的期限提醒' }] }
  }
