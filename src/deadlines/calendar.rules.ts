import { isWeekend, weekdaysUpTo } from './day-number.rules'

/** A day as text, 'YYYY-MM-DD': no time of day, so no time zone can move it. */
type Iso = string

export type CalendarDay = {
  readonly day: Iso
  /** A working day that is off, or a weekend day that is worked. */
  readonly kind: 'off' | 'work'
  readonly name: string
}

type DayKind = 'working' | 'make-up' | 'weekend' | 'holiday'

export type Calendar = {
  readonly kindOf: (day: Iso) => DayKind
  readonly isWorking: (day: Iso) => boolean
  /** The holiday, or the holiday for which the day is worked. */
  readonly nameOf: (day: Iso) => string | undefined
  /** Working days up to and with this one, since a day long ago: the difference of two counts those between. */
  readonly workingUpTo: (day: Iso) => number
  /** Whether the State Council's notice for its year is in. Before it, a working day may still move. */
  readonly isPublished: (day: Iso) => boolean
}

/** What notices and the law add to the weeks and take from them, by day; sums grow with the list. */
const countExceptions = (days: readonly CalendarDay[]) => {
  const changes = [...days]
    .sort((one, other) => (one.day < other.day ? -1 : 1))
    .map(({ day, kind }) => ({ day, change: Number(kind === 'work') - Number(!isWeekend(day)) }))
  return (upTo: Iso): number => {
    let sum = 0
    for (const { day, change } of changes) {
      if (day > upTo) break
      sum += change
    }
    return sum
  }
}

/** The week, changed by the days that a notice or the law names. */
export const createCalendar = (
  days: readonly CalendarDay[],
  publishedYears: readonly number[],
): Calendar => {
  const named = new Map(days.map(day => [day.day, day]))
  const exceptionsUpTo = countExceptions([...named.values()])
  const published = new Set(publishedYears.map(year => year.toString().padStart(4, '0')))

  const kindOf = (day: Iso): DayKind => {
    const special = named.get(day)?.kind
    if (special === 'off') return 'holiday'
    if (special === 'work') return 'make-up'
    return isWeekend(day) ? 'weekend' : 'working'
  }
  return {
    kindOf,
    isWorking: day => ['working', 'make-up'].includes(kindOf(day)),
    workingUpTo: day => weekdaysUpTo(day) + exceptionsUpTo(day),
    nameOf: day => named.get(day)?.name,
    isPublished: day => published.has(day.slice(0, 4)),
  }
}
