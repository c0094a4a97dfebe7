import type { HomePart, StaffKeys } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { COUNTED } from './lists.rules'
import type { Serving } from './serving.service'
import { countInWords } from './serving.view'

/** Letters that wait for the identity desk. */
export const createServingHomePart =
  (serving: Pick<Serving, 'count'>) =>
  async (tx: Tx, actor: StaffActor, keys: StaffKeys): Promise<HomePart> => {
    if (!isAllowed(actor, 'letter.serve')) return {}
    const count = await serving.count(tx, { actor, keys }, 'waiting', COUNTED)
    if (count === 0) return {}
    const href = '/staff/letters?list=waiting'
    return { tiles: [{ href, count: countInWords(count), word: '文书等您送达' }] }
  }
