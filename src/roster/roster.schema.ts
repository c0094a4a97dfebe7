import { z } from 'zod'
import { addDays, asDay, type Day } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'
import { halfWidth } from '../vocabulary/typing'
import { halves, keyOf, type Calls } from './half-day.rules'
import type { CountWish, FillWish } from './roster'
import { halfDaysOf, mondayOf, type Wanted } from './roster.rules'

export const TypedForm = z.record(z.string(), z.string().catch('')).catch({})
type Typed = z.output<typeof TypedForm>

/** Nobody plans other centuries, and the weeks at the end of what a date can be are no weeks. */
const yearForm = /^20\d\d$/

const dayIn = (text: string): Day | undefined => {
  const [year = '', month = '', date = ''] = halfWidth(text).match(/\d+/g) ?? []
  if (!yearForm.test(year)) return undefined
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`)
  } catch {
    return undefined
  }
}

/** What is not understood is this week. */
export const readWeek = (sent: Readonly<Record<string, unknown>>): Day | undefined => {
  const { week } = sent
  const day = typeof week === 'string' ? dayIn(week) : undefined
  return day === undefined ? undefined : mondayOf(day)
}

const WEEK = 7
const halfDaysIn = (monday: Day) =>
  halfDaysOf(Array.from({ length: WEEK }, (_, at) => addDays(monday, at)))

const Holder = z.union([
  z.literal('').transform(() => undefined),
  z.uuid().transform(id => id as StaffId),
])

/** The fields of a week that were sent; one that cannot be read is left alone. */
export const readWanted = (typed: Typed, monday: Day): Wanted[] =>
  halfDaysIn(monday).flatMap(one => {
    const key = keyOf(one)
    const now = Holder.safeParse(typed[`slot.${key}`])
    const was = Holder.safeParse(typed[`was.${key}`])
    return now.success && was.success ? [{ ...one, was: was.data, now: now.data }] : []
  })

const parts = ['answered', 'missed', 'back'] as const
const numberForm = /^\d{1,6}$/

const readNumber = (text: string | undefined, most: number): number | undefined => {
  const bare = halfWidth(text ?? '').trim()
  if (bare === '') return 0
  const number = numberForm.test(bare) ? Number(bare) : Number.NaN
  return number <= most ? number : undefined
}

const toCalls = ([answered = 0, missed = 0, calledBack = 0]: readonly number[]): Calls => ({
  ...{ answered, missed, calledBack },
})

/** What was counted in the half-days of a week, and what is wrong with the numbers by field. */
export const readCounts = (typed: Typed, monday: Day, most: number) => {
  const errors: Record<string, string> = {}
  const wishes: CountWish[] = []
  for (const one of halfDaysIn(monday)) {
    const key = keyOf(one)
    if (typed[`answered.${key}`] === undefined) continue
    const numbers = parts.map(part => {
      const number = readNumber(typed[`${part}.${key}`], most)
      if (number === undefined) errors[`${part}.${key}`] = `次数要写成 0 到 ${most} 的数字`
      return number ?? 0
    })
    const was = (typed[`counted.${key}`] ?? '').split('.').map(text => readNumber(text, most) ?? 0)
    wishes.push({ ...one, was: toCalls(was), now: toCalls(numbers) })
  }
  return { wishes, errors }
}

const date = z.string('请写日期').transform((text, context): Day => {
  const day = dayIn(text)
  if (day !== undefined) return day
  context.addIssue('日期要写成年、月、日，例如 2026 11 23')
  return z.NEVER
})

const Filled = z.object({
  from: date,
  until: date,
  who: z.union([z.literal('week'), z.uuid()], '请选由谁值守'),
  half: z.enum(['both', ...halves], '请选上午还是下午'),
  replace: z.literal('yes').optional().catch(undefined),
  week: date,
})

type Bounds = { readonly today: Day; readonly longest: number }

const toWish = ({ from, until, who, half, replace, week }: z.output<typeof Filled>): FillWish => ({
  ...{ from, until },
  source: who === 'week' ? { week: mondayOf(week) } : { person: who as StaffId },
  halves: half === 'both' ? halves : [half],
  replace: replace === 'yes',
})

export const fillForm = ({ today, longest }: Bounds) =>
  Filled.superRefine(({ from, until }, context) => {
    const add = (field: string, message: string) => {
      context.addIssue({ code: 'custom', path: [field], message })
    }
    if (from < today) add('from', '过去的日子不能再排')
    if (until < from) add('until', '到哪天不能早于从哪天')
    else if (until >= addDays(from, longest)) add('until', `一次最多排 ${longest} 天`)
  }).transform(toWish)

export const FillStep = z.object({
  step: z.enum(['look', 'apply']).catch('look'),
  seen: z.string().catch(''),
})
