import { z } from 'zod'

const thousands = new Intl.NumberFormat('en-US')

const trimmed = z
  .string()
  .catch('')
  .transform(text => text.replaceAll('\r\n', '\n').trim())

const upTo = (limit: number) =>
  trimmed.superRefine((text, context) => {
    const over = Array.from(text).length - limit
    if (over > 0)
      context.addIssue(`最多 ${thousands.format(limit)} 字，现在多了 ${thousands.format(over)} 字`)
  })

/** What the reporter writes back. `once` is the drawn form's own number. */
export const replyForm = (limit: number) =>
  z.object({
    body: upTo(limit).refine(text => text !== '', '请写要说的话，一两句也行'),
    once: z.uuid('这一页打开太久了，请再发送一次'),
  })

/** Words that come along with files may be left out. */
export const supplementForm = (limit: number) => z.object({ body: upTo(limit) })
