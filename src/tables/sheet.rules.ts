import type { ReadLimits, ReadRow } from './table.rules'
import { troubled } from './table.rules'
import { attributeOf, type Token } from './xml.rules'

export type Book = {
  readonly strings: readonly string[]
  /** By the number of a style: whether its numbers are days. */
  readonly days: readonly boolean[]
  /** Days are counted from 1904 (old Macintosh). */
  readonly from1904: boolean
}

const DAY = 86_400_000
const builtInDays = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 58)

/** A format that writes a year, a month or a day; what stands in quotes or brackets writes nothing. */
const showsDays = (code: string): boolean =>
  /[ymd年月日]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]/g, ''))

/** Which styles show a number as a day. */
export const createStyles = () => {
  const custom = new Map<number, boolean>()
  const days: boolean[] = []
  let inside = false
  const opened = ({ name, raw }: Extract<Token, { kind: 'open' }>): void => {
    const id = Number(attributeOf(raw, 'numFmtId') ?? 0)
    if (name === 'numFmt') custom.set(id, showsDays(attributeOf(raw, 'formatCode') ?? ''))
    if (name === 'cellXfs') inside = true
    if (name === 'xf' && inside) days.push(custom.get(id) ?? builtInDays(id))
  }
  return {
    days,
    take: (token: Token): void => {
      if (token.kind === 'open') opened(token)
      else if (token.kind === 'close' && token.name === 'cellXfs') inside = false
    },
  }
}

/** The texts that cells point at, without how they are read aloud. */
export const createStrings = ({ cellSigns }: Pick<ReadLimits, 'cellSigns'>) => {
  const strings: string[] = []
  let current = ''
  let isText = false
  let isSpoken = false
  const closed = (name: string): void => {
    if (name === 'rPh') isSpoken = false
    if (name === 't') isText = false
    if (name !== 'si') return
    if (current.length > cellSigns) throw troubled('cell')
    strings.push(current)
    current = ''
  }
  const opened = ({ name, empty }: Extract<Token, { kind: 'open' }>): void => {
    if (name === 'rPh') isSpoken = !empty
    if (name === 't') isText = !empty
    if (empty) closed(name)
  }
  return {
    strings,
    take: (token: Token): void => {
      if (token.kind === 'open') opened(token)
      else if (token.kind === 'close') closed(token.name)
      else if (isText && !isSpoken) current += token.text
    },
  }
}

/** A = 0, B = 1, …; what names no column follows the one before. */
const columnOf = (place: string | undefined, next: number): number => {
  const [letters = ''] = /^[A-Z]{1,3}/.exec(place ?? '') ?? []
  if (letters === '') return next
  return Buffer.from(letters).reduce((sum, sign) => sum * 26 + sign - 64, 0) - 1
}

/** 45987 is a day of the calendar; an hour of it is left away. */
const dayWords = (text: string, from1904: boolean): string => {
  const serial = Math.floor(Number(text))
  if (!Number.isFinite(serial) || serial < 1 || serial > 2_958_465) return text
  const moved = from1904 ? serial + 1462 : serial
  return new Date(Date.UTC(1899, 11, 30) + moved * DAY).toISOString().slice(0, 10)
}

/** 0.1 + 0.2 as a sheet stores it: 15 digits that count. */
const numberWords = (text: string): string => {
  const value = Number(text)
  if (!Number.isFinite(value) || /^\d{16,}$/.test(text)) return text
  return Number.isInteger(value) ? value.toFixed(0) : String(Number(value.toPrecision(15)))
}

type OpenCell = { readonly column: number; readonly type: string; readonly style: number }

const byType: Readonly<Record<string, (text: string, book: Book) => string>> = {
  s: (text, { strings }) => strings[Number(text)] ?? '',
  b: text => (text === '1' ? '是' : '否'),
  e: () => '',
  str: text => text,
  inlineStr: text => text,
  d: text => text,
}

const valueOf = ({ type, style }: OpenCell, text: string, book: Book): string => {
  if (text === '') return ''
  const read = byType[type]
  if (read !== undefined) return read(text, book)
  return book.days[style] === true ? dayWords(text, book.from1904) : numberWords(text)
}

/** Rows of a sheet out of its pieces. Of a formula only the value that was stored with it is read. */
export const createRows = (book: Book, limits: Pick<ReadLimits, 'columns' | 'cellSigns'>) => {
  let cells: string[] = []
  let number = 0
  let cell: OpenCell | undefined
  let text = ''
  let isValue = false

  const endCell = (): void => {
    if (cell === undefined) return
    const value = valueOf(cell, text, book).trim()
    if (value !== '') {
      if (cell.column >= limits.columns) throw troubled('columns')
      if (value.length > limits.cellSigns) throw troubled('cell')
      while (cells.length < cell.column) cells.push('')
      cells[cell.column] = value
    }
    cell = undefined
    text = ''
  }
  const endRow = (): ReadRow | undefined => {
    const row = cells.length > 0 ? { number, cells } : undefined
    cells = []
    return row
  }
  let next = 0
  const openRow = (raw: string): void => {
    number = Number(attributeOf(raw, 'r') ?? number + 1)
    next = 0
  }
  const openCell = (raw: string, empty: boolean): void => {
    const column = columnOf(attributeOf(raw, 'r'), next)
    next = column + 1
    const type = attributeOf(raw, 't') ?? ''
    cell = empty ? undefined : { column, type, style: Number(attributeOf(raw, 's') ?? 0) }
  }
  const opened = ({ name, raw, empty }: Extract<Token, { kind: 'open' }>): void => {
    if (name === 'row') openRow(raw)
    if (name === 'c') openCell(raw, empty)
    if (name === 'v' || name === 't') isValue = !empty
  }
  const closed = (name: string): ReadRow | undefined => {
    if (name === 'v' || name === 't') isValue = false
    if (name === 'c') endCell()
    return name === 'row' ? endRow() : undefined
  }
  return (token: Token): ReadRow | undefined => {
    if (token.kind === 'close') return closed(token.name)
    if (token.kind === 'open') opened(token)
    else if (isValue && cell !== undefined) text += token.text
    return undefined
  }
}
