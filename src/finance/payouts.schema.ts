import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { BatchId, ClaimId, PaymentId } from '../vocabulary/ids'
import { lengthOf, prose } from '../vocabulary/typing'

const uuid = <Id extends string>() => z.uuid().transform(text => text as Id)

export const ClaimPath = z.object({ claimId: uuid<ClaimId>() })
export const BatchPath = z.object({ batchId: uuid<BatchId>() })
export const PaymentPath = z.object({ paymentId: uuid<PaymentId>() })

export const ClaimQuery = z.object({
  view: z.enum(['made', 'checked']).catch('made'),
  after: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d_[0-9a-f-]{36}$/)
    .optional()
    .catch(undefined),
})

export const ClaimForm = z.discriminatedUnion('do', [
  z.object({ do: z.literal('check') }),
  z.object({
    do: z.literal('return'),
    ground: z.string('请选退回的理由').min(1, '请选退回的理由'),
  }),
])

export const BatchForm = z.object({
  once: z.uuid('这一页放得太久了，请再提交一次'),
  layout: z.string('请选银行文件的格式').min(1, '请选银行文件的格式'),
  claims: z
    .union([z.array(uuid<ClaimId>()), uuid<ClaimId>().transform(one => [one])])
    .optional()
    .transform(ids => ids ?? []),
  all: z
    .string()
    .optional()
    .transform(text => text !== undefined),
})

export const BatchAnswer = z.discriminatedUnion('do', [
  z.object({ do: z.literal('release'), otp: StepUpCode }),
  z.object({ do: z.literal('drop') }),
])

export const ReconcileForm = z.object({
  layout: z.string('请选银行文件的格式').min(1, '请选银行文件的格式'),
})

const ground = z.string('请选理由').min(1, '请选理由')

export const paymentForm = (limits: { readonly least: number; readonly most: number }) =>
  z.discriminatedUnion('do', [
    z.object({ do: z.literal('ask-reversal'), ground }),
    z.object({ do: z.literal('reverse'), otp: StepUpCode }),
    z.object({
      do: z.literal('ask-clawback'),
      once: z.uuid('这一页放得太久了，请再提交一次'),
      ground,
      text: z
        .string()
        .transform(prose)
        .refine(text => lengthOf(text) >= limits.least, `请写理由，至少 ${limits.least} 个字`)
        .refine(text => lengthOf(text) <= limits.most, `最多 ${limits.most} 字`),
    }),
    z.object({ do: z.literal('approve-clawback'), otp: StepUpCode }),
    z.object({ do: z.literal('receive') }),
  ])
