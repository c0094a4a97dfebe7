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

/** One lamp over all cases that this person may see. */
export type HomeLight = {
  readonly lamp: 'red' | 'amber' | 'green'
  readonly word: string
  readonly count: string
  readonly href: string
}

/** What ends today, or that nothing does and when something will. */
type HomeToday = {
  readonly rows: readonly {
    readonly href: string
    readonly number: string
    readonly what: string
  }[]
  /** Where the others are; '' when these are all. */
  readonly more: string
  /** Said in place of the rows. */
  readonly none: string
}

/** What one colleague has in hand; the numbers lead to just these cases. */
type HomeLoad = {
  readonly name: string
  readonly cells: readonly {
    readonly word: string
    readonly count: string
    readonly href: string
    readonly lamp: 'red' | 'amber' | ''
  }[]
}

/** What a room above has to say to one person on the first page. */
export type HomePart = {
  readonly lights?: readonly HomeLight[]
  readonly today?: HomeToday
  readonly tiles?: readonly HomeTile[]
  readonly team?: { readonly people: readonly HomeLoad[]; readonly others: string }
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

const isSilent = ({ lights, today, tiles, team, lines, notices }: HomePart): boolean =>
  [lights, today?.rows, tiles, team?.people, lines, notices].every(
    some => some === undefined || some.length === 0,
  ) && today === undefined

export const toHomePage = ({ actor, organisation, before, parts }: Home) => ({
  title: '工作台',
  name: actor.displayName,
  organisation,
  duties: actor.duties.map(duty => dutyNames[duty]).join('、'),
  lastSignedIn:
    before === undefined
      ? '这是您第一次登录。'
      : `上次登录：${momentInWords(before)}。如果不是您本人，请马上告诉安全管理员。`,
  lights: parts.flatMap(part => part.lights ?? []),
  days: parts.flatMap(part => part.today ?? []),
  tiles: parts.flatMap(part => part.tiles ?? []),
  teams: parts.flatMap(part => part.team ?? []),
  lines: parts.flatMap(part => part.lines ?? []),
  notices: parts.flatMap(part => part.notices ?? []),
  isIdle: parts.every(isSilent),
})
