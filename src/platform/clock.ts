/** The only source of the current time. Tests pass a fixed one. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

declare const brand: unique symbol

/** A calendar day in Asia/Shanghai, 'YYYY-MM-DD', whatever time zone the process runs in. */
export type Day = string & { readonly [brand]: 'Day' }

const HOUR = 3_600_000

// en-CA writes ISO dates. China has had one zone and no summer time since 1991.
const shanghai = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
})

const spell = (moment: Date): Day => shanghai.format(moment) as Day

// Asked several times in every request, for the same day nearly always.
let last = { hour: Number.NaN, day: '' as Day }

export const dayOf = (moment: Date): Day => {
  // A day of UTC+8 begins on a full hour.
  const hour = Math.floor(moment.getTime() / HOUR)
  if (hour !== last.hour) last = { hour, day: spell(moment) }
  return last.day
}

const AHEAD = 8

/** 0 to 23, in Asia/Shanghai: UTC+8 all the year. */
export const hourOf = (moment: Date): number => (Math.floor(moment.getTime() / HOUR) + AHEAD) % 24

/** @throws RangeError when the text is no day of the calendar; the database knows no year 0, and nobody means 12 */
export const asDay = (text: string): Day => {
  const moment = new Date(`${text}T00:00:00Z`)
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(text) || Number.isNaN(moment.getTime()))
    throw new RangeError('not a day')
  if (moment.toISOString().slice(0, 10) !== text) throw new RangeError('not a day')
  return text as Day
}

export const addDays = (day: Day, days: number): Day => {
  const moment = new Date(`${day}T00:00:00Z`)
  moment.setUTCDate(moment.getUTCDate() + days)
  return moment.toISOString().slice(0, 10) as Day
}

/** 2026 年 11 月 22 日 */
export const dayInWords = (day: Day): string => {
  const [year, month, date] = day.split('-').map(Number)
  return `${year ?? 0} 年 ${month ?? 0} 月 ${date ?? 0} 日`
}

/** 11-22, or 2025-11-22 when it lies in another year than today. */
export const shortDay = (day: Day, today: Day): string =>
  day.slice(0, 4) === today.slice(0, 4) ? day.slice(5) : day
