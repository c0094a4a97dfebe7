import { parseArgs } from 'node:util'
import { findShippedRule, placesOfRule, type LawEntry } from '../lawbook'
import { asDay, dayOf, type Day } from '../platform/clock'
import { KnownError } from '../platform/errors'
import { lengthInWords, sureInWords, weekdayInWords, whyInWords } from '../vocabulary/clock-words'
import { refusalSentence } from '../vocabulary/refusal-words'
import { createCalendar } from './calendar.rules'
import { countClock, type ClockCount, type ClockStart } from './clock.rules'
import type { Pause } from './pause.rules'
import type { DayStep } from './period.rules'
import { shippedCalendar } from './shipped-calendar'

type Write = (line: string) => void

const usage =
  'deadline explain --rule 代码 --from 日期 [--place 区划代码] [--pause 第一天..最后一天]… [--json]（逐日说明一个期限怎么算，不用数据库）'

/** Something in the command that cannot be worked with, in a sentence. */
class Unusable extends Error {}

const optionsOf = (args: readonly string[]) => {
  const option = { type: 'string' } as const
  try {
    return parseArgs({
      args: [...args],
      strict: true,
      options: {
        ...{ rule: option, from: option, place: option },
        pause: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
    }).values
  } catch {
    throw new Unusable(`命令写得不对。用法：npm run cli -- ${usage}`)
  }
}

const dayTyped = (text: string, what: string): Day => {
  try {
    return asDay(text)
  } catch {
    throw new Unusable(`${what}“${text}”不是日历上的一天。日期要写成 2026-03-02。`)
  }
}

const NO_ZONE = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?)$/
const WITH_ZONE = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/

/** A day, or a moment; where it names no zone it is Asia/Shanghai's. */
const startTyped = (text: string | undefined): ClockStart => {
  if (text === undefined) throw new Unusable('请用 --from 写起算的日期，例如 --from 2026-03-02。')
  const [, day, time] = NO_ZONE.exec(text) ?? []
  if (day === undefined && !WITH_ZONE.test(text))
    return { on: dayTyped(text, '起算日期'), at: null }
  dayTyped(text.slice(0, 10), '起算日期')
  const at = new Date(day === undefined ? text.replace(' ', 'T') : `${day}T${time ?? ''}+08:00`)
  if (Number.isNaN(at.getTime()))
    throw new Unusable(`起算时刻“${text}”读不出来。要写成 2026-03-02T09:30。`)
  return { on: dayOf(at), at }
}

const pauseTyped = (text: string): Pause => {
  const [from, to, ...more] = text.split('..')
  if (from === undefined || to === undefined || more.length > 0)
    throw new Unusable(`暂停“${text}”要写成 第一天..最后一天，例如 2026-03-02..2026-03-06。`)
  return { from: dayTyped(from, '暂停的第一天'), to: dayTyped(to, '暂停的最后一天') }
}

/** Without a place: the national rule, or the one of the only place that has it. */
const placeOf = (code: string, place: string | undefined): string => {
  const places = placesOfRule(code)
  if (places.length === 0) throw new Unusable(`没有代码是“${code}”的期限规定。请核对大小写和拼写。`)
  if (place !== undefined) {
    if (/^(\*|\d{6})$/.test(place)) return place
    throw new Unusable(`区划代码“${place}”要写 6 位数字，例如 210000。`)
  }
  if (places.includes('*') || places.length > 1) return '*'
  return places[0] ?? '*'
}

const ruleTyped = (code: string | undefined, place: string | undefined, on: Day) => {
  if (code === undefined) throw new Unusable('请用 --rule 写规定的代码，例如 --rule CLUE_VERIFY。')
  const found = findShippedRule(code, { place: placeOf(code, place), on })
  if (found === undefined)
    throw new Unusable(`规定 ${code} 在 ${place ?? '全国'}、${on} 这一天没有适用的版本。`)
  const { data } = found.rule
  if (data.length === null)
    throw new Unusable(
      `${code}（${data.name}）是方案规定的日期或者没有期限，不是可以计算的期限。${data.note ?? ''}`,
    )
  return found
}

