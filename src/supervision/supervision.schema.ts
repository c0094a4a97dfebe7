import { z } from 'zod'
import { asDay, dayOf, type Day } from '../platform/clock'
import type { AppealId } from '../vocabulary/ids'
import { halfWidth, lengthOf, prose, withThousands } from '../vocabulary/typing'

export const AppealParams = z.object({ appealId: z.uuid().transform(id => id as AppealId) })

const words = (most: number, empty: string) =>
  z
    .string()
    .catch('')
    .transform(prose)
    .superRefine((text, context) => {
      const over = lengthOf(text) - most
      if (text === '') context.addIssue(empty)
      else if (over > 0)
        context.addIssue(`最多 ${withThousands(most)} 字，现在多了 ${withThousands(over)} 字`)
    })

export const answerForm = (most: number) =>
  z.object({
    body: words(most, '请写要答复的话'),
    once: z.uuid('这一页打开太久了，请再发送一次'),
  })

const dateForm = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/

const readDay = (text: string): Day | undefined => {
  const [, year = '', month = '', day = ''] = dateForm.exec(halfWidth(text).trim()) ?? []
  try {
    return asDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
  } catch {
    return undefined
  }
}

/** The day lies between the call itself and today. */
export const actionForm = (
  most: number,
  { madeOn, now }: { readonly madeOn: Day; readonly now: Date },
) =>
  z.object({
    on: z
      .string()
      .catch('')
      .transform((text, context): Day => {
        const day = readDay(text)
        const why = whyNot(day, madeOn, dayOf(now))
        if (day !== undefined && why === undefined) return day
        context.addIssue(why ?? '日期要写成年、月、日，例如 2026 9 12')
        return z.NEVER
      }),
    done: words(most, '请写做了什么，举报人会看到'),
  })

const whyNot = (day: Day | undefined, madeOn: Day, today: Day): string | undefined => {
  if (day === undefined) return undefined
  if (day > today) return '这个日期还没到'
  return day < madeOn ? '处理的日期不能早于举报人提出的那一天' : undefined
}
