import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { listHref } from './list.view'
import type { TransferState } from './transfer.rules'
import type { Transfers } from './transfers.service'

/** Counting stops there: «100+». */
const CAP = 100

const words: Partial<Record<TransferState, string>> = {
  asked: '移送待批准',
  approved: '移送待送出',
  left: '移送待签收',
  received: '移送待答复',
}

/** What waits of the transfers to other departments. */
export const createTransfersHomePart =
  ({ count }: Pick<Transfers, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'transfer.write')) return {}
    const counted = await count(tx, actor, CAP)
    return {
      tiles: counted.flatMap(({ state, number, late }) => {
        const word = words[state]
        if (word === undefined) return []
        const small = late === 0 ? {} : { small: `${late} 件超期` }
        const shown = number >= CAP ? `${CAP}+` : String(number)
        return [{ href: listHref('open'), count: shown, word, ...small }]
      }),
    }
  }
