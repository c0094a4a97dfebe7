import { halfWidth, prose } from '../vocabulary/typing'
import { dayFrom, monthDay, nextDay } from './days.rules'
import type { NoticeDay } from './days.rules'

/** What was pasted, read as days; and which lines could not be read, in words. */
export type ReadNotice = { readonly days: readonly NoticeDay[]; readonly faults: readonly string[] }

const one = String.raw`(?:(\d{4})\s*[-年./]\s*)?(\d{1,2})\s*[-月./]\s*(\d{1,2})\s*日?`
const end = String.raw`(?:(?:(\d{4})\s*[-年./]\s*)?(\d{1,2})\s*[-月./]\s*)?(\d{1,2})\s*日?`
const aside = String.raw`(?:\s*\([^)]*\))?`
/** 10 月 1 日（周五）至 7 日（周四）, 2027-10-01 至 2027-10-07, 10月9日 */
const span = new RegExp(`${one}${aside}(?:\\s*(?:至|到|~|—+|–)\\s*${end}${aside})?`, 'g')

/** 一、 国庆节：… ; the number in front is the notice's own. */
const heading = /^(?:[一二三四五六七八九十]{1,3}、|\d{1,2}[.、]\s*(?!\d))?\s*([^:\d]{1,20}):(.*)$/

const kindOf = (sentence: string): NoticeDay['kind'] | undefined => {
  if (/上班|补班/.test(sentence)) return 'work'
  return /放假|休/.test(sentence) ? 'off' : undefined
}

type Line = { readonly number: number; readonly year: number; readonly name: string }
type Found = ReadNotice

const dayOf = (
  [year, month, date]: readonly (string | undefined)[],
  [usualYear, usualMonth]: readonly (string | number | undefined)[],
): string | undefined =>
  dayFrom(Number(year ?? usualYear), Number(month ?? usualMonth), Number(date))

/** What the second day leaves out, it has from the first. */
const endsOf = ([, ...parts]: RegExpMatchArray, page: number) => {
  const [year = page, month] = parts
  const first = dayOf(parts.slice(0, 3), [page])
  return { first, last: parts[5] === undefined ? first : dayOf(parts.slice(3), [year, month]) }
}

/** Longer than any holiday: somebody has written the wrong month. */
const LONGEST = 31

const daysIn = (first: string, last: string): string[] => {
  const days: string[] = []
  for (let day = first; day <= last && days.length <= LONGEST; day = nextDay(day)) days.push(day)
  return days
}

const faultIn = (match: RegExpMatchArray, number: number, year: number): string | undefined => {
  const { first, last } = endsOf(match, year)
  const written = match[0].trim()
  if (first === undefined || last === undefined)
    return `第 ${number} 行：没有“${written}”这样的日子`
  const { length } = daysIn(first, last)
  return length === 0 || length > LONGEST
    ? `第 ${number} 行：“${written}”的先后不对，或者太长`
    : undefined
}

const readSpan = (
  match: RegExpMatchArray,
  { number, year, name }: Line,
  kind: NoticeDay['kind'],
): Found => {
  const fault = faultIn(match, number, year)
  if (fault !== undefined) return { days: [], faults: [fault] }
  const { first = '', last = '' } = endsOf(match, year)
  return { days: daysIn(first, last).map(day => ({ day, kind, name })), faults: [] }
}

/** Without a heading, the name is what is left of the line. */
const nameIn = (text: string): string =>
  text
    .replace(span, ' ')
    .replace(/放假调休|调休|放假|上班|补班|休息|共\s*\d+\s*天|与周末连休/g, ' ')
    .replace(/[\s,、。;:.]+/g, ' ')
    .trim()

const nothing: Found = { days: [], faults: [] }

/** undefined when it names no day. */
const readSentence = (sentence: string, line: Line): Found | undefined => {
  const spans = [...sentence.matchAll(span)]
  if (spans.length === 0) return undefined
  const kind = kindOf(sentence)
  if (kind === undefined)
    return { days: [], faults: [`第 ${line.number} 行：没有写是放假还是上班`] }
  return join(spans.map(match => readSpan(match, line, kind)))
}

const join = (parts: readonly Found[]): Found => ({
  days: parts.flatMap(({ days }) => days),
  faults: parts.flatMap(({ faults }) => faults),
})

const readLine = (text: string, number: number, year: number): Found => {
  if (text === '') return nothing
  const [, named, rest = text] = heading.exec(text) ?? []
  const line: Line = { number, year, name: named?.trim() ?? nameIn(text) }
  const parts = rest.split(/[。;]/).flatMap(sentence => readSentence(sentence, line) ?? [])
  return parts.length > 0 ? join(parts) : { days: [], faults: [`第 ${number} 行：没有看到日期`] }
}

/** The notice's own sentences, or one line for each holiday; what has no year is of the page's year. */
export const readNotice = (text: string, year: number): ReadNotice => {
  const lines = prose(halfWidth(text)).split('\n')
  return join(lines.map((line, at) => readLine(line.trim(), at + 1, year)))
}

type Run = { readonly first: NoticeDay; last: NoticeDay }

const runsOf = (days: readonly NoticeDay[]): Run[] => {
  const runs: Run[] = []
  for (const day of [...days].sort((a, b) => (a.day < b.day ? -1 : 1))) {
    const run = runs.at(-1)
    const goesOn =
      run?.first.kind === day.kind &&
      run.first.name === day.name &&
      nextDay(run.last.day) === day.day
    if (run !== undefined && goesOn) run.last = day
    else runs.push({ first: day, last: day })
  }
  return runs
}

/** As the editor shows them, and as it reads them again. */
export const toLines = (days: readonly NoticeDay[]): string =>
  runsOf(days)
    .map(({ first, last }) => {
      const until = first.day === last.day ? '' : `至 ${monthDay(last.day)}`
      return `${first.name}：${monthDay(first.day)}${until}${first.kind === 'off' ? '放假' : '上班'}`
    })
    .join('\n')
