import { inShort, inYuan } from '../vocabulary/money'
import { withThousands } from '../vocabulary/typing'
import { measures, type Dimension, type Measure, type SliceDimension } from './figure.rules'
import type { ClockRow, FigureRow, ShownCell } from './figures.rules'

type Named = { readonly names: Readonly<Record<SliceDimension, ReadonlyMap<string, string>>> }

export const dimensionWords: Readonly<Record<Dimension, string>> = {
  ...{ body: '单位', month: '月份', behaviour: '类别', source: '来源' },
}

const measureWords: Readonly<Record<Measure, string>> = {
  ...{ received: '收到', takenOver: '接收移交', refused: '不予受理', filed: '立案' },
  ...{ notFiled: '不予立案', decided: '作出决定', found: '查实', closed: '结案' },
  ...{ met: '按期', missed: '超期', recovered: '追回基金', fined: '罚款' },
}

const isMoney = (measure: Measure): boolean => measure === 'recovered' || measure === 'fined'

/** As the table says it: what is not shown is said to be so, never left empty. */
const HIDDEN = '不显示'
const NONE = '—'

export const countWords = (value: number | undefined): string =>
  value === undefined ? HIDDEN : withThousands(BigInt(value))

export const shareWords = (share: number | undefined): string =>
  share === undefined ? NONE : `${share.toFixed(1)}%`

export const cellWords = (measure: Measure, cell: ShownCell): string => {
  if (cell === undefined) return HIDDEN
  return isMoney(measure) ? inShort(cell.fen) : countWords(cell.number)
}

const groupWords = (group: string, by: Dimension, { names }: Named): string => {
  if (by === 'month') return `${group.slice(0, 4)} 年 ${Number(group.slice(5))} 月`
  return names[by].get(group) ?? group
}

const shares = { timeliness: '按期率', verification: '查实率' } as const

export const headerOf = (by: Dimension): string[] => [
  dimensionWords[by],
  ...measures.map(measure => measureWords[measure]),
  ...Object.values(shares),
]

export const nameOf = ({ group }: FigureRow, by: Dimension, reach: Named): string =>
  group === undefined ? '合计' : groupWords(group, by, reach)

export const toRow = (row: FigureRow, by: Dimension, reach: Named) => ({
  name: nameOf(row, by, reach),
  isSum: row.group === undefined,
  cells: [
    ...measures.map(measure => cellWords(measure, row.cells[measure])),
    shareWords(row.timeliness),
    shareWords(row.verification),
  ],
})

/** For a file: numbers stay numbers, money is in yuan to the fen. */
export const toFileRow = (row: FigureRow, by: Dimension, reach: Named): (string | number)[] => [
  nameOf(row, by, reach),
  ...measures.map(measure => {
    const cell = row.cells[measure]
    if (cell === undefined) return HIDDEN
    return isMoney(measure) ? inYuan(cell.fen) : cell.number
  }),
  shareWords(row.timeliness),
  shareWords(row.verification),
]

export const toClockLine = (
  { rule, met, missed, share }: ClockRow,
  rules: ReadonlyMap<string, string>,
) => ({
  name: rules.get(rule) ?? rule,
  cells: [countWords(met), countWords(missed), shareWords(share)],
})
