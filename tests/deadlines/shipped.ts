import { createCalendar } from '../../src/deadlines/calendar.rules'
import { shippedCalendar } from '../../src/deadlines/shipped-calendar'

const years = shippedCalendar()

/** The calendar as it is shipped. */
export const calendar = createCalendar(
  years.flatMap(({ days }) => days),
  years.filter(({ status }) => status === 'published').map(({ year }) => year),
)
