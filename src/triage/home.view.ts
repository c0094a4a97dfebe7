import type { HomePart } from '../accounts'
import { LOAD_CAP } from '../cases'
import { dayInWords } from '../platform/clock'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import type { TeamMember, Today } from './home'
import {
  countInWords,
  lights,
  plainWish,
  queueHref,
  saidOutright,
  type QueueWish,
} from './queue.rules'

type HomeWish = { readonly word: string; readonly wish: QueueWish }

const lightWords = { red: '超期', amber: '快到期', green: '正常' } as const
const lightWishes = lights.map(light => ({ light, wish: { ...plainWish, light } }))

const news: HomeWish = { word: '有新留言', wish: { ...plainWish, view: 'new-messages' } }
const mine: HomeWish = { word: '我的在办', wish: { ...plainWish, view: 'mine' } }

const isPrincipal = ({ duties }: StaffActor): boolean => duties.includes('principal')

/** Intake decides and assigns; a handler has what was given to him. */
const tileWishes = (actor: StaffActor): readonly HomeWish[] =>
  isAllowed(actor, 'case.triage')
    ? [
        { word: '待受理', wish: { ...plainWish, filters: { state: 'received' } } },
        { word: '待分派', wish: { ...plainWish, filters: { state: 'accepted' } } },
        ...(actor.duties.includes('handler') ? [mine] : []),
        news,
      ]
    : [mine, news]

/** Every number of the page is asked for in one go: the lamps, then the tiles. */
export const homeWishes = (actor: StaffActor): readonly QueueWish[] =>
  [...lightWishes, ...tileWishes(actor)].map(({ wish }) => wish)

/** Who leads sees what each handler has in hand. */
export const seesTeam = isPrincipal

const noneWords = ({ next }: Today): string =>
  next === undefined ? '今天没有到期的。' : `今天没有到期的。最近的期限是 ${dayInWords(next)}。`

export const toTodayPart = (today: Today): NonNullable<HomePart['today']> => ({
  rows: today.rows.map(({ id, number, what }) => ({ href: caseHref(id), number, what })),
  more: today.more ? queueHref({ ...plainWish, view: 'due' }) : '',
  none: noneWords(today),
})

export const toQueueHomePart = (actor: StaffActor, counts: readonly number[]): HomePart => ({
  lights: lightWishes.map(({ light, wish }, at) => ({
    lamp: light,
    word: lightWords[light],
    count: countInWords(counts[at] ?? 0),
    href: queueHref(wish),
  })),
  tiles: tileWishes(actor).map(({ word, wish }, at) => ({
    href: queueHref(wish),
    count: countInWords(counts[lightWishes.length + at] ?? 0),
    word,
  })),
})

/** More colleagues than these nobody reads on a first page; who needs help comes first. */
const MOST_PEOPLE = 20

const loadInWords = (count: number): string =>
  count >= LOAD_CAP ? `${LOAD_CAP.toLocaleString('en-US')}+` : count.toLocaleString('en-US')

const toLoad = ({ id, name, load }: TeamMember) => {
  const href = (light: QueueWish['light']): string =>
    saidOutright(queueHref({ ...plainWish, light, filters: { handler: id } }))
  const hot = (count: number, lamp: 'red' | 'amber') => (count > 0 ? lamp : '')
  return {
    name,
    cells: [
      { word: '在办', count: loadInWords(load.open), href: href(undefined), lamp: '' as const },
      {
        ...{ word: '超期', count: loadInWords(load.overdue), href: href('red') },
        lamp: hot(load.overdue, 'red'),
      },
      {
        ...{ word: '快到期', count: loadInWords(load.near), href: href('amber') },
        lamp: hot(load.near, 'amber'),
      },
    ],
  } as const
}

export const toTeamPart = (team: readonly TeamMember[]): NonNullable<HomePart['team']> => ({
  people: team.slice(0, MOST_PEOPLE).map(toLoad),
  others:
    team.length > MOST_PEOPLE
      ? `另有 ${team.length - MOST_PEOPLE} 位承办人，手上超期和快到期的更少。`
      : '',
})
