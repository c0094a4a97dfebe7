import { addDays, type Day } from '../platform/clock'
import { periodNames, periodSpan } from '../platform/periods.rules'
import { dimensionWords, headerOf, toClockLine, toRow } from './figure-words.rules'
import { dimensions, type Dimension, type SliceDimension } from './figure.rules'
import type { ClockRow, FigureRow } from './figures.rules'

/** Signed is what was shown: words and figures as they stood in the tables. */
export type ReportContent = {
  readonly body: string
  readonly period: string
  readonly from: string
  readonly until: string
  readonly tables: readonly {
    readonly title: string
    readonly header: readonly string[]
    readonly rows: readonly (readonly string[])[]
  }[]
}

type Told = {
  readonly body: string
  readonly period: string
  readonly span: { readonly from: Day; readonly until: Day }
  readonly figures: Readonly<Record<Dimension, readonly FigureRow[]>>
  readonly clocks: readonly ClockRow[]
  readonly reach: {
    readonly names: Readonly<Record<SliceDimension, ReadonlyMap<string, string>>>
    readonly rules: ReadonlyMap<string, string>
  }
}

export const toContent = ({ body, period, span, figures, clocks, reach }: Told): ReportContent => ({
  ...{ body, period, from: span.from, until: span.until },
  tables: [
    ...dimensions.map(by => ({
      title: `按${dimensionWords[by]}`,
      header: headerOf(by),
      rows: figures[by].map(row => {
        const { name, cells } = toRow(row, by, reach)
        return [name, ...cells]
      }),
    })),
    {
      title: '各项期限',
      header: ['期限', '按期', '超期', '按期率'],
      rows: clocks.map(row => {
        const { name, cells } = toClockLine(row, reach.rules)
        return [name, ...cells]
      }),
    },
  ],
})

/** Periods that are over, the newest first. */
export const reportPeriods = (today: Day): readonly string[] =>
  periodNames(today).filter(name => (periodSpan(name)?.until ?? today) < today)

/** A period that is over; undefined for any other. */
export const reportSpan = (period: string, today: Day) =>
  reportPeriods(today).includes(period) ? periodSpan(period) : undefined

export const dueOn = (until: Day, days: number): Day => addDays(until, days)

export type Standing = 'received' | 'sent' | 'sent-late' | 'returned' | 'missing' | 'late'

type Last = { readonly state: string; readonly sentOn: Day } | undefined

/** How a body stands with a period, as the body above sees it. */
export const standingOf = (last: Last, due: Day, today: Day): Standing => {
  if (last === undefined) return today > due ? 'late' : 'missing'
  if (last.state === 'received' || last.state === 'returned') return last.state
  return last.sentOn > due ? 'sent-late' : 'sent'
}

type Sent = { readonly organisation_id: string; readonly period: string }

const endOf = (period: string): string => periodSpan(period)?.until ?? ''

/** The one that ended last; of several the shortest, which is named first. */
export const newestOf = (periods: readonly string[]): string | undefined =>
  periods.reduce<string | undefined>(
    (newest, one) => (newest === undefined || endOf(one) > endOf(newest) ? one : newest),
    undefined,
  )

/**
 * Which of the periods past their day a body owes: since the first that it sent each of them, and the newest when it
 * never sent any. What ended before it began is not asked for.
 */
export const owedBy = (
  body: string,
  sent: readonly Sent[],
  overdue: readonly string[],
): readonly string[] => {
  const own = sent.filter(one => one.organisation_id === body).map(({ period }) => period)
  const begun = [...own, newestOf(overdue) ?? '']
    .map(endOf)
    .reduce((first, day) => (day < first ? day : first))
  return overdue.filter(period => endOf(period) >= begun && !own.includes(period))
}
