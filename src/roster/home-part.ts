import type { HomePart } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Roster } from './roster.service'
import { ROSTER, halfDayWords } from './roster.view'

/** Half-days soon in which nobody answers the telephone, for those who answer for it. */
export const createRosterHomePart =
  ({ ahead }: Pick<Roster, 'ahead'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'roster.watch')) return {}
    const { days, gaps } = await ahead(tx, actor)
    const [first] = gaps
    if (first === undefined) return {}
    const light = {
      ...({ lamp: 'red', count: String(gaps.length), href: ROSTER } as const),
      word: `今后 ${days} 个工作日没有人接电话的半天，最近的是 ${halfDayWords(first, first.day)}`,
    }
    return { lights: [light] }
  }
