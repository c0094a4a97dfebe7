import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CalendarDay } from './calendar.rules'

const DayRow = z.object({ day: z.string(), kind: z.enum(['off', 'work']), name: z.string() })
const YearRow = z.object({ year: z.number(), status: z.enum(['published', 'provisional']) })

export const readCalendar = async (
  tx: Tx,
): Promise<{ readonly days: CalendarDay[]; readonly publishedYears: number[] }> => {
  const days: unknown[] = await sql(tx)('calendar_days')
    .orderBy('day')
    .select('day', 'kind', 'name')
  const years: unknown[] = await sql(tx)('calendar_years').select('year', 'status')
  return {
    days: days.map(row => DayRow.parse(row)),
    publishedYears: years
      .map(row => YearRow.parse(row))
      .filter(({ status }) => status === 'published')
      .map(({ year }) => year),
  }
}

export type CalendarYear = {
  readonly year: number
  readonly status: string
  readonly source: string
  readonly sourceStatus: string
  readonly days: readonly CalendarDay[]
}

/**
 * Brings a year in that is not there, or one whose days were provisional and now are published. A year
 * that is published already stays as it is, whoever entered it.
 */
export const insertYear = async (tx: Tx, year: CalendarYear): Promise<boolean> => {
  const { days, sourceStatus, ...rest } = year
  const taken = await sql(tx)('calendar_years')
    .insert({ ...rest, source_status: sourceStatus })
    .onConflict('year')
    .merge()
    .where('calendar_years.status', 'provisional')
    .andWhereRaw("excluded.status = 'published'")
    .returning('year')
  if (taken.length === 0) return false
  await sql(tx)('calendar_days').where({ year: year.year }).delete()
  if (days.length > 0)
    await sql(tx)('calendar_days').insert(days.map(day => ({ ...day, year: year.year })))
  return true
}
