import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { addressee } from '../identity'
import { asDay, type Day } from '../platform/clock'
import type { CaseId, IdentityLetterId, ReportId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'
import { halfWidth, line, prose } from '../vocabulary/typing'
import { letterLists } from './lists.rules'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })
export const LetterParams = z.object({
  letterId: z.uuid().transform(id => id as IdentityLetterId),
})
export const StepUpForm = z.object({ otp: StepUpCode })

const plain = (count: number): string => count.toLocaleString('en-US')

const within =
  (max: number) =>
  (text: string, context: z.RefinementCtx): void => {
    const over = lengthOf(text) - max
    if (over > 0) context.addIssue(`最多 ${plain(max)} 字，现在多了 ${plain(over)} 字`)
  }

type Limits = { readonly title: number; readonly body: number }

export const draftForm = (reports: readonly ReportId[], { title, body }: Limits) =>
  z.object({
    once: z.uuid('这一页放得太久了，请再提交一次').transform(id => id as IdentityLetterId),
    report: z
      .string()
      .optional()
      .transform((id, context) => {
        const report = id === undefined ? reports[0] : reports.find(one => one === id)
        if (report !== undefined) return report
        context.addIssue('请选这一件里的哪一份举报')
        return z.NEVER
      }),
    title: z
      .string('请写标题')
      .transform(line)
      .refine(text => text !== '', '请写标题')
      .superRefine(within(title)),
    body: z
      .string('请写正文')
      .transform(prose)
      .refine(text => text !== '', '请写正文')
      .refine(
        text => text === '' || text.includes(addressee),
        `正文里要写上 ${addressee}，身份保管岗位会换成举报人的姓名`,
      )
      .superRefine(within(body)),
  })

const dayTyped = (today: Day, from: Day) =>
  z.string('请写送达的日期').transform((text, context) => {
    const [, year = '', month = '', day = ''] =
      /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(halfWidth(line(text))) ?? []
    const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    const read = z.iso.date().safeParse(iso)
    if (!read.success) context.addIssue('日期要写成年、月、日，例如 2026 9 12')
    else if (iso > today) context.addIssue('这个日期还没到')
    else if (iso < from) context.addIssue('这个日期比起草还早，请核对')
    else return asDay(iso)
    return z.NEVER
  })

export const servedForm = (
  ways: readonly { readonly code: string }[],
  { today, from }: { readonly today: Day; readonly from: Day },
) =>
  z.object({
    on: dayTyped(today, from),
    way: z
      .string('请选怎么送的')
      .refine(code => ways.some(one => one.code === code), '请选怎么送的'),
  })

export const returnForm = ({ min, max }: { readonly min: number; readonly max: number }) =>
  z.object({
    reason: z
      .string()
      .catch('')
      .transform(prose)
      .superRefine((text, context) => {
        const length = lengthOf(text)
        if (length < min) context.addIssue(`理由至少写 ${min} 字，现在 ${length} 字`)
        if (length > max)
          context.addIssue(`理由最多 ${plain(max)} 字，现在多了 ${plain(length - max)} 字`)
      }),
  })

const Board = z.object({
  list: z.enum(letterLists).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
})

export const readBoard = (query: unknown): z.output<typeof Board> => Board.parse(query)
