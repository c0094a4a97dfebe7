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
  /** Recovery codes just made: shown until the person says that they are written down. */
  codes: z.array(z.string()).optional(),
  /** The person has passkeys: forms offer them. */
  passkeys: z.boolean().optional(),
})
const Enrolling = z.object({
  totpSecret: z.string(),
  /** Of somebody whose keys were recovered: they keep them. */
  publicKey: key.optional(),
  privateKey: key.optional(),
})

type Opened = Omit<z.output<typeof Opened>, 'before' | 'codes' | 'passkeys'> & {
  readonly before: Date | undefined
  readonly codes: readonly string[]
  readonly passkeys: boolean
}

/** What a staff session holds from the password on. Undefined when the session is of another kind. */
export const readOpened = (
  session: Session,
): (Opened & { readonly keys: StaffKeys }) | undefined => {
  const read = Opened.safeParse(session.data)
  if (!read.success || session.staffId === undefined) return undefined
  const { publicKey, privateKey, before, codes = [], passkeys = false } = read.data
  return {
    publicKey,
    privateKey,
    before,
    codes,
    passkeys,
    keys: { staffId: session.staffId, publicKey, privateKey },
  }
}

type More = {
  readonly before?: Date | undefined
  readonly codes?: readonly string[]
  readonly passkeys?: boolean
}

const writeKeys = ({ publicKey, privateKey }: StaffKeys) => ({
  publicKey: publicKey.toString('base64url'),
  privateKey: privateKey.toString('base64url'),
})

export const writeOpened = (
  keys: StaffKeys,
  { before, codes = [], passkeys = false }: More = {},
): unknown => ({
  ...writeKeys(keys),
  ...(before === undefined ? {} : { before: before.getTime() }),
  ...(codes.length === 0 ? {} : { codes }),
  ...(passkeys ? { passkeys } : {}),
})

export const writeEnrolling = (totpSecret: string, keys?: StaffKeys): unknown => ({
  totpSecret,
  ...(keys === undefined ? {} : writeKeys(keys)),
})

type Enrolling = {
  readonly staffId: StaffId
  readonly totpSecret: string
  readonly keys?: StaffKeys
}

/** The secret offered to somebody who is being enrolled, and who they are. */
export const readEnrolling = (session: Session): Enrolling | undefined => {
  const read = Enrolling.safeParse(session.data)
  const { staffId } = session
  if (!read.success || staffId === undefined || session.stage !== 'enrol') return undefined
  const { totpSecret, publicKey, privateKey } = read.data
  if (publicKey === undefined || privateKey === undefined) return { staffId, totpSecret }
  return { staffId, totpSecret, keys: { staffId, publicKey, privateKey } }
}
