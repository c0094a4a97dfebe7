import { daysOf, isWeekend, monthDay, weekdayOf, weekdayWord } from './days.rules'
import type { NoticeDay } from './days.rules'

const kinds = {
  off: { mark: '休', word: '放假', look: 'off' },
  work: { mark: '班', word: '调休上班', look: 'work' },
} as const

const looksOf = (day: string, special: NoticeDay | undefined) => {
  if (special !== undefined) {
    const { mark, word, look } = kinds[special.kind]
    return { mark, look, words: `${special.name}${word}` }
  }
  return { mark: '', look: isWeekend(day) ? 'end' : '', words: '' }
}

const WEEK = 7

const toWeeks = <T>(days: readonly T[], before: number): (T | null)[][] => {
  const cells = [...Array<null>(before).fill(null), ...days]
  const weeks = Math.ceil(cells.length / WEEK)
  return Array.from({ length: weeks }, (_, week) =>
    Array.from({ length: WEEK }, (_, at) => cells[week * WEEK + at] ?? null),
  )
}

const countedIn = (days: readonly NoticeDay[]): string =>
  (['off', 'work'] as const)
    .map(kind => [kinds[kind].word, days.filter(day => day.kind === kind).length] as const)
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word} ${count} 天`)
    .join('，')

type Shown = {
  /** Days that stand out: another one than before. */
  readonly changed?: ReadonlySet<string>
  /** A day whose month is unfolded. */
  readonly at?: string
}

/** Twelve months of weeks; a day that is neither free nor made up for says nothing but its number. */
export const toGrid = (
  year: number,
  days: readonly NoticeDay[],
  { changed = new Set(), at = '' }: Shown = {},
) => {
  const special = new Map(days.map(day => [day.day, day]))
  const all = daysOf(year)
  return Array.from({ length: 12 }, (_, index) => {
    const prefix = `${year}-${String(index + 1).padStart(2, '0')}`
    const ofMonth = all.filter(day => day.startsWith(prefix))
    const cells = ofMonth.map(day => ({
      ...{ day, date: Number(day.slice(8)), said: `${monthDay(day)}${weekdayWord(day)}` },
      ...looksOf(day, special.get(day)),
      changed: changed.has(day),
    }))
    return {
      month: index + 1,
      weeks: toWeeks(cells, weekdayOf(ofMonth[0] ?? '')),
      counted: countedIn(days.filter(({ day }) => day.startsWith(prefix))),
      open: at.startsWith(prefix),
    }
  })
}
