import { CSV_START, csvLine } from './csv.rules'
import type { Cell, Sheet } from './table.rules'
import { packXlsx } from './writing-thread'

export type TableFormat = 'xlsx' | 'csv'

export const tableType: Readonly<Record<TableFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

const WATERMARK = '导出水印'
const NARROW = 16

/** The heading, the headers, every row with the watermark, and at the end how many there are. */
async function* linesOf(sheet: Sheet): AsyncGenerator<(readonly Cell[])[]> {
  const { title, header, watermark, rows, footer } = sheet
  yield [title, [...header, WATERMARK]]
  let count = 0
  for await (const batch of rows) {
    count += batch.length
    yield batch.map(row => [...row, watermark])
  }
  yield [footer(count)]
}

async function* asCsv(sheet: Sheet): AsyncGenerator<Buffer> {
  yield Buffer.from(CSV_START)
  for await (const lines of linesOf(sheet)) yield Buffer.from(lines.map(csvLine).join(''))
}

/**
 * The file, piece by piece and never whole in memory. An XLSX is packed in a thread of its own; batches of a few
 * hundred rows keep the loop free.
 */
export const writeTable = (format: TableFormat, sheet: Sheet): AsyncIterable<Buffer> =>
  format === 'csv'
    ? asCsv(sheet)
    : packXlsx(
        { name: sheet.name, widths: [...sheet.header, WATERMARK].map(() => NARROW) },
        linesOf(sheet),
      )
