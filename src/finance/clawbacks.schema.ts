import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { lengthOf, prose } from '../vocabulary/typing'

type Known = {
  readonly grounds: readonly string[]
  readonly min: number
  readonly max: number
}

export const clawbackForm = ({ grounds, min, max }: Known) =>
  z.discriminatedUnion(
    'do',
    [
      z.object({
        do: z.literal('ask'),
        once: z.uuid('这一页放得太久了，请再提交一次'),
        ground: z.string('请选理由').refine(code => grounds.includes(code), '请选理由'),
        text: z
          .string()
          .transform(prose)
          .refine(text => lengthOf(text) >= min, `请写清事实，至少 ${String(min)} 个字`)
          .refine(text => lengthOf(text) <= max, `最多 ${String(max)} 字`),
      }),
      z.object({ do: z.literal('approve'), otp: StepUpCode }),
      z.object({ do: z.literal('receive') }),
      z.object({ do: z.literal('drop') }),
    ],
    '请再选一次',
  )
