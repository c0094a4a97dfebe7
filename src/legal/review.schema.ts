import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { CaseId, ReviewId } from '../vocabulary/ids'
import { lengthOf, line, prose, withThousands } from '../vocabulary/typing'
import { reviewResults, type Opinion, type ReviewFile, type ReviewResult } from './review'

export const CasePath = z.object({ caseId: z.uuid().transform(id => id as CaseId) })
export const ReviewPath = z.object({ reviewId: z.uuid().transform(id => id as ReviewId) })

const words = (most: number) =>
  z
    .string()
    .catch('')
    .transform(prose)
    .superRefine((text, context) => {
      const over = lengthOf(text) - most
      if (over > 0)
        context.addIssue(`最多 ${withThousands(most)} 字，现在多了 ${withThousands(over)} 字`)
    })

export const submitForm = ({ grounds, limits }: Pick<ReviewFile, 'grounds' | 'limits'>) =>
  z.object({
    ground: z
      .string('请选为什么送审')
      .refine(code => grounds.some(one => one.code === code), '请选为什么送审'),
    reason: words(limits.note),
  })

/** Which submission the page was drawn for. */
const Seen = z.string().max(64).catch('')

const SeenId = z.object({ seen: z.uuid().transform(id => id as ReviewId) })

export const readSeen = (sent: unknown): ReviewId | undefined => {
  const read = SeenId.safeParse(sent)
  return read.success ? read.data.seen : undefined
}

const Verdict = z.enum(['pass', 'object'])

type Read = {
  readonly seen: string
  readonly result: ReviewResult
  readonly opinion: Opinion
  readonly otp: string
}

type Frame = Pick<ReviewFile, 'points' | 'limits'>

const pointFields = ({ points, limits }: Frame): Record<string, z.ZodType<string>> =>
  Object.fromEntries<z.ZodType<string>>(
    points.flatMap(({ code, data }): [string, z.ZodType<string>][] => [
      [`verdict-${code}`, z.enum(Verdict.options, `${data.name}：请选“通过”或者“有意见”`)],
      [`opinion-${code}`, words(limits.opinion)],
    ]),
  )

const changesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(line)
    .filter(one => one !== '')

type Fault = { readonly path: string[]; readonly message: string }

const faultsOf = ({ result, opinion }: Omit<Read, 'otp'>, { limits }: Frame): Fault[] => {
  const objected = opinion.points.filter(({ passed }) => !passed)
  const faults: Fault[] = objected
    .filter(({ text }) => text === '')
    .map(({ code, name }) => ({ path: [`opinion-${code}`], message: `${name}：请写有什么意见` }))
  if (result === 'pass' && objected.length > 0)
    faults.push({ path: ['result'], message: '有的地方有意见，不能直接通过' })
  if (result === 'return' && objected.length === 0)
    faults.push({ path: ['result'], message: '退回要写明哪一点有意见' })
  return [...faults, ...changeFaults(result, opinion.changes, limits.changes)]
}

const changeFaults = (result: ReviewResult, changes: readonly string[], most: number): Fault[] => {
  const path = ['words']
  if (result === 'changes' && changes.length === 0)
    return [{ path, message: '请写要改的地方，一行一条' }]
  if (changes.length > most)
    return [{ path, message: `最多 ${most} 条，现在有 ${changes.length} 条` }]
  return []
}

const opinionOf = (
  { points }: Frame,
  typed: Readonly<Record<string, string>>,
  result: ReviewResult,
): Opinion => ({
  points: points.map(({ code, data }) => ({
    code,
    name: data.name,
    passed: typed[`verdict-${code}`] === 'pass',
    text: typed[`opinion-${code}`] ?? '',
  })),
  text: typed['text'] ?? '',
  changes: result === 'changes' ? changesOf(typed['words'] ?? '') : [],
})

/** The fields of the points depend on the law of the place; the rules over them come after. */
export const opinionForm = (frame: Frame) =>
  z
    .intersection(
      z.object(pointFields(frame)),
      z.object({
        seen: Seen,
        text: words(frame.limits.opinion),
        words: words(frame.limits.opinion),
        result: z.enum(reviewResults, '请选审核结论'),
        otp: StepUpCode,
      }),
    )
    .transform((typed, context): Read => {
      const { seen, result, otp } = typed
      const opinion = opinionOf(frame, typed, result)
      for (const fault of faultsOf({ seen, result, opinion }, frame))
        context.addIssue({ code: 'custom', ...fault })
      return { seen, result, opinion, otp }
    })

export const answerForm = (most: number) =>
  z.object({
    review: z.uuid('这一页放得太久了，请再按一次').transform(id => id as ReviewId),
    change: z.coerce.number('这一页放得太久了，请再按一次').int().min(1).max(1000),
    text: words(most).refine(text => text !== '', '请写怎么改的，或者为什么不改'),
  })
