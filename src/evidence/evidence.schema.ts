import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { CaseId, EvidenceId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'

const evidence = {
  caseId: z.uuid().transform(id => id as CaseId),
  evidenceId: z.uuid().transform(id => id as EvidenceId),
}

export const EvidenceParams = z.object(evidence)

export const PageParams = z.object({
  ...evidence,
  page: z
    .string()
    .regex(/^[1-9]\d{0,4}\.png$/)
    .transform(name => parseInt(name, 10)),
})

/** ?page=3; anything else is the first page. */
export const ViewerQuery = z.object({ page: z.coerce.number().int().min(1).max(99_999).catch(1) })

export type ReasonLimits = { readonly min: number; readonly max: number }

const plain = (count: number): string => count.toLocaleString('en-US')

export const originalForm = ({ min, max }: ReasonLimits) =>
  z.object({
    reason: z
      .string(`理由至少写 ${min} 字，现在 0 字`)
      .trim()
      .superRefine((text, context) => {
        const length = lengthOf(text)
        if (length < min) context.addIssue(`理由至少写 ${min} 字，现在 ${length} 字`)
        if (length > max)
          context.addIssue(`理由最多 ${plain(max)} 字，现在多了 ${plain(length - max)} 字`)
      }),
    otp: StepUpCode,
  })
