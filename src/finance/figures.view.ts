import type { AwardFigure } from '../awards'
import { drawBars, type Cell } from '../tables'
import { inShort, inYuan } from '../vocabulary/money'

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
  days: row.days === null ? '' : `${row.days} 天`,
})

export const figureHeader = [
  '单位或者月份',
  '批准份数',
  '批准金额（元）',
  '付清份数',
  '付清金额（元）',
  '兑付率',
  '过期没领份数',
  '过期没领金额（元）',
  '从处理决定到付清的天数（中位数）',
]

/** One line of the file. */
export const toCells = (row: FigureRow): Cell[] => [
  row.name,
  row.approved,
  inYuan(row.approvedFen),
  row.paid,
  inYuan(row.paidFen),
  share(row.paid, row.approved),
  row.waived,
  inYuan(row.waivedFen),
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

type Shown = {
  readonly year: number
  readonly years: readonly number[]
  readonly bodies: readonly FigureRow[]
  readonly months: readonly FigureRow[]
}

/** Everything views/finance/figures.ejs prints. */
export const toFiguresPage = ({ year, years, bodies, months }: Shown) => ({
  title: `奖励兑付 ${year} 年`,
  tabs: years.map(one => ({
    ...{ words: `${one} 年`, href: `${FIGURES}?year=${one}`, current: one === year },
  })),
  file: `${FIGURES}/table?year=${year}`,
  bodies: bodies.map(toRow),
  months: months.map(toRow),
  ...chartOf(months),
})
