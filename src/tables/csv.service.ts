import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import type { ReadLimits, ReadRow } from './table.rules'
import { troubled } from './table.rules'

const PIECE = 256 * 1024
const encodings = ['utf-8', 'gb18030'] as const

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

const fits = (bytes: Uint8Array, encoding: string): boolean => {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for (const piece of pieces(bytes)) decoder.decode(piece, { stream: true })
    decoder.decode()
    return true
  } catch {
    return false
  }
}

const encodingOf = (bytes: Uint8Array): string => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  const found = encodings.find(encoding => fits(bytes, encoding))
  if (found === undefined) throw troubled('encoding')
  return found
}

function* decodedPieces(bytes: Uint8Array, encoding: string): Generator<string> {
  const decoder = new TextDecoder(encoding)
  for (const piece of pieces(bytes)) {
    const text = decoder.decode(piece, { stream: true })
    if (text.includes('\0')) throw troubled('kind')
    if (text !== '') yield text
  }
  const last = decoder.decode()
  if (last !== '') yield last
}

const separators = [',', '\t', ';']

/** What stands most often in the first line; a comma where none does. */
const separatorOf = (bytes: Uint8Array, encoding: string): string => {
  const start = new TextDecoder(encoding).decode(bytes.subarray(0, 4096))
  const [line = ''] = start.split(/\r?\n/, 1)
  const counts = separators.map(sign => line.split(sign).length - 1)
  return separators[counts.indexOf(Math.max(...counts))] ?? ','
}

type Parsed = { readonly record: string[]; readonly info: { readonly lines: number } }

const rowOf = ({ record, info }: Parsed, limits: ReadLimits): ReadRow | undefined => {
  const cells = record.map(cell => cell.trim())
  while (cells.at(-1) === '') cells.pop()
  if (cells.length === 0) return undefined
  if (cells.length > limits.columns) throw troubled('columns')
  if (cells.some(cell => cell.length > limits.cellSigns)) throw troubled('cell')
  return { number: info.lines, cells }
}

const BATCH = 500

/** UTF-8, GB18030 (and Excel's «Unicode text»), whichever the bytes fit. */
export async function* readCsv(bytes: Uint8Array, limits: ReadLimits): AsyncGenerator<ReadRow[]> {
  const encoding = encodingOf(bytes)
  const parser = parse({
    ...{ bom: true, info: true, relax_column_count: true, skip_empty_lines: true },
    delimiter: separatorOf(bytes, encoding),
    max_record_size: limits.columns * limits.cellSigns,
  })
  const source = Readable.from(decodedPieces(bytes, encoding))
  source.on('error', error => parser.destroy(error))
  source.pipe(parser)
  let batch: ReadRow[] = []
  for await (const parsed of parser as AsyncIterable<Parsed>) {
    const row = rowOf(parsed, limits)
    if (row !== undefined) batch.push(row)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  yield batch
}
