import {
  derivePassword,
  newPasswordSalt,
  sameVerifier,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Session } from '../sessions'
import {
  findKeys,
  findPassword,
  findPasswordOf,
  type PasswordRecord,
} from './credentials.repository'
import { newTotpSecret } from './one-time-code'
import { recordLock } from './second-factor.service'
import type { Locked, PasswordAnswer, SignInDeps, Typed, Wrong } from './sign-in'
import { choosesAnew, lateness } from './sign-in.rules'
import { toActor, type Staff, type StaffKeys } from './staff'
import { openStaffKeys } from './staff-keys.service'
import { stageMinutes, writeEnrolling, writeOpened, type HalfStage } from './staff-session'
import { addFailure, findStaff, takeBackFailure } from './staff.repository'

/** The password. What comes after it is a pre-session without permissions, for the second proof. */
export const createFirstProof = (deps: SignInDeps) => {
  // What a name without an account is measured against.
  const nobody = { salt: newPasswordSalt(deps.random), verifier: deps.random.bytes(32) }

  return async (typed: Typed, previous: Session | undefined): Promise<PasswordAnswer> => {
    const { attempt, record } = await deps.db.inTransaction(async tx => {
      const attempt = await deps.attempts.count(tx, bucketOf(deps, typed))
      await addFailure(tx, typed.username)
      return { attempt, record: await findPassword(tx, typed.username) }
    })
    const { refusedUntil, lockedUntil } = attempt
    if (refusedUntil !== undefined) return { kind: 'locked', until: refusedUntil }

    // Outside any transaction: this takes a while on purpose, and as long for a name that nobody has.
    const wrappingKey = await wrappingKeyOf(typed.password, record ?? nobody)
    return wrappingKey !== undefined && isOpen(record)
      ? startHalf(deps, { typed, record, previous, wrappingKey })
      : deps.db.inTransaction(tx => answerWrong(deps, tx, typed.username, lockedUntil))
  }
}

const bucketOf = ({ attempts }: SignInDeps, { username, browser }: Typed) =>
  attempts.passwordsOf(username, browser)

const wrappingKeyOf = async (
  password: string,
  { salt, verifier }: { readonly salt: Buffer; readonly verifier: Buffer },
): Promise<SymmetricKey | undefined> => {
  const derived = await derivePassword(password, salt)
  return sameVerifier(derived.verifier, verifier) ? derived.wrappingKey : undefined
}

const isOpen = (record: PasswordRecord | undefined): record is PasswordRecord =>
  record !== undefined && record.status !== 'disabled'

const answerWrong = async (
  deps: SignInDeps,
  tx: Tx,
  username: string,
  lockedUntil: Date | undefined,
): Promise<Wrong | Locked> => {
  if (lockedUntil === undefined) return { kind: 'wrong' }
  const record = await findPassword(tx, username)
  const staff = record === undefined ? undefined : await findStaff(tx, record.staffId)
  if (staff !== undefined) await recordLock(deps.audit, tx, staff)
  return { kind: 'locked', until: lockedUntil }
}

type RightPassword = {
  readonly typed: Typed
  readonly record: PasswordRecord
  readonly previous: Session | undefined
  readonly wrappingKey: SymmetricKey
}

const startHalf = (
  deps: SignInDeps,
  { typed, record, previous, wrappingKey }: RightPassword,
): Promise<PasswordAnswer> =>
  deps.db.inTransaction(async tx => {
    await deps.attempts.takeBack(tx, bucketOf(deps, typed))
    await takeBackFailure(tx, record.staffId)
    const staff = await findUnchanged(tx, record)
    if (staff === undefined) return { kind: 'wrong' }
    const late = lateness(record, deps.clock())
    if (late !== undefined) return { kind: late }
    await endPrevious(deps, tx, previous)

    const half = await beginHalf(deps, tx, { staff, record, wrappingKey })
    const { stage } = half
    const minutes = stageMinutes[stage]
    const whose = { side: 'staff', staffId: staff.id } as const
    const started = await deps.sessions.start(tx, { ...whose, ...half, minutes })
    await deps.audit.record(tx, toActor(staff), staff.organisationId, {
      deed: 'staff.password-accepted',
    })
    return { kind: 'next', stage, ...started }
  })

const endPrevious = async (
  { sessions }: SignInDeps,
  tx: Tx,
  previous: Session | undefined,
): Promise<void> => {
  if (previous !== undefined) await sessions.end(tx, previous)
}

/** The person as they were when the password was checked; undefined when something changed meanwhile. */
const findUnchanged = async (tx: Tx, record: PasswordRecord): Promise<Staff | undefined> => {
  const staff = await findStaff(tx, record.staffId)
  const now = await findPasswordOf(tx, record.staffId)
  const same = staff?.status === record.status && now?.salt.equals(record.salt) === true
  return same ? staff : undefined
}

type Half = Pick<RightPassword, 'record' | 'wrappingKey'> & { readonly staff: Staff }

const beginHalf = async (
  deps: SignInDeps,
  tx: Tx,
  { staff, record, wrappingKey }: Half,
): Promise<{ readonly stage: HalfStage; readonly data: unknown }> => {
  const enrolling = (keys?: StaffKeys) => ({
    stage: 'enrol' as const,
    data: writeEnrolling(newTotpSecret(deps.random), keys),
  })
  // Who was invited has no keys yet; who was recovered keeps them.
  if (staff.status === 'invited') return enrolling()
  const keys = await openKeys(deps, tx, staff, wrappingKey)
  return choosesAnew(record) ? enrolling(keys) : { stage: 'password', data: writeOpened(keys) }
}

const openKeys = async (
  deps: SignInDeps,
  tx: Tx,
  staff: Staff,
  wrappingKey: SymmetricKey,
): Promise<StaffKeys> => {
  const record = await findKeys(tx, staff.id)
  if (record === undefined) throw new Error('an active account has no keys')
  return openStaffKeys(deps.installation, staff.id, { record, wrappingKey })
}
