import { z } from 'zod'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { lengthOf, readQueuePath } from '../vocabulary/staff-paths'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })

/** Only the list of this site may be named as the way back. */
const Back = z.unknown().optional().transform(readQueuePath)

/** The decision that the form was drawn after; anything unknown counts as too late. */
const Seen = z.string().max(64).catch('unknown')

/** What every decision form carries beside its own fields. */
const Carried = z.object({ back: Back, seen: Seen })
export type Carried = z.output<typeof Carried>

export const readCarried = (sent: unknown): Carried => Carried.parse(sent ?? {})

type RefuseLimits = {
  readonly grounds: readonly string[]
  readonly min: number
  readonly max: number
}

const plain = (count: number): string => count.toLocaleString('en-US')

export const refuseForm = ({ grounds, min, max }: RefuseLimits) =>
  z.object({
    ground: z
      .string('请选一条不予受理的理由')
      .refine(code => grounds.includes(code), '请选一条不予受理的理由'),
    reason: z
      .string(`理由至少写 ${min} 字，现在 0 字`)
      .trim()
      .superRefine((text, context) => {
        const length = lengthOf(text)
        if (length < min) context.addIssue(`理由至少写 ${min} 字，现在 ${length} 字`)
        if (length > max)
          context.addIssue(`理由最多 ${plain(max)} 字，现在多了 ${plain(length - max)} 字`)
      }),
  })

type AssignLimits = {
  /** Who is on the list; of them, whom something speaks against, and who must keep away. */
  readonly people: readonly StaffId[]
  readonly warned: readonly StaffId[]
  readonly away: ReadonlyMap<StaffId, string>
  readonly min: number
  readonly max: number
}

const Handlers = z
  .union([z.array(z.string()), z.string().transform(one => [one])])
  .catch([])
  .transform(ids => [...new Set(ids)] as StaffId[])

const reasonProblem = (text: string, { min, max }: AssignLimits): string | undefined => {
  const length = lengthOf(text)
  if (length < min) return `理由至少写 ${min} 字，现在 ${length} 字`
  if (length > max) return `理由最多 ${plain(max)} 字，现在多了 ${plain(length - max)} 字`
  return undefined
}

const handlersProblem = (
  ids: readonly StaffId[],
  { people, away }: AssignLimits,
): string | undefined => {
  const kept = ids.find(id => away.has(id))
  if (kept !== undefined) return away.get(kept)
  if (ids.some(id => !people.includes(id)))
    return '选的人里有一位不在本单位能承办的名单上，请重新选'
  return ids.length === 2 ? undefined : `要选两位不同的承办人，现在选了 ${ids.length} 位`
}

/**
 * Two different people of the list that was shown; nobody else can be named. Where something speaks against one of
 * them, it takes a reason.
 */
export const assignForm = (limits: AssignLimits) =>
  z
    .object({ handlers: Handlers, reason: z.string().trim().catch('') })
    .superRefine(({ handlers, reason }, context) => {
      const who = handlersProblem(handlers, limits)
      if (who !== undefined) context.addIssue({ code: 'custom', path: ['handlers'], message: who })
      const why = handlers.some(id => limits.warned.includes(id))
        ? reasonProblem(reason, limits)
        : undefined
      if (why !== undefined) context.addIssue({ code: 'custom', path: ['reason'], message: why })
    })
    .transform(({ handlers, reason }) => ({
      handlers,
      // Where nothing speaks against them there is nothing to answer, and nothing is kept.
      reason: handlers.some(id => limits.warned.includes(id)) ? reason : '',
    }))

/** What was ticked and written, to draw the form again; never trusted further. */
export const TypedAssign = z
  .object({ handlers: Handlers, reason: z.string().catch('') })
  .catch({ handlers: [], reason: '' })
