import { isWeekend, monthDay, weekdayWord } from './days.rules'
import type { NoticeDay } from './days.rules'
import type { Statutory } from './holidays.rules'

export type Entered = {
  readonly year: number
  readonly days: readonly NoticeDay[]
  /** What the law itself makes free in that year. */
  readonly statutory: Statutory
  readonly longestName: number
}

type Fault = { readonly day: string; readonly words: string }

const faultOfDay = ({ year, statutory, longestName }: Entered, one: NoticeDay): string[] => {
  const { day, kind, name } = one
  if (!day.startsWith(`${year}-`)) return [`${day} 不是 ${year} 年的日子`]
  const faults: string[] = []
  if (name === '') faults.push(`${monthDay(day)}没有写是什么节日`)
  if (Array.from(name).length > longestName)
    faults.push(`${monthDay(day)}的节日名称最多 ${longestName} 字`)
  if (kind === 'work' && !isWeekend(day))
    faults.push(`${monthDay(day)}是${weekdayWord(day)}，本来就上班，不能算调休上班`)
  const holiday = statutory.days.get(day)
  if (kind === 'work' && holiday !== undefined)
    faults.push(`${monthDay(day)}是法定节日（${holiday}），不能上班`)
  return faults
}

/** Why this is no calendar of a year, each with its day, in the order of the year; none, and it is one. */
export const faultsOf = (entered: Entered): string[] => {
  const faults: Fault[] = entered.days.flatMap(one =>
    faultOfDay(entered, one).map(words => ({ day: one.day, words })),
  )
  const seen = new Set<string>()
  for (const { day } of entered.days) {
    if (seen.has(day)) faults.push({ day, words: `${monthDay(day)}写了两次` })
    seen.add(day)
  }
  for (const [day, name] of entered.statutory.days)
    if (!seen.has(day))
      faults.push({ day, words: `${monthDay(day)}是法定节日（${name}），没有写放假` })
  for (const name of entered.statutory.unknown)
    if (!entered.days.some(one => one.kind === 'off' && one.name.includes(name)))
      faults.push({ day: '', words: `没有写${name}放假的日子` })
  const inOrder = faults.sort((one, other) => (one.day < other.day ? -1 : 1))
  return [...new Set(inOrder.map(({ words }) => words))]
}

/**
 * How many free weekdays there are beyond the law's own days and the make-up days: in a complete notice none, but
 * the State Council may give one, so it is said and not refused.
 */
export const extraDays = ({ days, statutory }: Entered): number => {
  const free = days.filter(({ day, kind }) => kind === 'off' && !isWeekend(day)).length
  const worked = days.filter(({ kind }) => kind === 'work').length
  return free - worked - statutory.days.size
}

export type DayChange = {
  readonly day: string
  readonly was: NoticeDay | undefined
  readonly is: NoticeDay | undefined
}

const spell = (day: NoticeDay | undefined): string =>
  day === undefined ? '' : `${day.kind} ${day.name}`

/** Which days differ, in the order of the year. */
export const changesBetween = (
  before: readonly NoticeDay[],
  after: readonly NoticeDay[],
): DayChange[] => {
  const was = new Map(before.map(day => [day.day, day]))
  const is = new Map(after.map(day => [day.day, day]))
  return [...new Set([...was.keys(), ...is.keys()])]
    .sort()
    .map(day => ({ day, was: was.get(day), is: is.get(day) }))
    .filter(change => spell(change.was) !== spell(change.is))
}

/** A day of the grid, turned to what it may also be: free for worked, worked for free. */
export const turnDay = (
  days: readonly NoticeDay[],
  day: string,
  name: string,
): readonly NoticeDay[] =>
  days.some(one => one.day === day)
    ? days.filter(one => one.day !== day)
    : [...days, { day, kind: isWeekend(day) ? 'work' : 'off', name }]
