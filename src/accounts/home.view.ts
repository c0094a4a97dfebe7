import type { StaffActor } from '../vocabulary/actor'
import { dutyNames } from '../vocabulary/duty'
import { isAllowed } from '../vocabulary/permission'

/** A number with a place to go to. */
type HomeTile = {
  readonly href: string
  readonly count: string
  readonly word: string
  readonly small?: string
}

/** What a room above has to say to one person on the first page. */
export type HomePart = {
  readonly tiles?: readonly HomeTile[]
  readonly notices?: readonly { readonly text: string; readonly href?: string }[]
}

const moment = new Intl.DateTimeFormat('zh-CN', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
})

const inWords = (date: Date): string => {
  const parts = new Map(moment.formatToParts(date).map(({ type, value }) => [type, value]))
  const part = (name: Intl.DateTimeFormatPartTypes) => parts.get(name) ?? ''
  return `${part('year')} 年 ${part('month')} 月 ${part('day')} 日 ${part('hour')}:${part('minute')}`
}

type Home = {
  readonly actor: StaffActor
  readonly organisation: string
  readonly before: Date | undefined
  readonly parts: readonly HomePart[]
}

export const toHomePage = ({ actor, organisation, before, parts }: Home) => ({
  title: '工作台',
  name: actor.displayName,
  organisation,
  duties: actor.duties.map(duty => dutyNames[duty]).join('、'),
  lastSignedIn:
    before === undefined
      ? '这是您第一次登录。'
      : `上次登录：${inWords(before)}。如果不是您本人，请马上告诉安全管理员。`,
  tiles: parts.flatMap(part => part.tiles ?? []),
  notices: parts.flatMap(part => part.notices ?? []),
  hasQueue: isAllowed(actor, 'queue.view'),
})
