import type { Tx } from '../platform/db/transaction'
import {
  countAcross,
  findYear,
  holdClocks,
  listAcross,
  listUnsure,
  listYears,
  replaceYear,
} from './calendar-years.repository'
import { readCalendar, type CalendarYear } from './calendar.repository'
import { createCalendar, type Calendar } from './calendar.rules'

/** The calendar by its years, and the clocks that run across some of its days. */
export type CalendarYears = {
  readonly find: (tx: Tx, year: number) => Promise<CalendarYear | undefined>
  readonly list: (tx: Tx) => Promise<number[]>
  /** In place of what was there of this year. Whoever keeps the calendar is told to forget it. */
  readonly replace: (tx: Tx, year: CalendarYear) => Promise<void>
  /** As it stands in the database now, or as it would with this year. */
  readonly calendarWith: (tx: Tx, year?: CalendarYear) => Promise<Calendar>
  readonly clocksAcross: typeof listAcross
  readonly countAcross: typeof countAcross
  readonly holdClocks: typeof holdClocks
  /** Running clocks whose day is not certain, due by a day. */
  readonly unsure: typeof listUnsure
  /** The last year of which the notice is in. */
  readonly lastPublished: (tx: Tx) => Promise<number | undefined>
}

const calendarWith: CalendarYears['calendarWith'] = async (tx, year) => {
  const { days, publishedYears } = await readCalendar(tx)
  if (year === undefined) return createCalendar(days, publishedYears)
  const others = days.filter(({ day }) => !day.startsWith(`${year.year}-`))
  const published = publishedYears.filter(one => one !== year.year)
  return createCalendar(
    [...others, ...year.days],
    year.status === 'published' ? [...published, year.year] : published,
  )
}

export const createCalendarYears = (): CalendarYears => ({
  find: findYear,
  list: listYears,
  replace: replaceYear,
  calendarWith,
  clocksAcross: listAcross,
  countAcross,
  holdClocks,
  unsure: listUnsure,
  lastPublished: async tx => (await readCalendar(tx)).publishedYears.sort((a, b) => b - a)[0],
})
