import chineseDays from 'chinese-days/dist/chinese-days.json'

/**
 * Counts as a clerk would with a wall calendar: a long list of days, each marked as worked or not, a pencil that
 * strikes out the days of a pause, and a finger that moves along. Made from the package's own data, not from what
 * we ship, and with nothing of what it is compared with.
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
for (let time = Date.UTC(2018, 0, 1); time < Date.UTC(2031, 0, 1); time += 86_400_000) {
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

/** First and last day of a pause. */
export type Struck = readonly [string, string]
type Pencil = (day: string) => boolean
const pencil =
  (struck: readonly Struck[]): Pencil =>
  day =>
    struck.some(([first, last]) => day >= first && day <= last)

export const naiveWorking = (
  start: string,
  length: number,
  way: 1 | -1,
  struck: readonly Struck[] = [],
): string => {
  const isStruck = pencil(struck)
  let place = finger(start)
  let left = length
  while (left > 0) {
    place += way
    const { day, worked } = at(place)
    if (worked && !isStruck(day)) left -= 1
  }
  return at(place).day
}

const firstWorked = (from: number, isStruck: Pencil): string => {
  let place = from
  while (!at(place).worked || isStruck(at(place).day)) place += 1
  return at(place).day
}

/** The end is pushed on by every day that was struck out before it, and those that come under it then. */
const pushed = (start: string, end: number, isStruck: Pencil): number => {
  const from = finger(start) + 1
  let place = end
  for (;;) {
    let struck = 0
    for (let between = from; between <= place; between += 1)
      if (isStruck(at(between).day)) struck += 1
    if (end + struck === place) return place
    place = end + struck
  }
}

const naiveNatural = (start: string, length: number, struck: readonly Struck[] = []): string => {
  const isStruck = pencil(struck)
  return firstWorked(pushed(start, finger(start) + length, isStruck), isStruck)
}

const sameDate = (start: string, months: number): number => {
  const total = Number(start.slice(0, 4)) * 12 + Number(start.slice(5, 7)) - 1 + months
  const month = `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}`
  const wanted = placeOf.get(`${month}-${start.slice(8)}`)
  if (wanted !== undefined) return wanted
  for (const last of ['30', '29', '28']) {
    const place = placeOf.get(`${month}-${last}`)
    if (place !== undefined) return place
  }
  throw new RangeError(month)
}

const naiveMonths = (start: string, months: number, struck: readonly Struck[] = []): string => {
  const isStruck = pencil(struck)
  return firstWorked(pushed(start, sameDate(start, months), isStruck), isStruck)
}

/** Years end on their date, worked or not. */
const naiveYears = (start: string, years: number, struck: readonly Struck[] = []): string =>
  struck.length === 0
    ? at(sameDate(start, years * 12)).day
    : at(pushed(start, sameDate(start, years * 12), pencil(struck))).day

/** Hour by hour, from a full hour of that day in Asia/Shanghai. The day on which the last one ends. */
export const naiveHours = (
  start: string,
  hour: number,
  length: number,
  struck: readonly Struck[] = [],
): string => {
  const isStruck = pencil(struck)
  let place = finger(start)
  let now = hour
  let left = length
  while (left > 0) {
    if (!isStruck(at(place).day)) left -= 1
    now += 1
    if (now < 24) continue
    now = 0
    place += 1
  }
  return at(place).day
}

export type NaiveRule = {
  readonly length: number
  readonly unit: string
  readonly direction: string
}

/** Whatever the rule counts in; a clock in hours starts at 00:00. */
export const naiveDue = (
  { length, unit, direction }: NaiveRule,
  start: string,
  struck: readonly Struck[] = [],
): string => {
  if (unit === 'working')
    return naiveWorking(start, length, direction === 'before' ? -1 : 1, struck)
  if (unit === 'natural') return naiveNatural(start, length, struck)
  if (unit === 'months') return naiveMonths(start, length, struck)
  if (unit === 'years') return naiveYears(start, length, struck)
  if (unit === 'hours') return naiveHours(start, 0, length, struck)
  throw new RangeError(unit)
}

export const naiveLeft = (from: string, to: string): number =>
  wall.slice(finger(from) + 1, finger(to) + 1).filter(({ worked }) => worked).length

export const workedDaysOf = (year: number): number =>
  wall.filter(({ day, worked }) => worked && day.startsWith(String(year))).length

/** So many days on. */
export const naiveLater = (day: string, days: number): string => at(finger(day) + days).day

/** Every day from the first of 2020 to the last of 2027. */
export const everyDay = wall
  .map(({ day }) => day)
  .filter(day => day >= '2020-01-01' && day <= '2027-12-31')
