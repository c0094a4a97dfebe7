import { addDays, asDay, type Day } from './clock'

/** Both days belong to it. */
export type Span = { readonly from: Day; readonly until: Day }

const MONTHS = 24
const QUARTERS = 8
const YEARS = 5
const two = (n: number): string => String(n).padStart(2, '0')

const lastOf = (year: number, month: number): Day =>
  month === 12 ? asDay(`${year}-12-31`) : addDays(asDay(`${year}-${two(month + 1)}-01`), -1)

const spanOf = (year: number, month: number, months: number): Span => ({
  from: asDay(`${year}-${two(month)}-01`),
  until: lastOf(year, month + months - 1),
})

const monthForm = /^m(20\d\d)-(0[1-9]|1[0-2])$/
const quarterForm = /^q(20\d\d)-([1-4])$/
const yearForm = /^y(20\d\d)$/

/** Whole months, quarters and years by their names; undefined for what is none. */
export const periodSpan = (name: string): Span | undefined => {
  const month = monthForm.exec(name)
  if (month !== null) return spanOf(Number(month[1]), Number(month[2]), 1)
  const quarter = quarterForm.exec(name)
  if (quarter !== null) return spanOf(Number(quarter[1]), Number(quarter[2]) * 3 - 2, 3)
  const year = yearForm.exec(name)
  return year === null ? undefined : spanOf(Number(year[1]), 1, 12)
}

export const periodWords = (name: string): string => {
  const month = monthForm.exec(name)
  if (month !== null) return `${month[1] ?? ''} 年 ${Number(month[2])} 月`
  const quarter = quarterForm.exec(name)
  if (quarter !== null) return `${quarter[1] ?? ''} 年第 ${quarter[2] ?? ''} 季度`
  return `${yearForm.exec(name)?.[1] ?? ''} 年`
}

const countedDown = (count: number, name: (at: number) => string): string[] =>
  Array.from({ length: count }, (_, at) => name(at))

/** What can be chosen: the newest first, with the one that is not over yet. */
export const periodNames = (today: Day): readonly string[] => {
  const year = Number(today.slice(0, 4))
  const month = year * 12 + Number(today.slice(5, 7)) - 1
  const quarter = Math.floor(month / 3)
  return [
    ...countedDown(
      MONTHS,
      at => `m${Math.floor((month - at) / 12)}-${two(((month - at) % 12) + 1)}`,
    ),
    ...countedDown(
      QUARTERS,
      at => `q${Math.floor((quarter - at) / 4)}-${((quarter - at) % 4) + 1}`,
    ),
    ...countedDown(YEARS, at => `y${year - at}`),
  ]
}

export const monthName = (today: Day): string => `m${today.slice(0, 7)}`
