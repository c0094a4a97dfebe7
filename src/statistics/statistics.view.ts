import { dayInWords } from '../platform/clock'
import { periodNames, periodWords } from '../platform/periods.rules'
import { drawBars } from '../tables'
import {
  cellWords,
  countWords,
  dimensionWords,
  headerOf,
  nameOf,
  shareWords,
  toClockLine,
  toRow,
} from './figure-words.rules'
import {
  dimensions,
  type Dimension,
  type SliceDimension,
  type StatisticsWish,
} from './figure.rules'
import type { FigureRow } from './figures.rules'
import type { Figures, Reach } from './statistics'
import { hrefOf } from './wish.rules'

const STATISTICS = '/staff/statistics'

const sumsOf = (rows: readonly FigureRow[]) => {
  const sum = rows.find(({ group }) => group === undefined)
  if (sum === undefined) return []
  return [
    { head: '收到', words: cellWords('received', sum.cells.received) },
    { head: '按期率', words: shareWords(sum.timeliness) },
    { head: '查实率', words: shareWords(sum.verification) },
    { head: '追回基金', words: cellWords('recovered', sum.cells.recovered) },
    { head: '罚款', words: cellWords('fined', sum.cells.fined) },
  ]
}

const optionsOf = (names: ReadonlyMap<string, string>, chosen: string) =>
  [...names].map(([value, words]) => ({ value, words, selected: value === chosen }))

const sliceWords = ({ slice }: StatisticsWish, { names }: Reach): string =>
  slice === undefined
    ? ''
    : `，${dimensionWords[slice.of]}：${names[slice.of].get(slice.value) ?? slice.value}`

const spanWords = ({ period, span }: StatisticsWish): string => {
  const days = `${dayInWords(span.from)}至 ${dayInWords(span.until)}`
  return period === 'days' ? days : `${periodWords(period)}（${days}）`
}

export const titleOf = (wish: StatisticsWish, reach: Reach): string =>
  `${spanWords(wish)}${sliceWords(wish, reach)}`

const chartOf = (rows: readonly FigureRow[], by: Dimension, reach: Reach) => {
  const bars = rows
    .filter(({ group }) => group !== undefined)
    .map(row => ({ label: nameOf(row, by, reach), value: row.cells.received?.number }))
  const sorted =
    by === 'month' ? bars : bars.sort((one, other) => (other.value ?? 0) - (one.value ?? 0))
  return sorted.length === 0 ? undefined : drawBars(sorted, countWords)
}

const filtersOf = ({ period, span, slice }: StatisticsWish, reach: Reach) => {
  const chosen = (of: SliceDimension) => (slice?.of === of ? slice.value : '')
  return {
    periods: [
      ...periodNames(reach.today).map(value => ({
        ...{ value, words: periodWords(value), selected: value === period },
      })),
      { value: 'days', words: '自选日期', selected: period === 'days' },
    ],
    from: period === 'days' ? span.from : '',
    until: period === 'days' ? span.until : '',
    bodies: optionsOf(reach.names.body, chosen('body')),
    behaviours: optionsOf(reach.names.behaviour, chosen('behaviour')),
    sources: optionsOf(reach.names.source, chosen('source')),
  }
}

type Page = {
  readonly wish: StatisticsWish & { readonly refusedDays: boolean }
  readonly reach: Reach
  readonly figures: Figures
}

export const toStatisticsPage = ({ wish, reach, figures }: Page) => {
  const { limits, rules } = reach
  const { by } = wish
  return {
    title: '统计',
    caption: titleOf(wish, reach),
    refusedDays: wish.refusedDays
      ? `自选日期要从早到晚，至少 ${limits.days} 天，现在显示的是本月。`
      : '',
    note: `件数不到 ${limits.cell} 件的不显示；收到不到 ${limits.body} 件的单位不单独显示；为了不让人从合计里推算出来，有的数也跟着不显示。自选日期只统计本单位，一次只能选一个单位、类别或者来源。`,
    filters: filtersOf(wish, reach),
    by,
    tabs: dimensions
      .filter(one => one !== wish.slice?.of)
      .map(one => ({
        words: `按${dimensionWords[one]}`,
        href: hrefOf(STATISTICS, wish, { by: one }),
        current: one === by,
      })),
    sums: sumsOf(figures.rows),
    header: headerOf(by),
    rows: figures.rows.map(row => toRow(row, by, reach)),
    clocks: figures.clocks.map(row => toClockLine(row, rules)),
    chart: chartOf(figures.rows, by, reach),
    chartTitle: `按${dimensionWords[by]}收到的件数`,
    csv: hrefOf(`${STATISTICS}/table`, wish),
  }
}
