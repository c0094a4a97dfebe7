/** Days are text, 'YYYY-MM-DD' in Asia/Shanghai. */
type Iso = string

type Length = { readonly length: number; readonly unit: 'months' | 'years' }

const monthsOf = ({ length, unit }: Length): number => (unit === 'years' ? length * 12 : length)

/** The same date so many months on, or the last day of that month (workflow, "Clocks"). */
const addMonths = (day: Iso, months: number): Iso => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const first = new Date(Date.UTC(year, month - 1 + months, 1))
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  first.setUTCDate(Math.min(date, days))
  return first.toISOString().slice(0, 10)
}

/** The first day on which a case that ended then may be destroyed. */
export const dueOn = (closedOn: Iso, term: Length): Iso => addMonths(closedOn, monthsOf(term))

/** What ended on this day or before is due today. Never a day too early; at the end of a month up to three late. */
export const closedBy = (today: Iso, term: Length): Iso => addMonths(today, -monthsOf(term))

/** Why a case on an approved list stays after all. */
export type KeptWhy = 'gone' | 'held' | 'open' | 'clock' | 'not-due' | 'failed'

type End = {
  readonly isOpen: boolean
  readonly held: boolean
  readonly closedOn: Iso | null
  readonly clockRuns: boolean
  /** The last day of ending that is due today, by the term of today; undefined: none holds any more. */
  readonly closedBy: Iso | undefined
}

/** Asked again in the transaction that destroys: a hold that was set in between wins. */
export const keptBecause = (end: End): KeptWhy | undefined => {
  if (end.held) return 'held'
  if (end.isOpen || end.closedOn === null) return 'open'
  if (end.clockRuns) return 'clock'
  return end.closedBy === undefined || end.closedOn > end.closedBy ? 'not-due' : undefined
}
