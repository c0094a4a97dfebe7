import { z } from 'zod'

const text = z.string().trim().min(1)

export const periodUnits = ['working', 'natural', 'months', 'hours', 'years'] as const
const Unit = z.enum(periodUnits)

const Length = z.int().min(1).max(3660)

const Extension = z.strictObject({
  length: Length,
  unit: Unit.exclude(['hours']),
  /** How often, one after the other; once where nothing is said. */
  times: z.int().positive().max(12).optional(),
  /** Up to that length; without it, exactly that. */
  atMost: z.boolean().optional(),
  approver: text,
  /** Given by a meeting: when it was, who was there and what it said is kept with the answer. */
  collective: z.boolean().optional(),
  /** Who is told, and why: the reporters of the case. */
  tell: z.literal('reporters').optional(),
})

export const DeadlineRule = z
  .strictObject({
    name: text,
    trigger: text,
    action: text,
    /** null: a programme date, not a clock. */
    length: Length.nullable(),
    unit: Unit.nullable(),
    direction: z.enum(['after', 'before']),
    extensions: z.array(Extension),
    suspension: text.optional(),
    told: text.optional(),
    /** What a reporter reads is done by then. Without it the clock is the house's own: no reporter ever sees it. */
    reporterWords: text.optional(),
    /** Begins with the report, beside the check of the clue. */
    startsAt: z.literal('receipt').optional(),
    /** Only of what came in these ways; without it, of everything. */
    sources: z.array(text).min(1).optional(),
    /** An officer enters its end, or its beginning too, where no step of the course does. */
    byHand: z.enum(['finish', 'both']).optional(),
    /** A place's own length of the clock that is called so everywhere; it is no clock of its own. */
    termOf: text.optional(),
    article: text,
    note: text.optional(),
  })
  .refine(({ length, unit }) => (length === null) === (unit === null))
  // Backwards nothing is extended: the event would have to move.
  .refine(
    ({ unit, direction, extensions }) =>
      (direction === 'after' && unit !== 'hours') ||
      (extensions.length === 0 && (direction === 'after' || unit !== 'hours')),
  )
