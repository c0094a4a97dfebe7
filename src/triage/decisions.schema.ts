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

/** Two different people of the list that was shown; nobody else can be named. */
export const assignForm = (people: readonly StaffId[]) =>
  z.object({
    handlers: z
      .union([z.array(z.string()), z.string().transform(one => [one])])
      .catch([])
      .transform(ids => [...new Set(ids)])
      .superRefine((ids, context) => {
        if (ids.some(id => !people.includes(id as StaffId)))
          context.addIssue('选的人里有一位不在本单位能承办的名单上，请重新选')
        else if (ids.length !== 2)
          context.addIssue(`要选两位不同的承办人，现在选了 ${ids.length} 位`)
      })
      .transform(ids => ids as StaffId[]),
  })

/** What was ticked, to draw the form again; never trusted further. */
export const TickedHandlers = z
  .object({ handlers: z.union([z.array(z.string()), z.string().transform(one => [one])]) })
  .catch({ handlers: [] })
