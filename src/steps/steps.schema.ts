import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { caseActions, caseOutcomes, type CaseAction, type Need } from '../cases'
import type { CaseId } from '../vocabulary/ids'
import { lengthOf, readQueuePath } from '../vocabulary/staff-paths'
import type { StepFile } from './step-page'

/** Steps with a page of their own elsewhere: intake's three, and those of the legal review. */
const elsewhere: readonly CaseAction[] = [
  ...(['accept', 'refuse', 'assign'] as const),
  ...(['submit-review', 'pass-review', 'return-review'] as const),
  // On the page of what was handed over.
  'take-over',
]

export const StepParams = z.object({
  caseId: z.uuid().transform(id => id as CaseId),
  action: z.enum(caseActions).refine(action => !elsewhere.includes(action)),
})

export const ApprovalParams = z.object({ approvalId: z.uuid() })

/** What every form carries beside its own fields: the way back, and the decision that it was drawn after. */
const Carried = z.object({
  back: z.unknown().optional().transform(readQueuePath),
  seen: z.string().max(64).catch('unknown'),
})

export const readCarried = (sent: unknown) => Carried.parse(sent ?? {})

/** Where a page of the board ended: a number of arrival. */
const After = z.coerce.number().int().positive().optional().catch(undefined)

/** Of the two lists of the board: steps, and longer clocks. */
export const readAfter = (query: unknown) =>
  z.object({ after: After, clocks: After }).parse(query ?? {})

type Limits = { readonly min: number; readonly max: number }

const plain = (count: number): string => count.toLocaleString('en-US')

const reasonOf = ({ min, max }: Limits) =>
  z
    .string(`理由至少写 ${min} 字，现在 0 字`)
    .trim()
    .superRefine((text, context) => {
      const length = lengthOf(text)
      if (length < min) context.addIssue(`理由至少写 ${min} 字，现在 ${length} 字`)
      if (length > max)
        context.addIssue(`理由最多 ${plain(max)} 字，现在多了 ${plain(length - max)} 字`)
    })

const oneOf = (codes: readonly string[], sentence: string) =>
  z.string(sentence).refine(code => codes.includes(code), sentence)

/** What the table says the step needs, and nothing else. */
export const stepForm = (file: StepFile) => {
  const asks = (need: Need): boolean => file.transition?.needs.includes(need) === true
  const codes = (choices: StepFile['grounds']) => choices.map(({ code }) => code)
  const none = z
    .unknown()
    .optional()
    .transform(() => undefined)
  return z.object({
    ground: asks('ground') ? oneOf(codes(file.grounds), '请选一条理由') : none,
    receiver: asks('receiver') ? oneOf(codes(file.receivers), '请选一个部门') : none,
    outcome: asks('outcome') ? z.enum(caseOutcomes, '请选处理结果') : none,
    other: asks('other-case')
      ? z.string('请写要并入的那一件的编号').trim().min(1, '请写要并入的那一件的编号')
      : none,
    reason: asks('reason') ? reasonOf(file.limits) : none,
  })
}

const unsigned = z
  .unknown()
  .optional()
  .transform(() => undefined)

/** Turning down asks why; agreeing and taking back do not. What is signed asks a fresh code. */
export const answerForm = (limits: Limits, { signed }: { readonly signed: boolean }) =>
  z.discriminatedUnion(
    'decision',
    [
      z.object({ decision: z.literal('approve'), otp: signed ? StepUpCode : unsigned }),
      z.object({ decision: z.literal('take-back') }),
      z.object({ decision: z.literal('turn-down'), reason: reasonOf(limits) }),
    ],
    '请选同意还是不同意',
  )
