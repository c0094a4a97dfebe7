import { z } from 'zod'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { caseHref } from '../vocabulary/staff-paths'

export const CasePath = z.object({ caseId: z.uuid().transform(id => id as CaseId) })

const Next = z.object({ next: z.string().max(1500) })

/** The page of this case that was wanted; nothing else is taken for it. */
export const readNext = (caseId: CaseId, sent: unknown): string => {
  const own = caseHref(caseId)
  const read = Next.safeParse(sent)
  if (!read.success) return own
  const { next } = read.data
  const rest = next.slice(own.length)
  return next.startsWith(own) && /^($|[/?])[\w/?=&%.+*~-]*$/.test(rest) ? next : own
}

const chosenFrom = (codes: readonly string[], sentence: string) =>
  z.string(sentence).refine(code => codes.includes(code), sentence)

/** `related`: whether the person knows of a relation. Only then is it asked which. */
export const declarationForm = (grounds: readonly string[]) =>
  z.discriminatedUnion(
    'related',
    [
      z.object({ related: z.literal('no') }),
      z.object({ related: z.literal('yes'), ground: chosenFrom(grounds, '请选是哪一种关系') }),
    ],
    '请选有没有关系',
  )

export const exclusionForm = (people: readonly string[], grounds: readonly string[]) =>
  z.object({
    staff: chosenFrom(people, '请选择谁须回避').transform(id => id as StaffId),
    ground: chosenFrom(grounds, '请选是哪一种关系'),
  })

export const LiftForm = z.object({ staff: z.uuid().transform(id => id as StaffId) })

/** Where the page before ended: `?before=<milliseconds>.<case>`. */
export const BoardQuery = z.object({
  before: z
    .string()
    .regex(/^\d{10,15}\.[0-9a-f-]{36}$/)
    .transform(text => {
      const [time = '', caseId = ''] = text.split('.')
      return { setAt: new Date(Number(time)), caseId: caseId as CaseId }
    })
    .optional()
    .catch(undefined),
})
