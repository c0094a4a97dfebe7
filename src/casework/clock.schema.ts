import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import type { CaseId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'
import { halfWidth, line, prose } from '../vocabulary/typing'

const caseId = z.uuid().transform(id => id as CaseId)
export const ClockParams = z.object({ caseId, deadlineId: z.uuid() })
export const CaseParams = z.object({ caseId })
export const ExtensionParams = z.object({ caseId, extensionId: z.uuid() })

const dayTyped = (asks: string) =>
  z.string(asks).transform((text, context): Day => {
    const typed = halfWidth(line(text))
    const [, year = '', month = '', day = ''] =
      /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(typed) ?? []
    try {
      return asDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
    } catch {
      context.addIssue(typed === '' ? asks : '日期要写成年、月、日，例如 2026 9 12')
      return z.NEVER
    }
  })

export const pauseForm = (grounds: readonly string[]) =>
  z.object({
    ground: z.string('请选为什么暂停').refine(code => grounds.includes(code), '请选为什么暂停'),
    from: dayTyped('请写从哪一天起不计算'),
  })

export const ResumeForm = z.object({ on: dayTyped('请写从哪一天起继续计算') })

/** From its beginning to today; one that counts backwards has no beginning yet. */
export const finishForm = (from: Day | undefined, today: Day) =>
  z.object({
    doneOn: dayTyped('请写哪一天办完的')
      .refine(day => day <= today, '办完的日期不能晚于今天')
      .refine(day => from === undefined || day >= from, `办完的日期不能早于 ${from ?? ''}`),
  })

/** Up to today; of what counts backwards, the event may be to come. */
export const startForm = (rules: readonly { code: string; backwards: boolean }[], today: Day) =>
  z
    .object({
      once: z.uuid('这一页放得太久了，请再提交一次'),
      rule: z
        .string('请选是哪个期限')
        .refine(code => rules.some(one => one.code === code), '请选是哪个期限'),
      on: dayTyped('请写从哪一天起算'),
    })
    .refine(
      ({ rule, on }) => on <= today || rules.some(one => one.code === rule && one.backwards),
      { path: ['on'], message: '这个期限从已经发生的那一天起算，不能晚于今天' },
    )

type ReasonLimits = { readonly min: number; readonly max: number }

const textWithin = (asks: string, { min, max }: ReasonLimits) =>
  z
    .string(asks)
    .transform(prose)
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length === 0) context.addIssue(asks)
      else if (length < min) context.addIssue(`理由至少写 ${min} 字，现在 ${length} 字`)
      else if (length > max) context.addIssue(`最多 ${max} 字，现在多了 ${length - max} 字`)
    })

type AskLimits = ReasonLimits & {
  readonly shortest: number
  readonly longest: number
  readonly tells: boolean
}

export const askForm = (limits: AskLimits) =>
  z.object({
    once: z.uuid('这一页放得太久了，请再提交一次'),
    length:
      limits.shortest === limits.longest
        ? z
            .unknown()
            .optional()
            .transform(() => limits.longest)
        : z
            .string('请写延长多少')
            .transform(text => Number(halfWidth(line(text))))
            .refine(
              length =>
                Number.isInteger(length) && length >= limits.shortest && length <= limits.longest,
              `请写 ${limits.shortest} 到 ${limits.longest} 之间的整数`,
            ),
    reason: textWithin('请写为什么要延长', limits),
    told: limits.tells
      ? textWithin('请写告诉举报人的理由', { ...limits, min: 1 })
      : z
          .unknown()
          .optional()
          .transform(() => ''),
  })

/** Of the meeting that gives it, where the rule has one give it. */
export const approveForm = (limits: ReasonLimits, collective: boolean) =>
  z.object({
    meeting: collective
      ? textWithin('请写集体讨论的日期、参加人和结论', limits)
      : z
          .unknown()
          .optional()
          .transform(() => ''),
  })

export const refuseForm = (limits: ReasonLimits) =>
  z.object({ answer: textWithin('请写为什么不批准', limits) })

const done = [
  'started',
  'paused',
  'resumed',
  'finished',
  'asked',
  'approved',
  'refused',
  'withdrawn',
] as const
export type ClockDone = (typeof done)[number]

export const readDone = (query: Readonly<Record<string, unknown>>): ClockDone | undefined =>
  done.find(one => one === query['done'])
