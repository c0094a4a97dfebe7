import { z } from 'zod'

const Words = z.string().catch('')

/**
 * A report as officers read it. Sealed by an earlier version it may lack a part: the rest is shown all
 * the same, an original must never become unreadable.
 */
const Content = z.object({
  target: z
    .object({ choice: Words, name: Words, place: Words, aboutBody: Words })
    .catch({ choice: '', name: '', place: '', aboutBody: '' }),
  behaviours: z.array(z.object({ plain: Words })).catch([]),
  department: Words,
  traceCode: Words,
  billNumber: Words,
  text: Words,
  when: Words,
  period: Words,
  amount: Words,
  relationPlain: Words,
  hide: Words,
  contactOk: Words,
  toldBefore: Words,
})

export type OriginalContent = z.output<typeof Content>

export const readContent = (sealed: unknown): OriginalContent => Content.parse(sealed ?? {})
