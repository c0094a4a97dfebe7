import { z } from 'zod'
import type { Released } from './request'

const words = z.string().optional()

/** What was sealed is read back by its shape. */
export const ReleasedSchema: z.ZodType<Released> = z.union([
  z.strictObject({ kind: z.literal('none') }),
  z.object({
    kind: z.literal('given'),
    fields: z
      .strictObject({ name: words, phone: words, 'id-number': words, address: words })
      .transform(fields => {
        const { name, phone, address } = fields
        const number = fields['id-number']
        return {
          ...(name === undefined ? {} : { name }),
          ...(phone === undefined ? {} : { phone }),
          ...(number === undefined ? {} : { 'id-number': number }),
          ...(address === undefined ? {} : { address }),
        }
      }),
  }),
])
