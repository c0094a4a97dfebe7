import { z } from 'zod'
import type { CodeOnShow } from './sheet'
import type { SheetContent } from './sheet.rules'

/** What was sealed is read back by its shape, like anything that comes from outside. */
export const SheetSchema: z.ZodType<SheetContent> = z.object({
  values: z.record(z.string(), z.string()),
  behaviours: z.array(z.string()),
  claim: z.object({ salt: z.string(), verifier: z.string() }).optional(),
})

export const CodeSchema: z.ZodType<CodeOnShow> = z.object({
  code: z.string().optional(),
  address: z.string(),
  until: z.number(),
})
