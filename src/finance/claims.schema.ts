import { z } from 'zod'
import type { ClaimId } from '../vocabulary/ids'

export const ClaimPath = z.object({ claimId: z.uuid().transform(text => text as ClaimId) })

/** After which one the page begins: its day and its id. */
const After = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d_[\da-f-]{36}$/)
  .transform(text => {
    const [madeOn = '', id = ''] = text.split('_')
    return { madeOn, id }
  })

export const ClaimQuery = z.object({
  view: z.enum(['made', 'checked']).catch('made'),
  after: After.optional().catch(undefined),
})

export const claimForm = (grounds: readonly string[]) =>
  z.discriminatedUnion('do', [
    z.object({ do: z.literal('pass') }),
    z.object({
      do: z.literal('return'),
      ground: z.string().refine(code => grounds.includes(code), '请选退回的理由'),
    }),
  ])
