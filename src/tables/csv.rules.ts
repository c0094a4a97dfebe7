import type { Cell } from './table.rules'

/** A cell that a spreadsheet would take for a formula is made a text; so are its full-width twins. */
const formula = /^[\s]*[=+\-@＝＋－＠\t\r]/

const harmless = (text: string): string => (formula.test(text) ? `'${text}` : text)

const cell = (value: Cell): string => {
  if (typeof value === 'number') return String(value)
  const safe = harmless(value ?? '')
  return /[",\r\n;\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export const csvLine = (cells: readonly Cell[]): string => `${cells.map(cell).join(',')}\r\n`

/** Excel reads Chinese when this stands first. */
export const CSV_START = '\ufeff'
