import { z } from 'zod'
import type { Which } from './alert'

const position = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER)

/** Where a page begins; what is not understood is the first one. */
export const readBefore = (query: Readonly<Record<string, unknown>>): number | undefined =>
  position.safeParse(query['before']).data

/** One of them, or all up to the newest that the page showed. No person types into these forms. */
export const ReadForm = z.union([
  z.object({ id: z.uuid() }),
  z.object({ up_to: position }).transform(({ up_to }): Which => ({ upTo: up_to })),
])
