import type { AwardFigure } from '../awards'
import { dayInWords, type Day } from '../platform/clock'
import { periodNames, periodWords } from '../platform/periods.rules'
import { drawBars, type Cell } from '../tables'
import { inShort, inYuan } from '../vocabulary/money'
import type { FigurePlaces } from './figure-places'
import { figuresQuery, type FiguresWish } from './figures-wish.rules'

export const FIGURES = '/staff/finance/figures'

export type FigureRow = AwardFigure & { readonly name: string }

const share = (part: number, whole: number): string =>
  whole === 0 ? '' : `${((part / whole) * 100).toFixed(1)}%`

const toRow = (row: FigureRow) => ({
  name: row.name,
  approved: `${row.approved} 份，${inShort(row.approvedFen)}`,
  paid: `${row.paid} 份，${inShort(row.paidFen)}`,
  rate: share(row.paid, row.approved),
  waived: `${row.waived} 份，${inShort(row.waivedFen)}`,
  reclaimed: `${row.reclaimed} 份，${inShort(row.reclaimedFen)}`,
  days: row.days === null ? '' : `${row.days} 天`,
})

export const figureHeader = [
  '按什么分',
  '地区、单位或者月份',
  '批准份数',
  '批准金额（元）',
  '付清份数',
  '付清金额（元）',
  '兑付率（%）',
  '过期没领份数',
  '过期没领金额（元）',
  '已追回份数',
  '已追回金额（元）',
  '从处理决定到付清的天数（中位数）',
]

/** To be added up by a spreadsheet: fen are exact in it as far as a number is. */
const yuanCell = (fen: bigint): Cell =>
  fen > BigInt(Number.MAX_SAFE_INTEGER) ? inYuan(fen) : Number(fen) / 100

const percentCell = (part: number, whole: number): Cell =>
  whole === 0 ? null : Math.round((part / whole) * 1000) / 10

const toCells = (kind: string, row: FigureRow): Cell[] => [
  ...[kind, row.name, row.approved, yuanCell(row.approvedFen)],
  ...[row.paid, yuanCell(row.paidFen), percentCell(row.paid, row.approved)],
  ...[row.waived, yuanCell(row.waivedFen), row.reclaimed, yuanCell(row.reclaimedFen)],
  row.days,
]

const chartOf = (rows: readonly FigureRow[]) => ({
  chart:
    rows.length === 0
      ? undefined
      : drawBars(
          rows.map(({ name, days }) => ({ label: name, value: days ?? undefined })),
          value => (value === undefined ? '还没有付清的' : `${value} 天`),
        ),
  chartTitle: '从处理决定到付清的天数（中位数）',
})

export type Figures = {
  readonly wish: FiguresWish
  readonly today: Day
  readonly places: Pick<FigurePlaces, 'choices' | 'wordsOf'>
  readonly all: readonly FigureRow[]
  readonly months: readonly FigureRow[]
  readonly districts: readonly FigureRow[]
  readonly bodies: readonly FigureRow[]
}

export const monthInWords = (key: string): string =>
  `${key.slice(0, 4)} 年 ${Number(key.slice(5))} 月`

export const titleOf = ({ wish, places }: Pick<Figures, 'wish' | 'places'>): string => {
  const { period, span, place } = wish
  const when =
    period === 'days' ? `${dayInWords(span.from)}到 ${dayInWords(span.until)}` : periodWords(period)
  return `奖励兑付 ${when}${place === '' ? '' : `（${places.wordsOf(place)}）`}`
}

/** One district says no more than the sum of all. */
const districtsOf = ({ districts }: Figures): readonly FigureRow[] =>
  districts.length > 1 ? districts : []

/** Every line of the file, in the order of the page; each says which table it is of, so that nothing is added twice. */
export const cellsOf = (figures: Figures): Cell[][] =>
  (
    [
      ['合计', figures.all],
      ['月份', figures.months],
      ['地区', districtsOf(figures)],
      ['单位', figures.bodies],
    ] as const
  ).flatMap(([kind, rows]) => rows.map(row => toCells(kind, row)))

const filtersOf = ({ wish, today, places }: Figures) => ({
  periods: [
    ...periodNames(today).map(value => ({
      ...{ value, words: periodWords(value), selected: value === wish.period },
    })),
    { value: 'days', words: '自选日期（本单位）', selected: wish.period === 'days' },
  ],
  places: places.choices.map(one => ({ ...one, selected: one.value === wish.place })),
  ...{ from: wish.from, until: wish.until, fault: wish.fault, unused: wish.unused },
})

/** Everything views/finance/figures.ejs prints. */
export const toFiguresPage = (figures: Figures) => ({
  title: titleOf(figures),
  filters: filtersOf(figures),
  file: `${FIGURES}/table?${figuresQuery(figures.wish)}`,
  all: figures.all.map(toRow),
  months: figures.months.map(toRow),
  districts: districtsOf(figures).map(toRow),
  bodies: figures.bodies.map(toRow),
  ...chartOf(figures.months),
})
