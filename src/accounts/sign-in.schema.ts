import { z } from 'zod'

/** Full-width letters and digits count as what they mean; spaces and dashes in a code do not count. */
const narrow = (text: string) => text.normalize('NFKC').trim()
const code = (text: string) => narrow(text).replace(/[\s-]/g, '')

const Password = z.string('请填写密码').min(1, '请填写密码').max(400, '密码最多 200 位，请短一些')

/** The field `otp` of every step-up (views/partials/step-up.ejs): a fresh code of the app. */
export const StepUpCode = z
  .string('请填写验证码')
  .transform(code)
  .pipe(
    z
      .string()
      .min(1, '请填写验证码')
      .regex(/^(\d{6})?$/, '验证码是 6 位数字，请看手机上的验证器'),
  )

export const PasswordForm = z.object({
  user: z
    .string('请填写用户名')
    .transform(text => narrow(text).toLowerCase())
    .pipe(z.string().min(1, '请填写用户名').max(80, '用户名没有这么长，请核对')),
  password: Password,
})

/** The name for the page that is drawn again; the password never is. */
export const TypedName = z.object({ user: z.string().max(80).catch('') })

/** At sign-in a recovery code will do as well. */
const CodeOrRecoveryCode = z
  .string('请填写验证码')
  .transform(code)
  .pipe(
    z
      .string()
      .min(1, '请填写验证码')
      .regex(/^(\d{6}|\d{12})?$/, '验证码是 6 位数字，恢复码是 12 位，请核对后再填'),
  )

export const CodeForm = z.object({ otp: CodeOrRecoveryCode })
/** A fresh code of the app, for what a signed-in person does to their own account. */
export const StepUpForm = z.object({ otp: StepUpCode })

/** What makes a good password is asked by the rules, which know the user name too. */
export const EnrolForm = z.object({
  password: z.string().catch(''),
  again: z.string().catch(''),
  otp: StepUpCode,
})

export const AfterQuery = z.object({
  after: z.enum(['idle', 'over', 'out']).optional().catch(undefined),
})
