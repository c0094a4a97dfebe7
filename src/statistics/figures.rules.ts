import { measures, type Count, type Measure, type What } from './figure.rules'
import { hiddenIn, showsShare, type IsSmall, type Table } from './hiding.rules'

/** The column that something counts for; a decision that found something counts twice. */
const stepMeasures: Readonly<Record<string, Measure>> = {
  'take-over': 'takenOver',
  refuse: 'refused',
  file: 'filed',
  'not-file': 'notFiled',
  close: 'closed',
}

const measureOfWhat: Partial<Record<What, Measure>> = {
  ...{ received: 'received', recovered: 'recovered', fined: 'fined' },
  ...{ 'clock-met': 'met', 'clock-late': 'missed', 'clock-open': 'missed' },
}

const measuresOf = ({ what, code }: Pick<Count, 'what' | 'code'>): readonly Measure[] => {
  if (what === 'decided') return code === 'dropped' ? ['decided'] : ['decided', 'found']
  return [(what === 'step' ? stepMeasures[code] : measureOfWhat[what]) ?? []].flat()
}

type Cell = { readonly number: number; readonly fen: bigint }
type Grid = Readonly<Record<Measure, readonly (readonly Cell[])[]>>

const nothing: Cell = { number: 0, fen: 0n }
const plus = (one: Cell, other: Cell): Cell => ({
  number: one.number + other.number,
  fen: one.fen + other.fen,
})
const sumOf = (cells: readonly Cell[]): Cell => cells.reduce(plus, nothing)

const withSums = (cells: readonly (readonly Cell[])[]): Cell[][] => {
  const rows = cells.map(row => [...row, sumOf(row)])
  const width = rows[0]?.length ?? 1
  const below = Array.from({ length: width }, (_, at) => sumOf(rows.map(row => row[at] ?? nothing)))
  return [...rows, below]
}

type Axes = { readonly groups: readonly string[]; readonly slices: readonly string[] }

const add = (cells: Cell[][], row: number | undefined, column: number, one: Cell): void => {
  const line = row === undefined ? undefined : cells[row]
  if (line !== undefined && column >= 0) line[column] = plus(line[column] ?? nothing, one)
}

const ofEach = <T>(make: (measure: Measure) => T): Record<Measure, T> =>
  Object.fromEntries(measures.map(measure => [measure, make(measure)])) as Record<Measure, T>

const gridOf = (counts: readonly Count[], { groups, slices }: Axes): Grid => {
  const rowOf = new Map(groups.map((name, at) => [name, at]))
  const bare = ofEach(() => groups.map(() => slices.map(() => nothing)))
  for (const one of counts)
    for (const measure of measuresOf(one))
      add(bare[measure], rowOf.get(one.group), slices.indexOf(one.slice), one)
  return ofEach(measure => withSums(bare[measure]))
}

/** undefined: not shown. */
export type ShownCell = Cell | undefined
export type FigureRow = {
  /** undefined: the sum of all rows. */
  readonly group: string | undefined
  readonly cells: Readonly<Record<Measure, ShownCell>>
  /** Shares in percent, to one place; undefined: nothing to divide, or not shown. */
  readonly timeliness: number | undefined
  readonly verification: number | undefined
}

type Least = { readonly cell: number; readonly body: number }
type Asked = Axes & {
  readonly least: Least
  /** Where the bodies stand: one to which little came is not shown at all. */
  readonly bodies: 'groups' | 'slices' | undefined
  /** Which slice is looked at; undefined: all of them. */
  readonly slice: string | undefined
}

const percent = (part: number, whole: number): number => Math.round((part * 1000) / whole) / 10

const shareOf = (
  part: number | undefined,
  whole: number | undefined,
  least: number,
): number | undefined =>
  part !== undefined && whole !== undefined && showsShare(part, whole, least)
    ? percent(part, whole)
    : undefined

const both = (one: ShownCell, other: ShownCell): number | undefined =>
  one === undefined || other === undefined ? undefined : one.number + other.number

const sharesOf = (cells: FigureRow['cells'], least: number) => ({
  timeliness: shareOf(cells.met?.number, both(cells.met, cells.missed), least),
  verification: shareOf(cells.found?.number, both(cells.decided, cells.notFiled), least),
})

/** What is counted behind a figure; of money the entries, and one at least where there is a sum. */
const sizeOf = ({ number, fen }: Cell): number =>
  fen === 0n ? number : Math.max(1, Math.abs(number))

const tableOf = (cells: readonly (readonly Cell[])[]): Table => cells.map(row => row.map(sizeOf))

const cameIn = (received: readonly (readonly Cell[])[], row: number, column: number): number =>
  received[row]?.[column]?.number ?? 0

const smallnessOf = (
  received: readonly (readonly Cell[])[],
  { groups, slices, least, bodies }: Asked,
): IsSmall => {
  if (bodies === 'groups')
    return row => row < groups.length && cameIn(received, row, slices.length) < least.body
  if (bodies === 'slices')
    return (_row, column) =>
      column < slices.length && cameIn(received, groups.length, column) < least.body
  return () => false
}

/**
 * The rows of a table with their sum as the last. What is not shown is decided on all slices at once, so that one
 * slice and the whole do not give away another.
 */
export const toFigureRows = (counts: readonly Count[], asked: Asked): FigureRow[] => {
  const { groups, slices, least, slice } = asked
  const grid = gridOf(counts, asked)
  const column = slice === undefined ? slices.length : slices.indexOf(slice)
  const isSmall = smallnessOf(grid.received, asked)
  const hidden = ofEach(measure => hiddenIn(tableOf(grid[measure]), least.cell, isSmall))
  const shown = (measure: Measure, row: number): ShownCell =>
    hidden[measure][row]?.[column] === true ? undefined : (grid[measure][row]?.[column] ?? nothing)
  return [...groups, undefined].map((group, row) => {
    const cells = ofEach(measure => shown(measure, row))
    return { group, cells, ...sharesOf(cells, least.cell) }
  })
}

export type ClockRow = {
  readonly rule: string
  readonly met: number | undefined
  readonly missed: number | undefined
  readonly share: number | undefined
}

/** Which clocks were kept: by rule, of those that were due in the period. */
export const toClockRows = (counts: readonly Count[], least: number): ClockRow[] => {
  const rules = new Map<string, { met: number; missed: number }>()
  for (const one of counts) {
    if (!one.what.startsWith('clock-') || one.what === 'clock-paused') continue
    const rule = rules.get(one.code) ?? { met: 0, missed: 0 }
    rules.set(one.code, rule)
    rule[one.what === 'clock-met' ? 'met' : 'missed'] += one.number
  }
  const sorted = [...rules].sort(([one], [other]) => one.localeCompare(other))
  const table = sorted.map(([, { met, missed }]) => [met, missed])
  const sums = [0, 1].map(at => table.reduce((sum, row) => sum + (row[at] ?? 0), 0))
  const hidden = hiddenIn([...table, sums], least)
  return sorted.map(([rule, { met, missed }], row) => {
    const shown = (value: number, at: number) => (hidden[row]?.[at] === true ? undefined : value)
    const [kept, late] = [shown(met, 0), shown(missed, 1)]
    const whole = kept === undefined || late === undefined ? undefined : kept + late
    return { rule, met: kept, missed: late, share: shareOf(kept, whole, least) }
  })
}
