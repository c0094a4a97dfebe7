import { z } from 'zod'

const text = z.string().trim().min(1)

/** A department outside that a case is transferred to: what goes there, and which clocks run. */
export const TransferReceiver = z.strictObject({
  name: text,
  order: z.int(),
  /** What the letter is called. */
  title: text,
  /** By which rule, as the letter cites it. */
  basis: text.optional(),
  /** How many handlers the case must have. */
  handlers: z.int().positive().optional(),
  /** Rules of the clocks: to approve it, to let it leave, to be answered. */
  clocks: z.strictObject({ decide: text, leave: text, answer: text }).optional(),
  /** Days after the receipt in which an answer is expected, where no clock runs. */
  answerDays: z.int().positive().optional(),
  materials: z.array(
    z.strictObject({
      code: text,
      name: text,
      fill: z.enum(['letter', 'report', 'items', 'evidence']),
      required: z.boolean(),
    }),
  ),
})
