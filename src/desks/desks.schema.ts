import { z } from 'zod'
import { StepUpCode } from '../accounts'
import type { StaffId } from '../vocabulary/ids'

/** The same code as at sign-in, fresh: who confirms a member proves to be at the keyboard now. */
export const ConfirmForm = z.object({
  staff: z.uuid('请选择要确认的成员').transform(id => id as StaffId),
  otp: StepUpCode,
})
