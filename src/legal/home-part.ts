import type { HomePart } from '../accounts'
import { dayInWords } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Legal } from './legal'

/** What lies at the legal desk. */
export const createLegalHomePart =
  ({ count }: Pick<Legal, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'review.view')) return {}
    const { waiting, overdue, next } = await count(tx, actor)
    if (waiting === 0) return { lines: ['没有等着法制审核的案件。'] }
    const tile = { href: '/staff/legal', count: String(waiting), word: '待法制审核' }
    const small = [
      ...(overdue === 0 ? [] : [`${overdue} 件超期`]),
      ...(next === undefined ? [] : [`最近的期限 ${dayInWords(next)}`]),
    ].join('，')
    return { tiles: [{ ...tile, small }] }
  }
