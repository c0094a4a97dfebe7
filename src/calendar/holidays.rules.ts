import moon from './data/moon.json'
import { dayFrom, dayBefore, nextDay } from './days.rules'

/** A holiday of the law and the days it has, each by its place in the sun's or the moon's year. */
export type Holiday = { readonly name: string; readonly days: readonly string[] }

/** The moon's days from which holidays are counted, as far as they are known. */
const anchors: Readonly<Record<string, Readonly<Record<string, string>>>> = moon.years

const daysAfter = (day: string, days: number): string =>
  days <= 0 ? day : daysAfter(nextDay(day), days - 1)

/** '01-03' lies two days after '01-01', and the eve before it. */
const moonDay = (year: number, value: string): string | undefined => {
  const known = Object.entries(anchors[String(year)] ?? {})
  const [month, date] = value === 'eve' ? ['01', '01'] : value.split('-')
  const [at, day] = known.find(([one]) => one.slice(0, 2) === month) ?? []
  if (at === undefined || day === undefined) return undefined
  return value === 'eve' ? dayBefore(day) : daysAfter(day, Number(date) - Number(at.slice(3)))
}

/** 清明, the fifth of the sun's terms, for the years 2000 to 2099. */
const brightAndClear = (year: number): string | undefined => {
  const short = year % 100
  return dayFrom(year, 4, Math.floor(short * 0.2422 + 4.81) - Math.floor(short / 4))
}

const dayOf = (year: number, rule: string): string | undefined => {
  const [kind, value = ''] = rule.split(':')
  if (kind === 'solar') return `${year}-${value}`
  return kind === 'term' ? brightAndClear(year) : moonDay(year, value)
}

export type Statutory = {
  /** Every day of the year that the law itself makes free, with the holiday's name. Two on one day are one. */
  readonly days: ReadonlyMap<string, string>
  /** Holidays whose days in that year are not known here: the notice has to name them all the same. */
  readonly unknown: readonly string[]
}

export const statutoryOf = (year: number, holidays: readonly Holiday[]): Statutory => {
  const found: [string, string][] = []
  const unknown = new Set<string>()
  for (const { name, days } of holidays)
    for (const rule of days) {
      const day = dayOf(year, rule)
      if (day === undefined) unknown.add(name)
      else found.push([day, name])
    }
  const days = new Map<string, string>()
  for (const [day, name] of found.sort(([one], [other]) => (one < other ? -1 : 1)))
    if (!days.has(day)) days.set(day, name)
  return { days, unknown: [...unknown] }
}
