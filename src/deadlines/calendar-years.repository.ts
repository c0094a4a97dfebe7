import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CalendarYear } from './calendar.repository'
import type { Deadline } from './deadline'
import { fromRow } from './deadlines.repository'

const YearRow = z.object({
  year: z.number(),
  status: z.enum(['published', 'provisional']),
  source: z.string(),
  source_status: z.string(),
})
const DayRow = z.object({ day: z.string(), kind: z.enum(['off', 'work']), name: z.string() })

export const findYear = async (tx: Tx, year: number): Promise<CalendarYear | undefined> => {
  const row: unknown = await sql(tx)('calendar_years').where({ year }).first()
  if (row === undefined) return undefined
  const days: unknown[] = await sql(tx)('calendar_days').where({ year }).orderBy('day')
  const { source_status: sourceStatus, ...rest } = YearRow.parse(row)
  return { ...rest, sourceStatus, days: days.map(day => DayRow.parse(day)) }
}

export const listYears = async (tx: Tx): Promise<number[]> =>
  sql(tx)('calendar_years').orderBy('year').pluck<number[]>('year')

export const replaceYear = async (
  tx: Tx,
  { days, sourceStatus, ...year }: CalendarYear,
): Promise<void> => {
  await sql(tx)('calendar_years')
    .insert({ ...year, source_status: sourceStatus })
    .onConflict('year')
    .merge()
  await sql(tx)('calendar_days').where({ year: year.year }).delete()
  if (days.length > 0)
    await sql(tx)('calendar_days').insert(days.map(day => ({ ...day, year: year.year })))
}

export type Span = { readonly from: Day; readonly to: Day }

/** Clocks that run, or stand still, and of which a day between the first and the last lies in the span. */
const across = (tx: Tx, { from, to }: Span) =>
  sql(tx)('deadlines')
    .whereNull('done_on')
    .whereRaw('greatest(started_on, due_on) >= ? AND least(started_on, due_on) <= ?', [from, to])

/** In the order of their ids, one piece by keyset. */
export const listAcross = async (
  tx: Tx,
  span: Span,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Deadline[]> => {
  const query = across(tx, span).orderBy('id').limit(limit)
  if (after !== null) void query.where('id', '>', after)
  const rows: unknown[] = await query
  return rows.map(fromRow)
}

/** Running clocks that are provisional and due by that day, the first due first. */
export const listUnsure = async (tx: Tx, until: Day, limit: number): Promise<Deadline[]> => {
  const rows: unknown[] = await sql(tx)('deadlines')
    .where({ provisional: true, done_on: null })
    .where('due_on', '<=', until)
    .orderBy(['due_on', 'id'])
    .limit(limit)
  return rows.map(fromRow)
}

const Count = z.object({ count: z.number() })

export const countAcross = async (tx: Tx, span: Span): Promise<number> => {
  const row: unknown = await across(tx, span).first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}

/**
 * The same clocks, held, as far as they still run. Their cases are held first, as whoever acts on a case does:
 * nobody waits for the other.
 */
export const holdClocks = async (
  tx: Tx,
  clocks: readonly Pick<Deadline, 'id' | 'caseId'>[],
): Promise<Deadline[]> => {
  if (clocks.length === 0) return []
  await sql(tx).raw('SELECT id FROM cases WHERE id = ANY(?::uuid[]) ORDER BY id FOR UPDATE', [
    clocks.map(({ caseId }) => caseId),
  ])
  const rows: unknown[] = await sql(tx)('deadlines')
    .whereRaw('id = ANY(?::uuid[])', [clocks.map(({ id }) => id)])
    .whereNull('done_on')
    .orderBy('id')
    .forUpdate()
  return rows.map(fromRow)
}
