import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { CaseId } from '../vocabulary/ids'
import { lengthOf } from '../vocabulary/staff-paths'
import { isMaskable } from './mask.rules'

export const CaseParams = z.object({ caseId: z.uuid().transform(id => id as CaseId) })

const Then = z.enum(['', 'masking']).catch('')
export const readThen = (sent: unknown): '' | 'masking' =>
  z.object({ then: Then }).catch({ then: '' }).parse(sent).then

const plain = (count: number): string => count.toLocaleString('en-US')

type UnmaskLimits = {
  readonly grounds: readonly string[]
  readonly min: number
  readonly max: number
}

export const unmaskForm = ({ grounds, min, max }: UnmaskLimits) =>
  z.object({
    ground: z.string('请选为什么要看').refine(code => grounds.includes(code), '请选为什么要看'),
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

const wordsIn = (text: string): string[] =>
  text
    .split(/\r?\n/)
    .map(word => word.trim())
    .filter(word => word !== '')

/** The words that were written beside the list. */
export const addedForm = ({ word, words }: { readonly word: number; readonly words: number }) =>
  z.object({
    words: z
      .string()
      .catch('')
      .transform(wordsIn)
      .superRefine((all, context) => {
        if (all.length > words)
          context.addIssue(`最多写 ${plain(words)} 个词，现在有 ${plain(all.length)} 个`)
        const long = all.findIndex(one => lengthOf(one) > word)
        if (long >= 0) context.addIssue(`第 ${plain(long + 1)} 个词超过 ${word} 字，请分成几个词`)
        const short = all.findIndex(one => !isMaskable(one))
        if (short >= 0)
          context.addIssue(`第 ${plain(short + 1)} 个词至少要有 2 个字，一个字会把全文都遮住`)
      }),
  })

const Ids = z
  .union([
    z.array(z.string().max(40)).max(2000),
    z
      .string()
      .max(40)
      .transform(one => [one]),
  ])
  .catch([])

/** What the list of the page sent: which items it had, which were ticked, and which setting it was drawn with. */
const Ticks = z.object({
  seen: z.coerce.number().int().min(0).catch(-1),
  listed: Ids,
  ticked: Ids,
  do: z.enum(['save', 'preview']).catch('save'),
})
export const readTicks = (sent: unknown): z.output<typeof Ticks> => Ticks.parse(sent ?? {})
