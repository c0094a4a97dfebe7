import { asDay, type Day } from '../platform/clock'
import { periodNames, periodSpan, type Span } from '../platform/periods.rules'

type Query = Readonly<Record<string, unknown>>

export type FiguresWish = {
  /** m2026-11, q2026-4, y2026 or days */
  readonly period: string
  readonly span: Span
  /** A place of the reader's reach by its name in the address; '' for all of it. */
  readonly place: string
  /** As typed, for the form. */
  readonly from: string
  readonly until: string
  /** What is wrong with the days; '' where nothing is. */
  readonly fault: string
  /** Days were typed, and another period chosen. */
  readonly unused: boolean
}

type Known = {
  readonly today: Day
  readonly places: readonly string[]
  /** The place of the reader's own body. */
  readonly own: string
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

const dayIn = (text: string): Day | undefined => {
  try {
    return asDay(text)
  } catch {
    return undefined
  }
}

const daysIn = (from: string, until: string): Span | string => {
  const [first, last] = [dayIn(from), dayIn(until)]
  if (first === undefined || last === undefined)
    return '自选日期要写开始和结束两天，例如 2026-11-01'
  return first <= last ? { from: first, until: last } : '结束日期早于开始日期'
}

/** A month, quarter or year by its name; this year where the name is none. */
const named = (asked: string, today: Day): { readonly period: string; readonly span: Span } => {
  const period = periodNames(today).includes(asked) ? asked : `y${today.slice(0, 4)}`
  return { period, span: periodSpan(period) ?? { from: today, until: today } }
}

/**
 * What the address asks for; names that it does not know are left away. Days are chosen freely for one's own body only:
 * what another body paid on one day is that body's affair.
 */
export const readFiguresWish = (query: Query, { today, places, own }: Known): FiguresWish => {
  const typed = { from: textOf(query['from']), until: textOf(query['until']) }
  const asked = textOf(query['period'])
  const whole = named(asked, today)
  if (asked !== 'days') {
    const place = places.find(one => one === query['place']) ?? ''
    return { ...whole, ...typed, place, fault: '', unused: typed.from + typed.until !== '' }
  }
  const days = daysIn(typed.from, typed.until)
  const read =
    typeof days === 'string' ? { span: whole.span, fault: days } : { span: days, fault: '' }
  return { period: asked, ...typed, ...read, place: own, unused: false }
}

/** The address of the same question. */
export const figuresQuery = ({ period, place, from, until }: FiguresWish): string => {
  const query = new URLSearchParams({ period })
  if (place !== '') query.set('place', place)
  if (period === 'days') {
    query.set('from', from)
    query.set('until', until)
  }
  return query.toString()
}