const shipped = () => {
  const years = shippedCalendar()
  const published = years.filter(({ status }) => status === 'published')
  return createCalendar(
    years.flatMap(({ days }) => days),
    published.map(({ year }) => year),
  )
}

type Explained = {
  readonly rule: LawEntry<'deadline-rule'>
  readonly early: boolean
  readonly start: ClockStart
  readonly pauses: readonly Pause[]
  readonly count: ClockCount
}

const explain = (args: readonly string[]): Explained & { readonly json: boolean } => {
  const typed = optionsOf(args)
  const start = startTyped(typed.from)
  const { rule, early } = ruleTyped(typed.rule, typed.place, start.on)
  const pauses = (typed.pause ?? []).map(pauseTyped)
  const count = countClock(shipped(), rule.data, start, { pauses })
  return { rule, early, start, pauses, count, json: typed.json === true }
}

const EIGHT_HOURS = 8 * 3_600_000

/** In Asia/Shanghai, with its distance from UTC. */
const momentOf = (at: Date): string =>
  `${new Date(at.getTime() + EIGHT_HOURS).toISOString().slice(0, 19)}+08:00`

const counts = ({ number, kind }: DayStep): boolean =>
  number !== null || kind === 'moved' || kind === 'hours'

const toJson = ({ rule, early, start, pauses, count }: Explained) => {
  const { code, place, version, source, status, data } = rule
  const { length, unit, direction, article } = data
  return {
    due: count.dueOn,
    ...(count.dueAt === null ? {} : { at: momentOf(count.dueAt) }),
    provisional: count.provisional,
    days: count.steps.map(step => ({ ...step, counts: counts(step), why: whyInWords(step) })),
    from: start.on,
    pauses,
    rule: {
      code,
      place,
      version,
      name: data.name,
      length,
      unit,
      direction,
      article,
      source,
      status,
    },
    ...(early ? { note: earlyWords(rule.validFrom) } : {}),
  }
}

const earlyWords = (validFrom: string): string =>
  `没有收录起算那一天有效的版本，按最早收录的版本（${validFrom} 起）计算。`

const toLine = (step: DayStep): string => {
  const number = step.number === null ? '' : `第 ${step.number} 日`
  const provisional = step.provisional ? '（假期安排还没公布）' : ''
  return [step.day, weekdayInWords(step.day), number.padEnd(8), whyInWords(step) + provisional]
    .join('  ')
    .trimEnd()
}

const wayInWords = ({ unit, direction }: Explained['rule']['data']): string => {
  if (unit === 'hours') return '从那一刻起算'
  return direction === 'after' ? '从第二天起算' : '往前算，当天不算'
}

const toText = ({ rule, early, start, count }: Explained): string[] => {
  const { data, source, status } = rule
  const moment = count.dueAt === null ? '' : `（${momentOf(count.dueAt)}）`
  return [
    `${data.name}：${data.action}`,
    `规定：${data.article}，${lengthInWords(data.length, data.unit)}，${wayInWords(data)}`,
    `来源：${source}（${sureInWords(status)}）`,
    ...(early ? [earlyWords(rule.validFrom)] : []),
    `${data.trigger}：${start.on}`,
    `到期：${count.dueOn}${moment}${count.provisional ? '（暂定，假期安排还没公布）' : ''}`,
    '',
    ...count.steps.map(toLine),
  ]
}

const sentenceOf = (error: unknown): string => {
  if (error instanceof Unusable) return error.message
  if (error instanceof RangeError) return '日期超出了能计算的范围，请核对年份。'
  if (!(error instanceof KnownError)) throw error
  return refusalSentence(error, error.code)
}

/** `npm run cli -- deadline explain`. By the shipped law and calendar alone: no database, nothing started. */
export const explainCommand = {
  name: 'deadline explain',
  usage,
  /** @returns the exit code: 0, or 2 with a sentence where it cannot count */
  run: (args: readonly string[], write: Write, complain: Write): number => {
    try {
      const explained = explain(args)
      if (explained.json) write(JSON.stringify(toJson(explained)))
      else for (const line of toText(explained)) write(line)
      return 0
    } catch (error) {
      complain(sentenceOf(error))
      return 2
    }
  },
} as const
