import type { StaffActor } from '../vocabulary/actor'
import { dutyNames } from '../vocabulary/duty'
import { momentInWords } from './moment'

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
  /** What is good to know and asks for nothing. */
  readonly lines?: readonly string[]
  readonly notices?: readonly { readonly text: string; readonly href?: string }[]
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
      : `上次登录：${momentInWords(before)}。如果不是您本人，请马上告诉安全管理员。`,
  tiles: parts.flatMap(part => part.tiles ?? []),
  lines: parts.flatMap(part => part.lines ?? []),
  notices: parts.flatMap(part => part.notices ?? []),
})
