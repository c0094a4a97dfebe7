import { z } from 'zod'
import { StepUpCode } from '../accounts'
import { duties, type Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

const staffId = z.uuid().transform(id => id as StaffId)
const organisationId = z.uuid().transform(id => id as OrganisationId)
const narrow = (text: string) => text.normalize('NFKC').trim()

export const PersonPath = z.object({ staffId })

const states = ['invited', 'active', 'disabled'] as const

const absent = z.literal('').transform(() => undefined)

export const PeopleQuery = z.object({
  body: z.union([organisationId, absent]).optional().catch(undefined),
  duty: z
    .union([z.enum(duties), absent])
    .optional()
    .catch(undefined),
  state: z
    .union([z.enum(states), absent])
    .optional()
    .catch(undefined),
  after: staffId.optional().catch(undefined),
})

/** Ticked boxes: none, one word, or several. What is no duty is left aside. */
export const TickedDuties = z
  .object({ duties: z.union([z.string(), z.array(z.string())]).catch([]) })
  .transform(({ duties: ticked }) => {
    const words = [ticked].flat()
    return duties.filter((duty): duty is Duty => words.includes(duty))
  })

export const NewPersonForm = z.object({
  id: staffId,
  body: organisationId,
  username: z
    .string('请写用户名')
    .transform(narrow)
    .pipe(
      z
        .string()
        .regex(
          /^[a-z0-9][a-z0-9._-]{1,39}$/,
          '用户名用 2 到 40 个小写字母、数字、点或横线，例如 zhang.wei',
        ),
    ),
  name: z
    .string('请写姓名')
    .transform(text => text.trim())
    .pipe(z.string().min(1, '请写姓名').max(60, '姓名最多 60 个字')),
})

export const NewPersonQuery = z.object({ body: organisationId.optional().catch(undefined) })

export const DisableForm = z.object({ otp: StepUpCode })
