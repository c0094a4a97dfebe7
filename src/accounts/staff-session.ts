import { z } from 'zod'
import type { Session } from '../sessions'
import type { StaffId } from '../vocabulary/ids'
import type { StaffKeys } from './staff'

/** Minutes. The first two are pre-sessions: they carry no permission. */
export const stageMinutes = { password: 5, enrol: 15, full: 10 * 60 } as const
export const IDLE_MINUTES = 30

/** Between the first and the second proof, or before enrolment is done. */
export type HalfStage = 'password' | 'enrol'

const key = z.string().transform(text => Buffer.from(text, 'base64url'))
const moment = z.number().transform(time => new Date(time))

const Opened = z.object({
  publicKey: key,
  privateKey: key,
  /** The sign-in before this one, for the person to compare with their memory. */
  before: moment.optional(),
})
const Enrolling = z.object({ totpSecret: z.string() })

type Opened = Omit<z.output<typeof Opened>, 'before'> & { readonly before: Date | undefined }

/** What a staff session holds from the password on. Undefined when the session is of another kind. */
export const readOpened = (
  session: Session,
): (Opened & { readonly keys: StaffKeys }) | undefined => {
  const read = Opened.safeParse(session.data)
  if (!read.success || session.staffId === undefined) return undefined
  const { publicKey, privateKey, before } = read.data
  return {
    publicKey,
    privateKey,
    before,
    keys: { staffId: session.staffId, publicKey, privateKey },
  }
}

export const writeOpened = (keys: StaffKeys, before?: Date): unknown => ({
  publicKey: keys.publicKey.toString('base64url'),
  privateKey: keys.privateKey.toString('base64url'),
  ...(before === undefined ? {} : { before: before.getTime() }),
})

/** The secret offered to somebody who is being enrolled, and who they are. */
export const readEnrolling = (
  session: Session,
): { readonly staffId: StaffId; readonly totpSecret: string } | undefined => {
  const read = Enrolling.safeParse(session.data)
  if (!read.success || session.staffId === undefined || session.stage !== 'enrol') return undefined
  return { staffId: session.staffId, totpSecret: read.data.totpSecret }
}
