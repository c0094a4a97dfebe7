import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { readCalendar } from './calendar.repository'
import { createCalendar, type Calendar } from './calendar.rules'

export type CalendarCache = {
  readonly read: (tx: Tx) => Promise<Calendar>
  /** The next question reads the calendar anew. */
  readonly forget: () => void
}

/** A change made by another process is seen after this time at the latest. */
const CACHE_MILLISECONDS = 30_000

export const createCalendarCache = (clock: Clock): CalendarCache => {
  let kept: { readonly calendar: Calendar; readonly at: number } | undefined
  return {
    read: async tx => {
      const now = clock().getTime()
      if (kept !== undefined && Math.abs(now - kept.at) < CACHE_MILLISECONDS) return kept.calendar
      const { days, publishedYears } = await readCalendar(tx)
      const calendar = createCalendar(days, publishedYears)
      // An empty calendar is a database that is not seeded yet: ask again next time.
      if (publishedYears.length > 0) kept = { calendar, at: now }
      return calendar
    },
    forget: () => {
      kept = undefined
    },
  }
}
