import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { readMoney, type Fen } from '../vocabulary/money'
import { halfWidth, line } from '../vocabulary/typing'

export const WishPath = z.object({ wishId: z.uuid() })

type Known = { readonly grounds: readonly string[]; readonly thisYear: number; readonly most: Fen }

/** The year before, so that a late change still finds its year, this one and the next. */
export const yearsOf = (thisYear: number): number[] => [thisYear + 1, thisYear, thisYear - 1]

export const budgetForm = ({ grounds, thisYear, most }: Known) =>
  z.object({
    once: z.uuid('这一页放得太久了，请再提交一次'),
    year: z
      .string('请选年度')
      .transform(Number)
      .refine(year => yearsOf(thisYear).includes(year), '请选年度'),
    ground: z.string('请选理由').refine(code => grounds.includes(code), '请选理由'),
    amount: z.string('请填金额').transform((typed, context): Fen => {
      const read = line(halfWidth(typed)) === '' ? undefined : readMoney(typed, most)
      if (read === undefined) context.addIssue('请填金额')
      else if (!read.ok) context.addIssue(read.why)
      else if (read.fen > 0n) return read.fen
      else context.addIssue('金额要大于零')
      return z.NEVER
    }),
  })

export const AnswerForm = z.discriminatedUnion(
  'do',
  [
    z.object({ do: z.literal('approve'), otp: StepUpCode }),
    z.object({ do: z.literal('decline') }),
    z.object({ do: z.literal('drop') }),
  ],
  '请再选一次',
)
