import { z } from 'zod'
import type { ClaimId } from '../vocabulary/ids'

export const ClaimPath = z.object({ claimId: z.uuid().transform(text => text as ClaimId) })

/** After which one the page begins: its day and its id. */
export const ClaimPosition = z
  .string()
  .transform(text => text.split('_'))
  .pipe(z.tuple([z.iso.date(), z.uuid()]))
  .transform(([madeOn, id]) => ({ madeOn, id }))

export const ClaimQuery = z.object({
  view: z.enum(['made', 'checked']).catch('made'),
  after: ClaimPosition.optional().catch(undefined),
})

export const claimForm = (grounds: readonly string[]) =>
  z.discriminatedUnion(
    'do',
    [
      z.object({ do: z.literal('pass') }),
      z.object({
        do: z.literal('return'),
        ground: z.string('请选退回的理由').refine(code => grounds.includes(code), '请选退回的理由'),
      }),
    ],
    '请选通过还是退回',
  )
