import { derivePassword, sameVerifier } from '../platform/crypto'
import { refused } from '../platform/errors'
import type { Session } from '../sessions'
import { findPasswordOf, saveEnrolment } from './credentials.repository'
import { stepOfCode } from './one-time-code'
import { findRecoveryKey } from './recovery.repository'
import { startFull, type SignInDeps } from './sign-in.service'
import { toActor, type Staff } from './staff'
import { makeStaffKeys } from './staff-keys.service'
import { readEnrolling } from './staff-session'
import { findStaff } from './staff.repository'

export type EnrolAnswer =
  | { readonly kind: 'wrong-code' }
  /** The password chosen is the one-time password. */
  | { readonly kind: 'same-password' }
  /** Enrolled meanwhile, disabled, or the session is over: sign in again. */
  | { readonly kind: 'over' }
  | { readonly kind: 'signed-in'; readonly cookie: string; readonly session: Session }

type Chosen = { readonly password: string; readonly code: string }

export type Enrolment = {
  /** Who is being enrolled and the secret their app is to hold; undefined when this session enrols nobody. */
  readonly find: (
    session: Session | undefined,
  ) => Promise<{ readonly staff: Staff; readonly totpSecret: string } | undefined>
  /** Makes the person's key pair, seals it by the password they chose, and signs them in. */
  readonly finish: (session: Session, chosen: Chosen) => Promise<EnrolAnswer>
}

export const createEnrolment = (deps: SignInDeps): Enrolment => ({
  find: async session => {
    const enrolling = session && readEnrolling(session)
    if (enrolling === undefined) return undefined
    const staff = await deps.db.inTransaction(tx => findStaff(tx, enrolling.staffId))
    if (staff?.status !== 'invited') return undefined
    return { staff, totpSecret: enrolling.totpSecret }
  },

  finish: async (session, { password, code }) => {
    const enrolling = readEnrolling(session)
    if (enrolling === undefined) return { kind: 'over' }
    const { staffId, totpSecret } = enrolling
    const step = stepOfCode({ secret: totpSecret, code, now: deps.clock() })
    if (step === undefined) return { kind: 'wrong-code' }

    const { old, recovery } = await deps.db.inTransaction(async tx => ({
      old: await findPasswordOf(tx, staffId),
      recovery: await findRecoveryKey(tx),
    }))
    if (recovery === undefined) throw refused('recovery.not-made')
    if (old?.status !== 'invited') return { kind: 'over' }
    const { verifier } = await derivePassword(password, old.salt)
    if (sameVerifier(verifier, old.verifier)) return { kind: 'same-password' }

    const { keys, enrolment } = await makeStaffKeys(
      { vouching: deps.installation, random: deps.random },
      { id: staffId, password, totpSecret, totpStep: step, recovery },
    )
    return deps.db.inTransaction(async tx => {
      if (!(await saveEnrolment(tx, staffId, enrolment))) return { kind: 'over' }
      const staff = await findStaff(tx, staffId)
      if (staff === undefined) return { kind: 'over' }
      await deps.sessions.end(tx, session)
      const started = await startFull(deps, tx, { staff, keys })
      await deps.audit.record(tx, toActor(staff), staff.organisationId, { deed: 'staff.enrolled' })
      return { kind: 'signed-in', ...started }
    })
  },
})
