import { readdirSync, readFileSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import type { Site } from './site'

/** Something that was said, by a name that a failing test may print. */
export type Canaries = Readonly<Record<string, string>>
export type Haystack = { readonly place: string; readonly bytes: Buffer }

/** Chinese in GB18030: Node reads it but does not write it, so the two-byte part is turned round. */
const gb18030 = ((): ReadonlyMap<string, Buffer> => {
  const decoder = new TextDecoder('gb18030')
  const table = new Map<string, Buffer>()
  for (let lead = 0x81; lead <= 0xfe; lead += 1)
    for (let trail = 0x40; trail <= 0xfe; trail += 1) {
      const bytes = Buffer.from([lead, trail])
      const sign = decoder.decode(bytes)
      if (sign.length === 1 && sign !== '\ufffd') table.set(sign, bytes)
    }
  return table
})()

export const toGb18030 = (text: string): Buffer =>
  Buffer.concat(Array.from(text, sign => gb18030.get(sign) ?? Buffer.from(sign)))

/** Base64 depends on where in its three-byte groups a text begins: the part that is the same for all. */
const base64At = (bytes: Buffer, offset: number): string => {
  const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64')
  return encoded.slice(offset === 0 ? 0 : 4, encoded.length - 4)
}

const writings = (bytes: Buffer): (readonly [string, Buffer])[] => [
  ['as it is', bytes],
  ['hex', Buffer.from(bytes.toString('hex'))],
  ['HEX', Buffer.from(bytes.toString('hex').toUpperCase())],
  ...[0, 1, 2].flatMap(offset => {
    const text = base64At(bytes, offset)
    return [
      ['base64', Buffer.from(text)] as const,
      ['base64url', Buffer.from(text.replaceAll('+', '-').replaceAll('/', '_'))] as const,
    ]
  }),
]

const inJson = (text: string): string =>
  text.replaceAll(/[^ -~]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** Every way in which a text may lie somewhere without being sealed. */
const spellings = (text: string): (readonly [string, Buffer])[] => [
  ...writings(Buffer.from(text)).map(([how, bytes]) => [`utf8 ${how}`, bytes] as const),
  ...writings(toGb18030(text)).map(([how, bytes]) => [`gb18030 ${how}`, bytes] as const),
  ...writings(Buffer.from(text, 'utf16le')).map(([how, bytes]) => [`utf16 ${how}`, bytes] as const),
  ['percent', Buffer.from(encodeURIComponent(text))],
  ['escaped', Buffer.from(inJson(text))],
]

/** What was found, and where; a test expects nothing. */
export const findTraces = (haystacks: readonly Haystack[], canaries: Canaries): string[] =>
  Object.entries(canaries).flatMap(([name, text]) =>
    spellings(text).flatMap(([how, needle]) =>
      haystacks
        .filter(({ bytes }) => bytes.includes(needle))
        .map(({ place }) => `${name} (${how}) in ${place}`),
    ),
  )

/** Every row of every table: as the database writes it out, and its bytes as they lie. */
export const dumpTables = async ({ tables }: Site): Promise<Haystack[]> => {
  const names = await tables('information_schema.tables')
    .where({ table_type: 'BASE TABLE' })
    .whereNotIn('table_schema', ['pg_catalog', 'information_schema'])
    .select<{ table_schema: string; table_name: string }[]>('table_schema', 'table_name')
  const dumped: Haystack[] = []
  for (const { table_schema: schema, table_name: table } of names) {
    const { rows: written } = await tables.raw<{ rows: { row: string }[] }>(
      'select t::text as row from ??.?? t',
      [schema, table],
    )
    // Of the other columns the text tells all, in whatever type they are.
    const columns = await tables('information_schema.columns')
      .where({ table_schema: schema, table_name: table, data_type: 'bytea' })
      .pluck<string[]>('column_name')
    const rows: Record<string, unknown>[] =
      columns.length === 0 ? [] : await tables.withSchema(schema).table(table).select(columns)
    const bytes = rows.flatMap(row => Object.values(row)).filter(value => Buffer.isBuffer(value))
    const text = written.map(({ row }) => row).join('\n')
    dumped.push({ place: `table ${table}`, bytes: Buffer.from(text) })
    dumped.push({ place: `bytes of table ${table}`, bytes: Buffer.concat(bytes) })
  }
  return dumped
}

const filesBelow = (folder: string): string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => path.join(entry.parentPath, entry.name))
  } catch {
    // Another test took its folder away while we looked.
    return []
  }
}

const readIfThere = (file: string): Buffer => {
  try {
    return readFileSync(file)
  } catch {
    return Buffer.alloc(0)
  }
}

/** Names and contents of what lies below a folder. */
export const dumpFolder = (folder: string): Haystack[] =>
  filesBelow(folder).map(file => ({
    place: file,
    bytes: Buffer.concat([Buffer.from(`${file}\n`), readIfThere(file)]),
  }))

const largestTemporary = 32 * 1024 * 1024

const isRecent = (file: string, since: number): boolean => {
  try {
    const { ctimeMs, size } = statSync(file)
    return ctimeMs >= since && size <= largestTemporary
  } catch {
    return false
  }
}

/**
 * Whatever anybody has written below the folders for temporary files since then, the database's log too; but not the tests
 * themselves, which their runner translates there while others run.
 */
export const dumpTemporary = (since: number): Haystack[] =>
  ['/dev/shm', os.tmpdir()]
    .flatMap(filesBelow)
    .filter(file => file.endsWith('postgres.log') || !file.includes('/cluster/'))
    .filter(file => !file.includes('/jest-transform-cache-'))
    .filter(file => isRecent(file, since))
    .map(file => ({
      place: file,
      bytes: Buffer.concat([Buffer.from(`${file}\n`), readIfThere(file)]),
    }))
