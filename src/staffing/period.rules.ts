import { addDays, asDay, type Day } from '../platform/clock'

/** A stretch of the calendar year in which everybody's duties are looked at once; both days inclusive. */
export type Period = { readonly from: Day; readonly until: Day; readonly months: number }

const two = (number: number): string => String(number).padStart(2, '0')

/** The period of this many months that a day lies in; the first begins with the year. */
export const periodOf = (day: Day, months: number): Period => {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const first = Math.floor((month - 1) / months) * months + 1
  const next = first + months
  const beginning = next > 12 ? `${year + 1}-01-01` : `${year}-${two(next)}-01`
  return {
    from: asDay(`${year}-${two(first)}-01`),
    until: addDays(asDay(beginning), -1),
    months,
  }
}

const QUARTER = 3

export const periodInWords = ({ from, until, months }: Period): string => {
  const [year = 0, month = 1] = from.split('-').map(Number)
  return months === QUARTER
    ? `${year} 年第 ${Math.ceil(month / QUARTER)} 季度`
    : `${year} 年 ${month} 月至 ${Number(until.slice(5, 7))} 月`
}
