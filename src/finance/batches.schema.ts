import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { BatchId, ClaimId } from '../vocabulary/ids'
import { ClaimPosition } from './claims.schema'

export const BatchPath = z.object({ batchId: z.uuid().transform(text => text as BatchId) })

export const BatchesQuery = z.object({
  view: z.enum(['open', 'done', 'dropped']).catch('open'),
  before: z.iso
    .datetime()
    .transform(text => new Date(text))
    .optional()
    .catch(undefined),
})

export const NewBatchQuery = z.object({ after: ClaimPosition.optional().catch(undefined) })
export const RowsQuery = z.object({ after: z.uuid().optional().catch(undefined) })

const claimId = z.uuid().transform(text => text as ClaimId)
/** One box that is ticked comes alone, several as a list. */
const Picked = z.union([z.array(claimId), claimId.transform(one => [one])])

/** What was ticked, for drawing the form again. */
export const pickedIn = (body: unknown): readonly string[] => {
  const read = z.object({ claim: Picked }).safeParse(body)
  return read.success ? read.data.claim : []
}

export const buildForm = (layouts: readonly string[]) => {
  const rest = {
    once: z.uuid('这一页放得太久了，请再提交一次'),
    layout: z.string('请选银行文件').refine(code => layouts.includes(code), '请选银行文件'),
  }
  return z.discriminatedUnion(
    'do',
    [
      z.object({ ...rest, do: z.literal('all') }),
      z.object({
        ...rest,
        do: z.literal('picked'),
        claim: Picked.optional().transform((claims, context) => {
          if (claims !== undefined) return claims
          context.addIssue('请先勾选要付的奖励')
          return z.NEVER
        }),
      }),
    ],
    '请再选一次',
  )
}

export const BatchForm = z.discriminatedUnion(
  'do',
  [z.object({ do: z.literal('release'), otp: StepUpCode }), z.object({ do: z.literal('drop') })],
  '请再选一次',
)
