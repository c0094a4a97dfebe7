import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import type { LetterId, OrganisationId, SampleId } from '../vocabulary/ids'
import { halfWidth, lengthOf, line, prose, withThousands } from '../vocabulary/typing'
import type { LetterLimits } from './letter'
import { letterActions, letterLists, readCaseNumber, urgencies, verdicts } from './letter.rules'
import type { LetterAction, LetterList } from './letter.rules'
import { sampleKinds } from './sample.rules'

export const LetterParams = z.object({ letterId: z.uuid().transform(id => id as LetterId) })

/** As it was typed, to be drawn again. */
export const Typed = z.record(z.string(), z.string().catch('')).catch({})

const once = z.uuid('这一页打开太久了，请再提交一次')

/** What somebody asks to be done by a day must be doable on it. */
type DayRule = {
  readonly today: Day
  readonly isWorking: (day: Day) => boolean
  readonly after?: Day
}

const faultOfDay = (day: Day, { today, isWorking, after }: DayRule): string | undefined => {
  if (day <= today) return '答复的日子要在今天以后'
  if (after !== undefined && day <= after) return '新的日子要比原来的晚'
  return isWorking(day) ? undefined : '那天不上班，请选一个工作日'
}

const readDay = (typed: string): Day | undefined => {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(typed) ?? []
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  } catch {
    return undefined
  }
}

const dayAhead = (rule: DayRule) =>
  z.string('请写哪天以前答复').transform((text, context): Day => {
    const typed = halfWidth(line(text))
    const day = readDay(typed)
    const fault =
      day === undefined
        ? typed === ''
          ? '请写哪天以前答复'
          : '日期要写成年、月、日，例如 2026 12 7'
        : faultOfDay(day, rule)
    if (fault === undefined && day !== undefined) return day
    context.addIssue(fault ?? '')
    return z.NEVER
  })

const words = (name: string, { min, max }: { readonly min: number; readonly max: number }) =>
  z
    .string(`请写${name}`)
    .transform(prose)
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length === 0) context.addIssue(`请写${name}`)
      else if (length < min) context.addIssue(`${name}至少写 ${min} 字，现在 ${length} 字`)
      if (length > max)
        context.addIssue(
          `最多 ${withThousands(max)} 字，现在多了 ${withThousands(length - max)} 字`,
        )
    })

const caseNumber = z
  .string()
  .catch('')
  .transform((text, context) => {
    const typed = halfWidth(line(text))
    if (typed === '') return undefined
    const read = readCaseNumber(typed)
    if (read === undefined) context.addIssue('编号要写年份和顺序号，例如 2026 318')
    return read
  })

export const newLetterForm = (limits: LetterLimits, days: DayRule, above: OrganisationId) =>
  z.object({
    to: z
      .uuid('请选督办哪个单位')
      .refine(id => id !== above, '不能督办本单位')
      .transform(id => id as OrganisationId),
    number: caseNumber,
    urgency: z.enum(urgencies, '请选缓急'),
    subject: words('事由', { min: 1, max: limits.title }),
    text: words('督办的事项和要求', { min: limits.min, max: limits.text }),
    due: dayAhead(days),
    once,
    otp: z.string().catch(''),
  })

const seen = z.coerce.number().int().min(0).max(10_000).catch(-1)

export const actionForm = (limits: LetterLimits, days: DayRule, dueOn: Day) => {
  const ground = words('理由', limits)
  return z.discriminatedUnion(
    'action',
    [
      z.object({ action: z.literal('receive') }),
      z.object({ action: z.literal('hand') }),
      z
        .object({
          ...{ action: z.literal('judge'), words: words('复核的意见', limits) },
          verdict: z.enum(verdicts, '请选复核的结果'),
          due: z.string().catch(''),
        })
        .transform((typed, context) => {
          if (typed.verdict !== 'returned') return { ...typed, due: undefined }
          const read = dayAhead(days).safeParse(typed.due)
          if (read.success) return { ...typed, due: read.data }
          context.addIssue({
            code: 'custom',
            path: ['due'],
            message: read.error.issues[0]?.message ?? '',
          })
          return z.NEVER
        }),
      z.object({
        action: z.literal('answer'),
        words: words('办理的情况', { min: limits.min, max: limits.text }),
        once,
      }),
      z.object({
        action: z.literal('chase'),
        words: words('催办的话', { min: 1, max: limits.max }),
        once,
      }),
      z.object({
        action: z.literal('prolong'),
        ...{ words: ground, once, due: dayAhead({ ...days, after: dueOn }) },
      }),
      z.object({ action: z.literal('send-back'), words: ground, seen, due: dayAhead(days) }),
      z.object({
        action: z.literal('close'),
        words: words('结办的意见', { min: 1, max: limits.max }),
        seen,
      }),
    ],
    '请选要办什么',
  )
}

/** What is drawn from: a stretch of days, a kind, how many. */
export const sampleForm = (most: number, days: DayRule) =>
  z
    .object({
      kind: z.enum(sampleKinds, '请选抽哪一类'),
      from: z.string().catch(''),
      until: z.string().catch(''),
      wanted: z
        .string('请写抽几件')
        .transform(text => halfWidth(line(text)))
        .refine(text => /^[1-9]\d{0,3}$/.test(text) && Number(text) <= most, `抽 1 件到 ${most} 件`)
        .transform(Number),
      due: dayAhead(days),
      once,
    })
    .transform((typed, context) => {
      const [from, until] = [
        readDay(halfWidth(line(typed.from))),
        readDay(halfWidth(line(typed.until))),
      ]
      const say = (path: string, message: string): never => {
        context.addIssue({ code: 'custom', path: [path], message })
        return z.NEVER
      }
      if (from === undefined) return say('from', '日期要写成年、月、日，例如 2026 1 1')
      if (until === undefined) return say('until', '日期要写成年、月、日，例如 2026 6 30')
      return until < from ? say('until', '要在开始的日子以后') : { ...typed, from, until }
    })

export const drawForm = z.object({
  word: z
    .string('请写随机词')
    .transform(text => halfWidth(line(text)))
    .refine(text => /^[0-9A-Za-z]{4,32}$/.test(text), '随机词是 4 到 32 个字母或者数字'),
})

export const SampleParams = z.object({ sampleId: z.uuid().transform(id => id as SampleId) })

/** Which form of a letter is open. */
export const readDo = (query: unknown) =>
  z
    .object({
      do: z.enum(letterActions).optional().catch(undefined),
      done: z
        .enum([...letterActions, 'issue'])
        .optional()
        .catch(undefined),
    })
    .parse(query ?? {})

export type DoneAction = LetterAction | 'issue'

const placeForm = /^(\d{4}-\d\d-\d\d)\.(\d{1,15})$/

const placeIn = (text: unknown) => {
  const found = placeForm.exec(typeof text === 'string' ? text : '')
  try {
    return found === null ? undefined : { day: asDay(found[1] ?? ''), arrival: Number(found[2]) }
  } catch {
    return undefined
  }
}

/** What is not understood begins at the first page of the first list that is this person's. */
export const readList = (
  query: Readonly<Record<string, unknown>>,
  lists: readonly LetterList[],
) => {
  const wanted = z.enum(letterLists).optional().catch(undefined).parse(query['list'])
  const list = wanted !== undefined && lists.includes(wanted) ? wanted : (lists[0] ?? 'in')
  const of = z.uuid().optional().catch(undefined).parse(query['body'])
  return { list, of: of as OrganisationId | undefined, after: placeIn(query['after']) }
}
