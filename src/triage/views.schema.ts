import { z } from 'zod'
import { lengthOf } from '../vocabulary/staff-paths'
import { queueHref } from './queue.rules'
import { readQueue, type Choices } from './queue.schema'

export const ViewPath = z.object({ viewId: z.uuid() })

const Ticked = z
  .unknown()
  .optional()
  .transform(value => value === '1')

/** The list as an address says it, without its place in it; undefined when somebody made it up. */
export const readViewQuery = (text: string, choices: Choices): string | undefined => {
  const { wish, problems } = readQueue(Object.fromEntries(new URLSearchParams(text)), choices)
  if (Object.keys(problems).length > 0) return undefined
  return queueHref(wish).split('?')[1] ?? ''
}

export const viewForm = (max: number, choices: Choices) =>
  z.object({
    name: z
      .string()
      .catch('')
      .transform(text => text.trim())
      .superRefine((text, context) => {
        const length = lengthOf(text)
        if (length === 0) context.addIssue('请给这个视图起个名字')
        if (length > max) context.addIssue(`名字最多 ${max} 字，现在多了 ${length - max} 字`)
      }),
    query: z
      .string()
      .max(1000)
      .catch('?')
      .transform((text, context) => {
        const query = readViewQuery(text, choices)
        if (query === undefined) {
          context.addIssue('这个视图里有队列不认识的条件，请回到队列重新筛选再存')
          return z.NEVER
        }
        return query
      }),
    shared: Ticked,
    usual: Ticked,
  })
