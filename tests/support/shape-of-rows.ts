import type { Site } from './site'

type Row = Readonly<Record<string, unknown>>
type Tables = ReadonlyMap<string, readonly Row[]>

/** Unlogged, salted anew every hour and left out of dumps; and what knex keeps for itself. */
const aside = /^(throttle|knex)/

const dump = async ({ tables }: Site): Promise<Tables> => {
  const names = await tables('information_schema.tables')
    .where({ table_schema: 'public', table_type: 'BASE TABLE' })
    .orderBy('table_name')
    .pluck<string[]>('table_name')
  const found = new Map<string, Row[]>()
  for (const name of names.filter(one => !aside.test(one))) found.set(name, await tables<Row>(name))
  return found
}

const uuid = /[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g
/** Places in an order: what counts is that there is one. */
const ordered = /^(arrival|serial|last|position|seq|totp_step)$/

/** Keyed hashes of the search. */
const tokens = /^(marks|print|tokens)$/

/** What a dump shows of one value, without what is random or another moment anyway. */
const look = (column: string, value: unknown): unknown => {
  if (Buffer.isBuffer(value)) return `${value.length} bytes`
  if (value instanceof Date) return 'a moment'
  if (Array.isArray(value)) return tokens.test(column) ? `${value.length} tokens` : value
  if (typeof value === 'string') return value.replaceAll(uuid, 'an id')
  return ordered.test(column) && value !== null ? 'a place' : value
}

const shapeOf = (row: Row): string =>
  JSON.stringify(Object.entries(row).map(([column, value]) => [column, look(column, value)]))

/** Of a table without keys the same row may lie there twice: each is taken off once. */
const without = (rows: readonly Row[], others: readonly Row[]): Row[] => {
  const left = new Map<string, number>()
  for (const other of others) {
    const text = JSON.stringify(other)
    left.set(text, (left.get(text) ?? 0) + 1)
  }
  return rows.filter(row => {
    const text = JSON.stringify(row)
    const count = left.get(text) ?? 0
    left.set(text, count - 1)
    return count <= 0
  })
}

/** Every row that came, went or changed meanwhile, by its shape. */
export const tracesOf = async (
  site: Site,
  happens: () => Promise<unknown>,
): Promise<Record<string, string[]>> => {
  // One mark an hour, however much comes: each of the three is to find none.
  await site.tables('notice_marks').delete()
  const before = await dump(site)
  await happens()
  const after = await dump(site)
  const traces: Record<string, string[]> = {}
  for (const [table, rows] of after) {
    const old = before.get(table) ?? []
    const shapes = [
      ...without(rows, old).map(row => `+ ${shapeOf(row)}`),
      ...without(old, rows).map(row => `- ${shapeOf(row)}`),
    ]
    if (shapes.length > 0) traces[table] = shapes.sort()
  }
  return traces
}
