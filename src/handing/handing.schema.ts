import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import type { CaseId, HandingId, OrganisationId } from '../vocabulary/ids'
import { lengthOf, prose, withThousands } from '../vocabulary/typing'
import type { HandingChoices } from './handing'
import { handingLists, type HandingAction, type HandingKind } from './handing.rules'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })
export const HandingParams = z.object({ handingId: z.uuid().transform(id => id as HandingId) })

const body = z.uuid('请选交给哪个单位').transform(id => id as OrganisationId)
const once = z.uuid('这一页打开太久了，请再提交一次')

const reasonOf = (
  { min, max }: HandingChoices['limits'],
  shortest = min,
  empty = `理由至少写 ${shortest} 字，现在 0 字`,
) =>
  z
    .string(empty)
    .transform(prose)
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length === 0) context.addIssue(empty)
      else if (length < shortest) context.addIssue(`理由至少写 ${shortest} 字，现在 ${length} 字`)
      if (length > max)
        context.addIssue(
          `最多 ${withThousands(max)} 字，现在多了 ${withThousands(length - max)} 字`,
        )
    })

const oneOf = (choices: HandingChoices['grounds']) =>
  z
    .string('请选一条理由')
    .refine(code => choices.some(choice => choice.code === code), '请选一条理由')

const cleared = z
  .unknown()
  .optional()
  .transform(ticked => ticked === 'yes')

const assistGround = z
  .unknown()
  .optional()
  .transform(() => 'assist')

/** Of the page on which a case is handed over. */
export const sendForm = (
  { grounds, limits }: Pick<HandingChoices, 'grounds' | 'limits'>,
  kind: HandingKind,
) =>
  z.object({
    ...{ to: body, once, cleared },
    seen: z.string().max(64).catch('unknown'),
    ground: kind === 'assist' ? assistGround : oneOf(grounds),
    reason: reasonOf(limits),
  })

/** The body that was chosen, and whether something is only asked of it. */
export const readChosen = (query: unknown) =>
  z
    .object({
      to: body.optional().catch(undefined),
      kind: z.enum(['transfer', 'assist']).catch('transfer'),
    })
    .parse(query ?? {})

const actions = [
  ...(['receive', 'send-back', 'forward', 'take-back'] as const),
  ...(['dispute', 'designate', 'answer'] as const),
] satisfies HandingAction[]

/** Which form of a handing is open. */
export const readDo = (query: unknown) =>
  z
    .object({
      do: z.enum(actions).optional().catch(undefined),
      done: z.enum(actions).optional().catch(undefined),
    })
    .parse(query ?? {})

export const actionForm = ({ grounds, backGrounds, limits }: HandingChoices) => {
  const reason = reasonOf(limits)
  return z.discriminatedUnion(
    'action',
    [
      z.object({ action: z.literal('receive') }),
      z.object({ action: z.literal('take-back') }),
      z.object({ action: z.literal('send-back'), ground: oneOf(backGrounds), reason }),
      z.object({
        action: z.literal('forward'),
        ...{ to: body, once, cleared, reason, ground: oneOf(grounds) },
      }),
      z.object({ action: z.literal('dispute'), reason }),
      z.object({
        action: z.literal('designate'),
        decision: z.enum(['sender', 'receiver'], '请选归哪个单位'),
        reason,
      }),
      z.object({
        action: z.literal('answer'),
        reason: reasonOf(limits, 1, '请写办理的情况'),
      }),
    ],
    '请选要办什么',
  )
}

const placeForm = /^(\d{4}-\d\d-\d\d)?\.(\d{1,15})$/

const dayIn = (text: string | undefined): Day | undefined => {
  try {
    return text === undefined ? undefined : asDay(text)
  } catch {
    return undefined
  }
}

/** What is not understood begins at the first page of what waits. */
export const readList = (query: Readonly<Record<string, unknown>>) => {
  const list = z.enum(handingLists).catch('in').parse(query['list'])
  const found = placeForm.exec(typeof query['after'] === 'string' ? query['after'] : '')
  if (found === null) return { list, after: undefined }
  const day = dayIn(found[1])
  if (found[1] !== undefined && day === undefined) return { list, after: undefined }
  return { list, after: { day, arrival: Number(found[2]) } }
}
