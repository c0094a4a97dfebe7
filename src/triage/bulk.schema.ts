import { z } from 'zod'
import type { StaffId } from '../vocabulary/ids'
import { lengthOf, readQueuePath } from '../vocabulary/staff-paths'
import { bulkActions, readPick, type BulkAction, type Pick } from './bulk-step'

const Several = z
  .union([
    z.array(z.string().max(200)),
    z
      .string()
      .max(200)
      .transform(one => [one]),
  ])
  .catch([])

/** Each case once: what was ticked twice is meant once. */
const once = (picks: readonly (Pick | undefined)[]): Pick[] => {
  const byCase = new Map<string, Pick>()
  for (const pick of picks)
    if (pick !== undefined && !byCase.has(pick.caseId)) byCase.set(pick.caseId, pick)
  return [...byCase.values()]
}

/** What a list or the page that asks for confirmation sends; anything else in it counts as nothing. */
const Chosen = z.object({
  do: z.enum(bulkActions).optional().catch(undefined),
  pick: Several.transform(texts => once(texts.map(readPick))),
  handlers: Several.transform(ids => [...new Set(ids.filter(id => id !== ''))] as StaffId[]),
  back: z.unknown().optional().transform(readQueuePath),
})
export type Chosen = z.output<typeof Chosen>

export const readChosen = (sent: unknown): Chosen => Chosen.parse(sent ?? {})

export const BulkPath = z.object({ runId: z.uuid() })

/** What is wrong with the choice itself: nothing is previewed or done then. */
export const chosenErrors = (
  { do: action, pick }: Chosen,
  cap: number,
): Readonly<Record<string, string>> => {
  if (action === undefined) return { chosen: '请选要怎么办，例如受理、不予受理或者分派' }
  if (pick.length === 0) return { chosen: '还没有勾选。请回到队列，先勾选要一起办的线索' }
  return pick.length > cap
    ? { chosen: `一次最多 ${cap} 件，现在选了 ${pick.length} 件。请分几次办` }
    : {}
}

/** Two different people of the list that was shown. */
export const handlersError = (
  chosen: readonly StaffId[],
  people: readonly StaffId[],
): string | undefined => {
  if (chosen.some(id => !people.includes(id)))
    return '选的人里有一位不在本单位能承办的名单上，请重新选'
  return chosen.length === 2 ? undefined : `要选两位不同的承办人，现在选了 ${chosen.length} 位`
}

type Limits = {
  readonly action: BulkAction
  readonly grounds: readonly string[]
  readonly min: number
  readonly max: number
}

/** Refusing asks for as much as it does for one case; the others for a line of why they go together. */
export const bulkForm = ({ action, grounds, min, max }: Limits) => {
  const least = action === 'refuse' ? min : 1
  return z.object({
    once: z.uuid('这一页放得太久了，请回到队列重新选'),
    ground:
      action === 'refuse'
        ? z
            .string('请选一条不予受理的理由')
            .refine(code => grounds.includes(code), '请选一条不予受理的理由')
        : z
            .unknown()
            .optional()
            .transform(() => ''),
    reason: z
      .string()
      .catch('')
      .transform(text => text.trim())
      .superRefine((text, context) => {
        const length = lengthOf(text)
        if (length < least) context.addIssue(`理由至少写 ${least} 字，现在 ${length} 字`)
        if (length > max) context.addIssue(`理由最多 ${max} 字，现在多了 ${length - max} 字`)
      }),
  })
}
