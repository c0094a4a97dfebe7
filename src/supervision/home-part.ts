import type { HomePart } from '../accounts'
import { dayInWords, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Supervision } from './supervision.service'

/** What reporters of the bodies below have laid before this desk. */
export const createSupervisionHomePart =
  ({ count }: Pick<Supervision, 'count'>) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (!isAllowed(actor, 'appeal.answer')) return {}
    return toHomePart(await count(tx, actor))
  }

type Counts = Awaited<ReturnType<Supervision['count']>>

const toHomePart = ({ waiting, unread, overdue, today, next }: Counts): HomePart => {
  if (waiting === 0) return { lines: ['没有等着处理的异议和求助。'] }
  const parts = [
    ...(unread > 0 ? [`${unread} 件还没有看`] : []),
    ...(overdue > 0 ? [`${overdue} 件超期`] : []),
    ...(today > 0 ? [`${today} 件今天到期`] : []),
  ]
  const tile = { href: '/staff/supervise', count: String(waiting), word: '异议和求助' }
  return {
    tiles: [parts.length === 0 ? tile : { ...tile, small: parts.join('，') }],
    lines: today > 0 || next === null ? [] : [nothingToday(next)],
  }
}

const nothingToday = (next: Day): string =>
  `异议和求助今天没有到期的。最近的期限是 ${dayInWords(next)}。`
