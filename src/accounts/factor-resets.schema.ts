import { z } from 'zod'
import type { FactorResetId } from '../vocabulary/ids'
import { StepUpCode } from './sign-in.schema'

export const askForm = (grounds: readonly string[]) =>
  z.object({
    user: z
      .string('请填写用户名')
      .transform(text => text.normalize('NFKC').trim().toLowerCase())
      .pipe(z.string().min(1, '请填写用户名').max(80, '用户名没有这么长，请核对')),
    ground: z
      .string('请选择为什么要重置')
      .refine(code => grounds.includes(code), '请选择为什么要重置'),
  })

export const AnswerForm = z.object({
  answer: z.enum(['approved', 'refused'], '请选择批准还是不批准'),
  otp: StepUpCode,
})

export const ResetPath = z.object({ resetId: z.uuid().transform(id => id as FactorResetId) })

/** Whom the page is to be filled in for, from the list of people. */
export const NewQuery = z.object({ user: z.string().max(80).catch('') })

/** Where the page before ended: `?before=<milliseconds>.<request>`. */
export const BeforeQuery = z.object({
  before: z
    .string()
    .regex(/^\d{10,15}\.[0-9a-f-]{36}$/)
    .transform(text => {
      const [time = '', id = ''] = text.split('.')
      return { askedAt: new Date(Number(time)), id: id as FactorResetId }
    })
    .optional()
    .catch(undefined),
})
