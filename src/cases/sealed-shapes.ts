import { z } from 'zod'
import { identityKinds } from './case'

/** What was sealed is read back like anything else that comes from outside: by its shape. */
export const TitleSchema = z.object({
  target: z.string(),
  gist: z.string(),
  identity: z.enum(identityKinds),
  strict: z.boolean(),
  withdrawn: z.boolean().optional(),
})

export const BriefSchema = z.object({
  target: z.string(),
  when: z.string(),
  how: z.string(),
  amount: z.string(),
  where: z.string(),
})
