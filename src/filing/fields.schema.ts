import { z } from 'zod'
import { isGarbled, lengthOf, prose, withThousands } from '../vocabulary/typing'
import type { Checked } from './papers.rules'

/** Whatever a client sends for one field: absent, repeated or of another type counts as empty. */
export const typed = z.preprocess(value => (typeof value === 'string' ? value : ''), z.string())

/** A field that is read by a rule; the rule's sentence is what the person sees beside it. */
export const readBy = (read: (text: string) => Checked) =>
  typed.transform((text, context): string => {
    const result = read(text)
    if (result.ok) return result.value
    context.addIssue({ code: 'custom', message: result.why })
    return z.NEVER
  })

/** Empty stays empty; anything else must pass. */
export const optionally =
  (read: (text: string) => Checked) =>
  (text: string): Checked =>
    prose(text) === '' ? { ok: true, value: '' } : read(text)

type Length = { readonly most: number; readonly empty?: string }

/** Prose of at most so many characters; `empty` is the sentence when nothing was written. */
export const readProse =
  ({ most, empty }: Length, read: (text: string) => string = prose) =>
  (text: string): Checked => {
    const value = read(text)
    if (value === '' && empty !== undefined) return { ok: false, why: empty }
    if (isGarbled(value)) return { ok: false, why: '有些字没有传对，请看看再改一下' }
    const over = lengthOf(value) - most
    return over > 0
      ? { ok: false, why: `最多 ${withThousands(most)} 字，现在多了 ${withThousands(over)} 字` }
      : { ok: true, value }
  }

/** The same as a field of a form. */
export const proseField = (length: Length) => readBy(readProse(length))

/** One of a list; `why` is the sentence when nothing on it was chosen. */
export const oneOf = <const T extends string>(values: readonly [T, ...T[]], why: string) =>
  z.enum(values, { error: why })

/** A field that may come once, several times or not at all. */
export const several = z.preprocess(
  value => (Array.isArray(value) ? value : [value]).filter(item => typeof item === 'string'),
  z.array(z.string()),
)
