import { z } from 'zod'
import type { PasskeyId } from '../vocabulary/ids'
import { StepUpCode } from './sign-in.schema'

export const NameForm = z.object({
  name: z
    .string('请给它起个名字')
    .transform(text => text.normalize('NFKC').trim())
    .pipe(z.string().min(1, '请给它起个名字，例如“办公室电脑”').max(40, '名字最多 40 个字')),
  otp: StepUpCode,
})

/** Filled in by the script, from what the device answers. */
export const AnswerForm = z.object({ credential: z.string().max(20_000).catch('') })

export const PasskeyPath = z.object({ passkeyId: z.uuid().transform(id => id as PasskeyId) })
