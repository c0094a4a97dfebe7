import type { Tally } from '../audit'
import type { Organisation } from '../organisations'
import {
  recordHref,
  SENSITIVE,
  sensitiveKindOf,
  sensitiveKinds,
  sensitiveWords,
  ALL,
  type RecordWish,
  type SensitiveKind,
} from './record-wish.rules'

type View = Tally & { readonly who: string }

const countOf = (views: readonly View[], kind?: SensitiveKind): number =>
  views
    .filter(({ deed }) => kind === undefined || sensitiveKindOf(deed) === kind)
    .reduce((sum, { count }) => sum + count, 0)

const rowOf = (name: string, views: readonly View[], href: string) => ({
  ...{ name, href },
  counts: sensitiveKinds.map(kind => countOf(views, kind)),
  total: countOf(views),
})

const grouped = (views: readonly View[], key: (view: View) => string): Map<string, View[]> => {
  const groups = new Map<string, View[]>()
  for (const view of views) groups.set(key(view), [...(groups.get(key(view)) ?? []), view])
  return groups
}

type Found = {
  readonly wish: RecordWish
  readonly problems: Readonly<Record<string, string>>
  readonly bodies: readonly Organisation[]
  readonly views: readonly View[]
}

/** Everything views/auditing/identity.ejs prints. */
export const toIdentityPage = ({ wish, problems, bodies, views }: Found) => {
  const people = [...grouped(views, ({ actorId }) => actorId ?? '')]
    .map(([person, own]) =>
      rowOf(own[0]?.who ?? '', own, recordHref({ ...wish, person, deed: SENSITIVE, side: '' })),
    )
    .sort((one, other) => other.total - one.total)
  const months = [...grouped(views, ({ month }) => month)]
    .map(([month, own]) => rowOf(month, own, ''))
    .sort((one, other) => (one.name < other.name ? 1 : -1))
  return {
    title: '谁看过身份和原件',
    queryErrors: problems,
    from: wish.from,
    until: wish.until,
    bodies: [
      ...bodies.map(({ id, name }) => ({ value: id, words: name, selected: id === wish.body })),
      ...(bodies.length > 1
        ? [{ value: ALL, words: '本单位和下级单位', selected: wish.body === ALL }]
        : []),
    ],
    kinds: sensitiveKinds.map(kind => sensitiveWords[kind]),
    ...{ people, months },
  }
}
