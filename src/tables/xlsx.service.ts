import { ZipReader, Uint8ArrayReader, type FileEntry } from '@zip.js/zip.js'
import { createRows, createStrings, createStyles, type Book } from './sheet.rules'
import type { ReadLimits, ReadRow } from './table.rules'
import { troubled } from './table.rules'
import { attributeOf, createTokens, type Token } from './xml.rules'

type Entries = ReadonlyMap<string, FileEntry>

const small = 1024 * 1024

/** What the directory says, before a byte is unpacked. A directory may lie: see `unpack`. */
const inspect = (entry: FileEntry, limits: ReadLimits): void => {
  if (entry.encrypted) throw troubled('password')
  if (/vbaProject|macrosheets/i.test(entry.filename)) throw troubled('macro')
  const { uncompressedSize, compressedSize } = entry
  if (uncompressedSize > limits.unpackedBytes) throw troubled('packed')
  if (uncompressedSize > small && uncompressedSize > compressedSize * limits.ratio)
    throw troubled('packed')
}

const openDirectory = async (bytes: Uint8Array, limits: ReadLimits): Promise<Entries> => {
  const reader = new ZipReader(new Uint8ArrayReader(bytes), { useWebWorkers: false })
  const entries = new Map<string, FileEntry>()
  let seen = 0
  let whole = 0
  for await (const entry of reader.getEntriesGenerator()) {
    seen += 1
    if (seen > limits.entries) throw troubled('packed')
    if (entry.directory) continue
    inspect(entry, limits)
    whole += entry.uncompressedSize
    if (whole > limits.unpackedBytes) throw troubled('packed')
    // Two of one name: which of them is read would be anybody's guess.
    if (entries.has(entry.filename)) throw troubled('broken')
    entries.set(entry.filename, entry)
  }
  return entries
}

/** As text, piece by piece; no more of it than the directory said. */
async function* unpack(entry: FileEntry): AsyncGenerator<string> {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>()
  const failed = { error: undefined as unknown }
  const done = entry.getData(writable, { useWebWorkers: false }).catch((error: unknown) => {
    failed.error = error
    return writable.abort(error).catch(() => undefined)
  })
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let size = 0
  for await (const piece of readable) {
    size += piece.length
    if (size > entry.uncompressedSize) throw troubled('packed')
    yield decoder.decode(piece, { stream: true })
  }
  await done
  if (failed.error !== undefined) throw troubled('broken')
  yield decoder.decode()
}

async function* tokensOf(entries: Entries, name: string): AsyncGenerator<Token[]> {
  const entry = entries.get(name)
  if (entry === undefined) return
  const tokens = createTokens()
  for await (const text of unpack(entry)) yield tokens(text)
}

const eachToken = async (
  entries: Entries,
  name: string,
  take: (token: Token) => void,
): Promise<void> => {
  for await (const tokens of tokensOf(entries, name)) tokens.forEach(take)
}

/** A name inside the packed sheet and nowhere else. */
const inside = (target: string): string =>
  target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`

/** Of the first sheet: where it stands. */
const readWorkbook = async (entries: Entries) => {
  const sheets: string[] = []
  let from1904 = false
  await eachToken(entries, 'xl/workbook.xml', token => {
    if (token.kind !== 'open') return
    if (token.name === 'sheet') sheets.push(attributeOf(token.raw, 'id') ?? '')
    if (token.name === 'workbookPr')
      from1904 = ['1', 'true'].includes(attributeOf(token.raw, 'date1904') ?? '')
  })
  const targets = new Map<string, string>()
  await eachToken(entries, 'xl/_rels/workbook.xml.rels', token => {
    if (token.kind === 'open' && token.name === 'Relationship')
      targets.set(attributeOf(token.raw, 'Id') ?? '', attributeOf(token.raw, 'Target') ?? '')
  })
  const sheet = inside(targets.get(sheets[0] ?? '') ?? 'worksheets/sheet1.xml')
  if (!entries.has(sheet)) throw troubled('broken')
  return { sheet, from1904 }
}

/** The rows of the first sheet, in order; the whole is never unpacked at once. */
export async function* readXlsx(bytes: Uint8Array, limits: ReadLimits): AsyncGenerator<ReadRow[]> {
  const entries = await openDirectory(bytes, limits)
  if (!entries.has('xl/workbook.xml')) throw troubled('kind')
  const { sheet, from1904 } = await readWorkbook(entries)
  const styles = createStyles()
  await eachToken(entries, 'xl/styles.xml', styles.take)
  const strings = createStrings(limits)
  await eachToken(entries, 'xl/sharedStrings.xml', strings.take)
  const book: Book = { strings: strings.strings, days: styles.days, from1904 }
  const rows = createRows(book, limits)
  for await (const tokens of tokensOf(entries, sheet))
    yield tokens.map(rows).filter(row => row !== undefined)
}
