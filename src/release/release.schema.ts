import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { identityFields, type IdentityField } from '../vocabulary/identity-fields'
import type { CaseId, IdentityRequestId, ReportId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'
import { halfWidth, prose } from '../vocabulary/typing'
import { boardLists, type BoardList } from './board.rules'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })
export const RequestParams = z.object({
  requestId: z.uuid().transform(id => id as IdentityRequestId),
})

export const StepUpForm = z.object({ otp: StepUpCode })

type AskLimits = { readonly min: number; readonly max: number; readonly minutes: number }

const plain = (count: number): string => count.toLocaleString('en-US')

const reasonOf = (what: string, { min, max }: Omit<AskLimits, 'minutes'>) =>
  z
    .string(`${what}至少写 ${min} 字，现在 0 字`)
    .transform(prose)
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length < min) context.addIssue(`${what}至少写 ${min} 字，现在 ${length} 字`)
      if (length > max)
        context.addIssue(`${what}最多 ${plain(max)} 字，现在多了 ${plain(length - max)} 字`)
    })

const many = z
  .union([z.array(z.string()), z.string().transform(one => [one])])
  .catch([])
  .transform(list => [...new Set(list)])

const Fields = many
  .refine(list => list.length > 0, '请选要看哪几项')
  .refine(
    list => list.every(one => (identityFields as readonly string[]).includes(one)),
    '选的项目里有一项不在名单上，请重新选',
  )
  .transform((list): IdentityField[] => identityFields.filter(field => list.includes(field)))

const minutesOf = (most: number) =>
  z.string('请写要看几分钟').transform((text, context) => {
    const typed = halfWidth(prose(text)).replace(/\s|分钟?$/g, '')
    const minutes = /^\d{1,4}$/.test(typed) ? Number(typed) : 0
    if (minutes < 1 || minutes > most) {
      context.addIssue(`看的时间要写 1 到 ${most} 分钟，例如 ${Math.min(10, most)}`)
      return z.NEVER
    }
    return minutes
  })

type Offered = { readonly grounds: readonly string[]; readonly reports: readonly ReportId[] }

export const askForm = ({ grounds, reports }: Offered, limits: AskLimits) =>
  z.object({
    once: z.uuid('这一页放得太久了，请再提交一次').transform(id => id as IdentityRequestId),
    report: z
      .string()
      .optional()
      .transform((id, context) => {
        const report = id === undefined ? reports[0] : reports.find(one => one === id)
        if (report !== undefined) return report
        context.addIssue('请选这一件里的哪一份举报')
        return z.NEVER
      }),
    fields: Fields,
    ground: z.string('请选一条理由').refine(code => grounds.includes(code), '请选一条理由'),
    text: reasonOf('说明', limits),
    minutes: minutesOf(limits.minutes),
  })

/** What was ticked, to draw the form again; never trusted further. */
export const Ticked = z.object({ fields: many }).catch({ fields: [] })

export const refusalForm = (limits: AskLimits) => z.object({ reason: reasonOf('理由', limits) })

const Board = z.object({
  list: z.enum(boardLists).optional().catch(undefined),
  before: z.coerce.number().int().positive().optional().catch(undefined),
})

type BoardAsked = { readonly list: BoardList | undefined; readonly before: number | undefined }

export const readBoard = (query: unknown): BoardAsked => {
  const { list, before } = Board.parse(query)
  return { list, before }
}
