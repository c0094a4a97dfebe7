import type { HomePart, StaffKeys } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { listsOf } from './board.rules'
import { COUNTED, toHomeTiles } from './home.view'
import type { Release } from './release.service'

/** Requests that wait for this person, and answers that they may still look at. */
export const createReleaseHomePart =
  (release: Pick<Release, 'count' | 'countReadable'>) =>
  async (tx: Tx, actor: StaffActor, keys: StaffKeys): Promise<HomePart> => {
    const visitor = { actor, keys }
    const waiting: ('approve' | 'answer')[] = []
    for (const list of listsOf(actor))
      if (list === 'approve' || list === 'answer') waiting.push(list)
    const counts = new Map<string, number>()
    for (const list of waiting) counts.set(list, await release.count(tx, visitor, list, COUNTED))
    if (isAllowed(actor, 'identity.ask'))
      counts.set('readable', await release.countReadable(tx, visitor, COUNTED))
    return toHomeTiles(counts)
  }
