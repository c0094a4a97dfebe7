import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { PaymentId } from '../vocabulary/ids'

export const PaymentPath = z.object({ paymentId: z.uuid().transform(text => text as PaymentId) })

export const paymentForm = (grounds: readonly string[]) =>
  z.discriminatedUnion(
    'do',
    [
      z.object({
        do: z.literal('ask'),
        ground: z.string('请选理由').refine(code => grounds.includes(code), '请选理由'),
      }),
      z.object({ do: z.literal('approve'), otp: StepUpCode }),
      z.object({ do: z.literal('drop') }),
    ],
    '请再选一次',
  )
