import type { CalendarYear } from './calendar.repository'
import shipped from './data/calendar.json'

/** Published years, and for some years to come the days that the law itself fixes. */
export const shippedCalendar = (): CalendarYear[] =>
  shipped.years.map(({ off, work, ...year }) => ({
    ...year,
    days: [
      ...off.map(day => ({ ...day, kind: 'off' as const })),
      ...work.map(day => ({ ...day, kind: 'work' as const })),
    ],
  }))
