import { z } from 'zod'

const text = z.string().trim().min(1)

const bankFields = [
  ...(['serial', 'reference', 'name', 'account', 'bank', 'amount', 'remark', 'day'] as const),
] as const

/** Words that tell a bank's clerk, or whoever looks at an account, where money comes from. */
const telling = /举报|奖励|线索|医保|骗保|查处|案/

const columnFault = {
  path: ['columns'],
  message: '要有 reference、name、account、amount 四列，表头和列都不能重复',
}
const resultFault = { path: ['answer'], message: 'paid 和 failed 里不能有一样的词' }

/**
 * Which columns a bank takes in its file for many payments, and which it gives back. One body has as many as it has
 * banks. What stands in the remark is the same for everybody and tells nothing.
 */
export const BankLayout = z
  .strictObject({
    name: text,
    order: z.int(),
    format: z.enum(['csv', 'xlsx']),
    columns: z.array(z.strictObject({ header: text, field: z.enum(bankFields) })).min(1),
    remark: text
      .max(20)
      .refine(
        words => !telling.test(words),
        '看得出是举报、奖励或者医保的钱，请换成“款项”这样的词',
      ),
    answer: z.strictObject({
      /** Headers of the bank's answer. */
      reference: text,
      amount: text,
      result: text,
      reason: text.optional(),
      /** What stands in the column of the result. */
      paid: z.array(text).min(1),
      failed: z.array(text).min(1),
    }),
  })
  .refine(({ columns }) => {
    const fields = columns.map(({ field }) => field)
    const headers = columns.map(({ header }) => header)
    const needed = ['reference', 'name', 'account', 'amount'] as const
    return (
      needed.every(field => fields.includes(field)) &&
      new Set(fields).size === fields.length &&
      new Set(headers).size === headers.length
    )
  }, columnFault)
  .refine(({ answer: { paid, failed } }) => paid.every(word => !failed.includes(word)), resultFault)
