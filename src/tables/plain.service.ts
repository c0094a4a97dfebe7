import { CSV_START, csvLine } from './csv.rules'
import type { Cell } from './table.rules'
import type { TableFormat } from './write.service'
import { packXlsx } from './writing-thread'

type PlainSheet = {
  readonly name: string
  readonly header: readonly string[]
  readonly rows: AsyncIterable<readonly (readonly Cell[])[]>
}

const NARROW = 18

async function* linesOf({ header, rows }: PlainSheet): AsyncGenerator<(readonly Cell[])[]> {
  yield [header]
  for await (const batch of rows) yield [...batch]
}

async function* asCsv(sheet: PlainSheet): AsyncGenerator<Buffer> {
  yield Buffer.from(CSV_START)
  for await (const lines of linesOf(sheet)) yield Buffer.from(lines.map(csvLine).join(''))
}

/** Headers and rows and nothing else, for a machine that reads them: a bank's. */
export const writePlainTable = (format: TableFormat, sheet: PlainSheet): AsyncIterable<Buffer> =>
  format === 'csv'
    ? asCsv(sheet)
    : packXlsx({ name: sheet.name, widths: sheet.header.map(() => NARROW) }, linesOf(sheet))
