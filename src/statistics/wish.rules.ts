import { addDays, asDay, type Day } from '../platform/clock'
import { monthName, periodNames, periodSpan, type Span } from '../platform/periods.rules'
import {
  dimensions,
  type Dimension,
  type SliceDimension,
  type StatisticsWish,
} from './figure.rules'

type Query = Readonly<Record<string, unknown>>
type Known = {
  readonly today: Day
  /** What each may be cut by. */
  readonly values: Readonly<Record<SliceDimension, ReadonlySet<string>>>
  /** The body whose days may be chosen freely. */
  readonly own: string
  readonly shortest: number
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

const dayIn = (value: unknown): Day | undefined => {
  try {
    const day = asDay(textOf(value))
    return day.startsWith('20') ? day : undefined
  } catch {
    return undefined
  }
}

const sliceDimensions = ['body', 'behaviour', 'source'] as const

const sliceIn = (query: Query, known: Known): StatisticsWish['slice'] => {
  const of = sliceDimensions.find(one => known.values[one].has(textOf(query[one])))
  return of === undefined ? undefined : { of, value: textOf(query[of]) }
}

const byIn = (query: Query, slice: StatisticsWish['slice']): Dimension => {
  const open = dimensions.filter(one => one !== slice?.of)
  return open.find(one => one === query['by']) ?? (slice?.of === 'body' ? 'month' : 'body')
}

const earlier = (one: Day, other: Day): Day => (one < other ? one : other)

const daysIn = (query: Query, { today, shortest }: Known): Span | undefined => {
  const from = dayIn(query['from'])
  const until = dayIn(query['until'])
  if (from === undefined || until === undefined || from > today) return undefined
  return addDays(from, shortest - 1) <= earlier(until, today) ? { from, until } : undefined
}

/**
 * What the address asks for; what it does not know is left away. At most one thing is cut out at a time, and days
 * are chosen freely for one's own body only: figures that are hidden are not to be found by subtracting.
 */
export const readWish = (
  query: Query,
  known: Known,
): StatisticsWish & { readonly refusedDays: boolean } => {
  const { today, own } = known
  const usual = monthName(today)
  const asked = textOf(query['period'])
  const days = asked === 'days' ? daysIn(query, known) : undefined
  const slice = days === undefined ? sliceIn(query, known) : ({ of: 'body', value: own } as const)
  const name = periodNames(today).includes(asked) ? asked : usual
  const { from, until } = days ?? periodSpan(name) ?? { from: today, until: today }
  return {
    period: days === undefined ? name : 'days',
    span: { from, until: earlier(until, today) },
    by: byIn(query, slice),
    slice,
    refusedDays: asked === 'days' && days === undefined,
  }
}

/** The address of these figures, with something else of it. */
export const hrefOf = (
  path: string,
  wish: StatisticsWish,
  change: Partial<{ by: Dimension }> = {},
): string => {
  const { period, span, slice } = wish
  const query = new URLSearchParams({ period, by: change.by ?? wish.by })
  if (period === 'days') {
    query.set('from', span.from)
    query.set('until', span.until)
  } else if (slice !== undefined) query.set(slice.of, slice.value)
  return `${path}?${query.toString()}`
}
