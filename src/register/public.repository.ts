import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { gramsToFind, readQuery } from '../registry'
import type { Entry, Place, PublicFilter } from './entry'
import { entryColumns, toEntry } from './register.repository'

/** Spelled as the partial indexes spell it. */
const PUBLIC = `e.state IN ('published', 'changed')`

const filtered = (tx: Tx, { body, kind, year }: PublicFilter) => {
  const query = sql(tx)('register_entries as e').whereRaw(PUBLIC)
  if (body !== undefined) void query.where('e.organisation_id', body)
  if (kind !== undefined) void query.where('e.kind', kind)
  if (year !== undefined)
    void query.whereBetween('e.decided_on', [`${year}-01-01`, `${year}-12-31`])
  return query
}

type Page = { readonly after: Place | undefined; readonly limit: number }

/** Newest decision first; every filter has an index in this order. */
export const listPublic = async (
  tx: Tx,
  filter: PublicFilter,
  { after, limit }: Page,
): Promise<Entry[]> => {
  const query = filtered(tx, filter)
    .orderBy([
      { column: 'e.decided_on', order: 'desc' },
      { column: 'e.id', order: 'desc' },
    ])
    .limit(limit)
  if (after !== undefined)
    void query.whereRaw('(e.decided_on, e.id) < (?, ?)', [after.on, after.id])
  const rows: unknown[] = await query.select(entryColumns.map(column => `e.${column}`))
  return rows.map(toEntry)
}

const likePart = (part: string) => `%${part.replace(/[\\%_]/g, '\\$&')}%`

const IdRow = z.object({ id: z.string() })

/**
 * Those whose institution or number holds every part of `q`: the index of pairs of signs narrows, and no more than
 * `cap` are looked at, in no order; a million of the same name cost no more than that.
 */
export const idsMatching = async (
  tx: Tx,
  filter: PublicFilter,
  { q, cap }: { readonly q: string; readonly cap: number },
): Promise<string[]> => {
  const parts = readQuery(q)
  const query = filtered(tx, filter).whereRaw('e.grams @> ?::text[]', [gramsToFind(parts)])
  for (const part of parts) void query.where('e.found_text', 'like', likePart(part))
  const rows: unknown[] = await query.limit(cap).select('e.id')
  return rows.map(row => IdRow.parse(row).id)
}

/** Of these, a page, newest decision first. */
export const listAmong = async (
  tx: Tx,
  ids: readonly string[],
  { after, limit }: Page,
): Promise<Entry[]> => {
  const query = sql(tx)('register_entries as e')
    .whereRaw('e.id = ANY(?::uuid[])', [[...ids]])
    .orderBy([
      { column: 'e.decided_on', order: 'desc' },
      { column: 'e.id', order: 'desc' },
    ])
    .limit(limit)
  if (after !== undefined)
    void query.whereRaw('(e.decided_on, e.id) < (?, ?)', [after.on, after.id])
  const rows: unknown[] = await query.select(entryColumns.map(column => `e.${column}`))
  return rows.map(toEntry)
}

const YearsRow = z.object({ first: z.string().nullable() })

/** The year of the oldest public decision: its index gives it at once. */
export const oldestDay = async (tx: Tx): Promise<Day | null> => {
  const row: unknown = await sql(tx)('register_entries as e')
    .whereRaw(PUBLIC)
    .first(sql(tx).raw('min(e.decided_on) AS first'))
  return YearsRow.parse(row).first as Day | null
}
