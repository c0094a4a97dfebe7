import type { HomePart } from '../accounts'
import { dayInWords, type Day } from '../platform/clock'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { countInWords, plainWish, queueHref, type QueueWish } from './queue.rules'

type HomeWish = { readonly word: string; readonly wish: QueueWish }

const clocks: readonly HomeWish[] = [
  { word: '超期', wish: { ...plainWish, light: 'red' } },
  { word: '快到期', wish: { ...plainWish, light: 'amber' } },
]
const news: HomeWish = { word: '有新留言', wish: { ...plainWish, view: 'new-messages' } }

/** Intake decides and assigns; a handler has what was given to him. */
export const homeWishes = (actor: StaffActor): readonly HomeWish[] =>
  isAllowed(actor, 'case.triage')
    ? [
        { word: '待受理', wish: { ...plainWish, filters: { state: 'received' } } },
        { word: '待分派', wish: { ...plainWish, filters: { state: 'accepted' } } },
        ...clocks,
        news,
      ]
    : [{ word: '我的在办', wish: { ...plainWish, view: 'mine' } }, ...clocks, news]

type Dates = { readonly today: Day; readonly firstDueOn: Day | undefined }

const dueLine = ({ today, firstDueOn }: Dates): string[] =>
  firstDueOn === undefined || firstDueOn <= today
    ? []
    : [`今天没有到期的。最近的期限是 ${dayInWords(firstDueOn)}。`]

export const toQueueHomePart = (
  wishes: readonly HomeWish[],
  counts: readonly number[],
  dates: Dates,
): HomePart => ({
  tiles: wishes.map(({ word, wish }, at) => ({
    href: queueHref(wish),
    count: countInWords(counts[at] ?? 0),
    word,
  })),
  lines: dueLine(dates),
})
