import { z } from 'zod'
import { typedField } from '../filing'
import type { ClaimDoubt } from '../payouts'
import type { ClaimId } from '../vocabulary/ids'
import { lengthOf, prose } from '../vocabulary/typing'

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

type Known = {
  readonly grounds: readonly string[]
  readonly doubts: readonly ClaimDoubt[]
  readonly reasonMin: number
  readonly reasonMax: number
}

/** Each doubt has a box of its own, all of them one reason. */
const passForm = ({ doubts, reasonMin: min, reasonMax: max }: Known) =>
  z.looseObject({ do: z.literal('pass'), why: typedField }).transform((form, context) => {
    const wrong = (path: string, message: string) => {
      context.addIssue({ code: 'custom', path: [path], message })
    }
    const why = prose(form.why)
    for (const doubt of doubts)
      if (form[`sure_${doubt}`] !== 'yes')
        wrong(`sure_${doubt}`, '核实过的请勾选；核实不了的，请退回')
    if (doubts.length > 0 && lengthOf(why) < min)
      wrong('why', `请写怎样核实的，至少 ${String(min)} 个字`)
    if (lengthOf(why) > max) wrong('why', `最多 ${String(max)} 字`)
    return { do: form.do, confirmation: { doubts, why } }
  })

export const claimForm = (known: Known) =>
  z.discriminatedUnion(
    'do',
    [
      passForm(known),
      z.object({
        do: z.literal('return'),
        ground: z
          .string('请选退回的理由')
          .refine(code => known.grounds.includes(code), '请选退回的理由'),
      }),
    ],
    '请选通过还是退回',
  )
