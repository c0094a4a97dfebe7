import type { Readable } from 'node:stream'
import { TextDecoder } from 'node:util'
import type { LawPoint, Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import { createCsvReader, type CsvRecord } from './csv.rules'
import type { ImportResult, NewInstitution, RowError } from './institution'
import { csvHeader, readHeader, readRow, type RowLaw } from './institution-row.rules'
import type { Registry } from './registry.service'

type Deps = { readonly registry: Registry; readonly lawbook: Lawbook; readonly clock: Clock }

/** Called twice: once to tell the encoding, once to read. */
type CsvSource = () => Readable

export type InstitutionImport = {
  /**
   * CSV with the header 编码,名称,类别,区划代码,地址, in UTF-8 or GB18030. Rows that are in order come
   * in; the others are named in `errors`. A file may be imported again and again.
   * @throws refused `institutions.encoding`, `institutions.header`, `institutions.quotes`
   */
  readonly importCsv: (tx: Tx, open: CsvSource) => Promise<ImportResult>
}

export const createInstitutionImport = ({ registry, lawbook, clock }: Deps): InstitutionImport => ({
  importCsv: async (tx, open) => {
    const law = await readRowLaw(tx, lawbook, { place: '*', on: dayOf(clock()) })
    const result = { added: 0, changed: 0, unchanged: 0 }
    const errors: RowError[] = []
    for await (const batch of batchesOf(readRows(open, law), errors)) {
      const counts = await registry.importAll(tx, batch)
      result.added += counts.added
      result.changed += counts.changed
      result.unchanged += counts.unchanged
    }
    return { ...result, errors }
  },
})

const readRowLaw = async (tx: Tx, lawbook: Lawbook, at: LawPoint): Promise<RowLaw> => {
  const limits = await lawbook.limits(tx, at)
  const targets = await lawbook.list(tx, 'target-kind', at)
  return {
    kinds: new Set(targets.flatMap(({ data }) => data.institutionKinds)),
    code: limits['registry.code'],
    name: limits['registry.name'],
    address: limits['registry.address'],
  }
}

/** undefined when the bytes are no text in this encoding. Without a piece: what is left at the end. */
const tryDecode = (decoder: TextDecoder, piece?: Buffer): string | undefined => {
  try {
    return piece === undefined ? decoder.decode() : decoder.decode(piece, { stream: true })
  } catch {
    return undefined
  }
}

/** Text that is not UTF-8 is taken for GB18030, which spreadsheets in China write. */
const tellEncoding = async (open: CsvSource): Promise<'utf-8' | 'gb18030'> => {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for await (const piece of open())
    if (tryDecode(decoder, piece as Buffer) === undefined) return 'gb18030'
  return tryDecode(decoder) === undefined ? 'gb18030' : 'utf-8'
}

const decode = (decoder: TextDecoder, piece?: Buffer): string => {
  const text = tryDecode(decoder, piece)
  if (text === undefined) throw refused('institutions.encoding')
  return text
}

async function* readRecords(open: CsvSource): AsyncGenerator<CsvRecord> {
  const decoder = new TextDecoder(await tellEncoding(open), { fatal: true })
  const reader = createCsvReader()
  for await (const piece of open()) yield* reader.push(decode(decoder, piece as Buffer))
  yield* reader.push(decode(decoder))
  if (reader.isOpen()) throw refused('institutions.quotes')
  yield* reader.end()
}

type Read = NewInstitution | RowError

async function* readRows(open: CsvSource, law: RowLaw): AsyncGenerator<Read> {
  const records = readRecords(open)
  const first = await records.next()
  const header = readHeader(first.done === true ? [] : first.value.fields)
  if (header.missing.length > 0)
    throw refused('institutions.header', {
      missing: header.missing.join('、'),
      header: csvHeader.join(','),
    })
  const seen = new Map<string, number>()
  for await (const { line, fields } of records) {
    const read = readRow(fields, header.order, law)
    const before = read.ok ? seen.get(read.row.code) : undefined
    if (!read.ok) yield { line, problem: read.problem }
    else if (before !== undefined) yield { line, problem: `编码和第 ${before} 行重复` }
    else {
      seen.set(read.row.code, line)
      yield read.row
    }
  }
}

const BATCH = 500

/** Sets errors aside and hands on the rest, some hundreds at a time. */
async function* batchesOf(
  rows: AsyncGenerator<Read>,
  errors: RowError[],
): AsyncGenerator<NewInstitution[]> {
  let batch: NewInstitution[] = []
  for await (const row of rows) {
    if ('problem' in row) errors.push(row)
    else batch.push(row)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
