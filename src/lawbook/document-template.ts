import { z } from 'zod'
import { stateWords } from '../vocabulary/case-words'

const stateCodes = Object.keys(stateWords) as (keyof typeof stateWords)[]

const text = z.string().trim().min(1)

/** A document's words. {变量} in them must be declared; what officers type has a length. */
export const DocumentTemplate = z
  .strictObject({
    name: text,
    order: z.int(),
    /** What stands before the year in its number. */
    word: text,
    /** Of a case: where it may be issued; without them always. */
    states: z.array(z.enum(stateCodes)).min(1).optional(),
    addressee: text,
    text,
    variables: z.array(
      z.union([
        z.strictObject({
          name: text,
          from: z.enum(['case-number', 'received-on', 'telephone', 'target']),
        }),
        z.strictObject({ name: text, from: z.literal('typed'), most: z.int().positive() }),
      ]),
    ),
  })
  .refine(({ variables }) => new Set(variables.map(({ name }) => name)).size === variables.length)
  .superRefine((template, context) => {
    const declared = new Set(template.variables.map(({ name }) => name))
    const words = `${template.addressee}\n${template.text}`
    for (const [, name = ''] of words.matchAll(/\{([^{}\n]*)\}/g))
      if (!declared.has(name)) context.addIssue(`没有声明的变量：${name}`)
  })
