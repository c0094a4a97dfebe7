/** A day on which work differs from the week, as the State Council's notice names it. */
export type NoticeDay = {
  readonly day: string
  readonly kind: 'off' | 'work'
  /** The holiday, or the holiday for which the day is worked. */
  readonly name: string
}

/** A year as it was entered, or as it is in force. */
export type Year = {
  readonly year: number
  readonly published: boolean
  readonly source: string
  readonly days: readonly NoticeDay[]
}

/** Days are text, 'YYYY-MM-DD': no time of day, so no time zone can move them. */
type Iso = string

const at = (day: Iso): Date => new Date(`${day}T00:00:00Z`)

/** undefined when the calendar has no such day. */
export const dayFrom = (year: number, month: number, date: number): Iso | undefined => {
  const spelled = [
    String(year).padStart(4, '0'),
    String(month).padStart(2, '0'),
    String(date).padStart(2, '0'),
  ].join('-')
  const moment = at(spelled)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 10) === spelled
    ? spelled
    : undefined
}

const shift = (day: Iso, by: number): Iso => {
  const moment = at(day)
  moment.setUTCDate(moment.getUTCDate() + by)
  return moment.toISOString().slice(0, 10)
}

export const nextDay = (day: Iso): Iso => shift(day, 1)
export const dayBefore = (day: Iso): Iso => shift(day, -1)

/** 0 is Monday, 6 is Sunday. */
export const weekdayOf = (day: Iso): number => (at(day).getUTCDay() + 6) % 7

export const isWeekend = (day: Iso): boolean => weekdayOf(day) >= 5

const weekdays = ['一', '二', '三', '四', '五', '六', '日'] as const
export const weekdayWord = (day: Iso): string => `星期${weekdays[weekdayOf(day)] ?? ''}`

export const daysOf = (year: number): Iso[] => {
  const days: Iso[] = []
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = nextDay(day)) days.push(day)
  return days
}

/** 10 月 1 日 */
export const monthDay = (day: Iso): string =>
  `${Number(day.slice(5, 7))} 月 ${Number(day.slice(8))} 日`
