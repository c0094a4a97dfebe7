import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { listHref } from './handing.rules'
import type { Handings } from './handings.service'

/** Counting stops there: «100+». */
const CAP = 100

const shown = (count: number): string => (count >= CAP ? `${CAP}+` : String(count))

type Counted = { readonly waiting: number; readonly late: number }

const tileOf = (href: string, word: string, { waiting, late }: Counted) =>
  waiting === 0
    ? []
    : [{ href, count: shown(waiting), word, ...(late === 0 ? {} : { small: `${late} 件超期` }) }]

/** What came from another body and waits here, and what came back. */
export const createHandingsHomePart =
  ({ count }: Pick<Handings, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'handing.view')) return {}
    const counts = await count(tx, actor, CAP)
    const returned = { waiting: counts.returned, late: 0 }
    return {
      tiles: [
        ...tileOf(listHref('in'), '移交来，待接收', counts.in),
        ...tileOf(listHref('answer'), '待答复移交单位', counts.answer),
        ...tileOf(listHref('out'), '移交退回，待重新办理', returned),
        ...(actor.duties.includes('principal')
          ? tileOf(listHref('above'), '待指定管辖', counts.above)
          : []),
      ],
    }
  }
