import { addDays, type Day } from '../platform/clock'
import type { Chance } from './chance.rules'

/** How busy a bureau is: the months of a year, January first, and the days of a week, Monday first. */
const months = [0.9, 0.5, 1.2, 1.7, 1.1, 0.9, 0.8, 0.8, 1.3, 1.0, 1.3, 1.0] as const
const weekdays = [1.35, 1.15, 1.05, 1.0, 0.95, 0.55, 0.45] as const
const HOLIDAY = 0.35

export const YEAR = 365

export type Pace = {
  readonly until: Day
  /** The day on which a report comes in; through an officer only on working days. */
  readonly dayOfArrival: (chance: Chance, officer: boolean) => Day
  /** So many working days later. */
  readonly workingDay: (from: Day, later: number) => Day
  readonly isWorking: (day: Day) => boolean
}

const weekdayOf = (day: Day): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

const weightOf = (day: Day, working: boolean): number => {
  const weekday = weekdayOf(day)
  const usual = (months[Number(day.slice(5, 7)) - 1] ?? 1) * (weekdays[weekday] ?? 1)
  return weekday < 5 && !working ? usual * HOLIDAY : usual
}

const tableOf = (weights: readonly (readonly [Day, number])[]) =>
  Object.fromEntries(weights) as Record<Day, number>

/** The year that ends with this day, as busy as a bureau's is. */
export const createPace = (until: Day, isWorking: (day: Day) => boolean): Pace => {
  const days = Array.from({ length: YEAR }, (_, back) => addDays(until, back + 1 - YEAR))
  const weights = days.map(day => [day, weightOf(day, isWorking(day))] as const)
  const all = tableOf(weights)
  const working = tableOf(weights.filter(([day]) => isWorking(day)))
  return {
    until,
    isWorking,
    dayOfArrival: (chance, officer) => chance.weighted<Day>(officer ? working : all),
    workingDay: (from, later) => {
      let day = from
      for (let left = later; left > 0;) {
        day = addDays(day, 1)
        if (isWorking(day)) left -= 1
      }
      return day
    },
  }
}

/** A moment of a day in Beijing. */
export const momentOf = (day: Day, minute: number): Date =>
  new Date(new Date(`${day}T00:00:00+08:00`).getTime() + minute * 60_000)
