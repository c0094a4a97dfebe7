import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { channelPath } from './channel.rules'
import type { Reception } from './reception.service'

/** Sheets that this officer has left unfinished; the way to a new one stands in the menu. */
export const createReceptionHomePart =
  (reception: Pick<Reception, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'report.register')) return {}
    const waiting = await reception.count(tx, actor.id)
    if (waiting === 0) return {}
    return {
      tiles: [{ href: channelPath('hotline'), count: String(waiting), word: '没有记完的登记' }],
    }
  }
