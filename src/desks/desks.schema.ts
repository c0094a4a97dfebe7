import { z } from 'zod'
import type { StaffId } from '../vocabulary/ids'

/** The same code as at sign-in, fresh: who confirms a member proves to be at the keyboard now. */
export const ConfirmForm = z.object({
  staff: z.uuid('请选择要确认的成员').transform(id => id as StaffId),
  otp: z
    .string('请填写验证码')
    .transform(text => text.normalize('NFKC').replace(/[\s-]/g, ''))
    .pipe(
      z
        .string()
        .min(1, '请填写验证码')
        .regex(/^(\d{6})?$/, '验证码是 6 位数字，请看手机上的验证器'),
    ),
})
