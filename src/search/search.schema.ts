import { z } from 'zod'
import { lengthOf } from '../vocabulary/staff-paths'
import { canBeAsked, readCaseNumber, readWords } from './fold.rules'

const tooShort = '请写至少两个字，或者写编号里的数字'

const canFind = (q: string): boolean => canBeAsked(readWords(q)) || readCaseNumber(q) !== undefined

/** @param max characters, of the lawbook */
export const askForm = (max: number) =>
  z.object({
    q: z
      .string('请写要找的词')
      .transform(text => text.trim())
      .pipe(
        z
          .string()
          .min(1, '请写要找的词')
          .refine(text => text === '' || lengthOf(text) <= max, `最多写 ${max} 个字，请写短一些`)
          .refine(text => text === '' || lengthOf(text) > max || canFind(text), tooShort),
      ),
  })

const Asked = z.object({
  find: z.uuid().optional().catch(undefined),
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .optional()
    .catch(undefined),
})

/** Which question of the session, and where the page before it ended. */
export const readAsked = (query: unknown): z.output<typeof Asked> => Asked.catch({}).parse(query)
