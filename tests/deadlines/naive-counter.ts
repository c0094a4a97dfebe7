import chineseDays from 'chinese-days/dist/chinese-days.json'

/**
 * Counts as a clerk would with a wall calendar: a long list of days, each marked as worked or not, and
 * a finger that moves along it. Made from the package's own data, not from what we ship.
 */
type Marked = { readonly day: string; readonly worked: boolean }

const holidays: Record<string, string> = chineseDays.holidays
const makeUps: Record<string, string> = chineseDays.workdays

/** 2027 and 2028: no notice is known here; the days of 全国年节及纪念日放假办法 art. 2. */
const statutory = [
  ...['2027-01-01', '2027-02-05', '2027-02-06', '2027-02-07', '2027-02-08', '2027-04-05'],
  ...['2027-05-01', '2027-05-02', '2027-06-09', '2027-09-15', '2027-10-01', '2027-10-02'],
  ...['2027-10-03', '2028-01-01', '2028-01-25', '2028-01-26', '2028-01-27', '2028-01-28'],
  ...['2028-04-04', '2028-05-01', '2028-05-02', '2028-05-28'],
]

const isWorked = (day: string, weekday: number): boolean => {
  if (day in holidays || statutory.includes(day)) return false
  return day in makeUps || (weekday !== 0 && weekday !== 6)
}

const wall: Marked[] = []
const placeOf = new Map<string, number>()
for (let time = Date.UTC(2019, 0, 1); time < Date.UTC(2028, 6, 1); time += 86_400_000) {
  const moment = new Date(time)
  const day = moment.toISOString().slice(0, 10)
  placeOf.set(day, wall.length)
  wall.push({ day, worked: isWorked(day, moment.getUTCDay()) })
}

const finger = (day: string): number => {
  const place = placeOf.get(day)
  if (place === undefined) throw new RangeError(day)
  return place
}
const at = (place: number): Marked => {
  const marked = wall[place]
  if (marked === undefined) throw new RangeError(String(place))
  return marked
}

export const naiveWorking = (start: string, length: number, way: 1 | -1): string => {
  let place = finger(start)
  let left = length
  while (left > 0) {
    place += way
    if (at(place).worked) left -= 1
  }
  return at(place).day
}

const firstWorked = (from: number, way: 1 | -1): string => {
  let place = from
  while (!at(place).worked) place += way
  return at(place).day
}

export const naiveNatural = (start: string, length: number): string =>
  firstWorked(finger(start) + length, 1)

export const naiveMonths = (start: string, months: number): string => {
  const total = Number(start.slice(0, 4)) * 12 + Number(start.slice(5, 7)) - 1 + months
  const month = `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`
  const ofMonth = wall.map(({ day }) => day).filter(day => day.startsWith(month))
  const wanted = `${month}-${start.slice(8)}`
  const end = ofMonth.includes(wanted) ? wanted : (ofMonth.at(-1) ?? '')
  return firstWorked(finger(end), 1)
}

export const naiveLeft = (from: string, to: string): number =>
  wall.slice(finger(from) + 1, finger(to) + 1).filter(({ worked }) => worked).length

export const workedDaysOf = (year: number): number =>
  wall.filter(({ day, worked }) => worked && day.startsWith(String(year))).length

/** Every day from the first of 2020 to the last of 2027. */
export const everyDay = wall
  .map(({ day }) => day)
  .filter(day => day >= '2020-01-01' && day <= '2027-12-31')
