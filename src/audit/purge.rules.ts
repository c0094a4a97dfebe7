import { asDay, type Day } from '../platform/clock'

const two = (number: number): string => number.toString().padStart(2, '0')

/** The same date so many months ago, or the last day of that month. */
export const monthsBefore = (day: Day, months: number): Day => {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const at = year * 12 + (month - 1) - months
  const [inYear, inMonth] = [Math.floor(at / 12), (at % 12) + 1]
  for (let last = date; last > 28; last -= 1) {
    const text = `${inYear}-${two(inMonth)}-${two(last)}`
    if (isDay(text)) return asDay(text)
  }
  return asDay(`${inYear}-${two(inMonth)}-${two(Math.min(date, 28))}`)
}

const isDay = (text: string): boolean => {
  try {
    return asDay(text) === text
  } catch {
    return false
  }
}

export const readDay = (text: string | undefined): Day | undefined =>
  text !== undefined && isDay(text) ? asDay(text) : undefined
