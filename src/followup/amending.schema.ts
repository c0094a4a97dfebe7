import { z } from 'zod'
import { withdrawals } from '../amendments'

/** What is so already is let through: the form sent twice has done it the first time. */
export const ChangeForm = z.object({
  change: z.enum(withdrawals, '请选要撤回或者恢复的是哪一样'),
})
