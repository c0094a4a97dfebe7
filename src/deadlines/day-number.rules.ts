/** A day as text, 'YYYY-MM-DD': no time of day, so no time zone can move it. */
type Iso = string

const DAY_MILLISECONDS = 86_400_000

/** Days since 1970-01-01. */
export const numberOf = (day: Iso): number => Date.parse(`${day}T00:00:00Z`) / DAY_MILLISECONDS

const spell = (number: number): Iso =>
  new Date(number * DAY_MILLISECONDS).toISOString().slice(0, 10)

// Clocks are counted by the thousand, over the same few years.
const spelled: Iso[] = []
const KEPT = 60_000

const isoOf = (number: number): Iso => {
  if (number < 0 || number >= KEPT) return spell(number)
  return (spelled[number] ??= spell(number))
}

export const addDays = (day: Iso, days: number): Iso => isoOf(numberOf(day) + days)

/** The same date so many months on, or the last day of that month. */
export const addMonths = (day: Iso, months: number): Iso => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0))
  first.setUTCDate(Math.min(date, last.getUTCDate()))
  return first.toISOString().slice(0, 10)
}

// 1970-01-05 was a Monday.
const FIRST_MONDAY = 4

/** 0 is Monday, 6 is Sunday. */
const weekdayOf = (day: Iso): number => (((numberOf(day) - FIRST_MONDAY) % 7) + 7) % 7

export const isWeekend = (day: Iso): boolean => weekdayOf(day) >= 5

/** Monday to Friday, since the first Monday of 1970. */
export const weekdaysUpTo = (day: Iso): number => {
  const since = numberOf(day) - FIRST_MONDAY
  const weeks = Math.floor(since / 7)
  return weeks * 5 + Math.min(since - weeks * 7 + 1, 5)
}
