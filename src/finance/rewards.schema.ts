import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { asDay, type Day } from '../platform/clock'
import type { AwardId } from '../vocabulary/ids'
import { halfWidth, lengthOf, prose } from '../vocabulary/typing'

export const RewardPath = z.object({ awardId: z.uuid().transform(text => text as AwardId) })

export const RewardQuery = z.object({
  view: z.enum(['approve', 'open', 'paid', 'waived']).catch('approve'),
  after: z.coerce.number().int().positive().optional().catch(undefined),
})

type Limits = { readonly reasonMin: number; readonly reasonMax: number }

const why = ({ reasonMin, reasonMax }: Limits) =>
  z
    .string()
    .catch('')
    .transform(prose)
    .refine(text => lengthOf(text) >= reasonMin, `请写理由，至少 ${String(reasonMin)} 个字`)
    .refine(text => lengthOf(text) <= reasonMax, `最多 ${String(reasonMax)} 字`)

/** 2026 9 12, 2026-9-12 or 2026年9月12日. */
const day = z
  .string()
  .catch('')
  .transform((typed, context): Day => {
    const [, year = '', month = '', date = ''] =
      /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})\D*$/.exec(halfWidth(prose(typed))) ?? []
    const text = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
    const read = new Date(`${text}T00:00:00Z`)
    if (!Number.isNaN(read.getTime()) && read.toISOString().startsWith(text)) return asDay(text)
    context.addIssue('日期要写成年、月、日，例如 2026 9 12')
    return z.NEVER
  })

export const rewardForm = (limits: Limits) =>
  z.discriminatedUnion(
    'do',
    [
      z.object({ do: z.literal('approve'), otp: StepUpCode }),
      z.object({ do: z.literal('return'), why: why(limits) }),
      z.object({ do: z.literal('extend'), until: day, why: why(limits), otp: StepUpCode }),
    ],
    '请再选一次',
  )
