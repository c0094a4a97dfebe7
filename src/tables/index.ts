// Answers for sheets as such: writes rows as CSV or XLSX, with formulas made harmless and a watermark in every
// row, and reads XLSX and CSV that strangers made, in a thread with bounded time and memory, after their
// directory was looked at. What is too large, packed like a bomb or broken is told by a word.
// Never knows a case, a person or a database, never keeps a file, and never writes to a disk.
export { drawBars } from './chart.rules'
export { CSV_START, csvLine } from './csv.rules'
export { writePlainTable } from './plain.service'
export { readTable } from './reading-thread'
export type { Cell, ReadEnd, ReadLimits, ReadRow, Sheet, Trouble } from './table.rules'
export { troubleWords } from './trouble.rules'
export { tableType, writeTable, type TableFormat } from './write.service'
