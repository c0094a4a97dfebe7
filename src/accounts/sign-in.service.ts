import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import {
  derivePassword,
  newPasswordSalt,
  sameVerifier,
  type SymmetricKey,
} from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Session, Sessions } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import type { Attempts } from './attempts.service'
import {
  findKeys,
  findPassword,
  findPasswordOf,
  type PasswordRecord,
} from './credentials.repository'
import { newTotpSecret } from './one-time-code'
import type { Passkeys } from './passkeys.service'
import type { RecoveryCodes } from './recovery-codes.service'
import { recordLock, type SecondFactor } from './second-factor.service'
import { choosesAnew, howOf, lateness } from './sign-in.rules'
import { toActor, type Staff, type StaffKeys } from './staff'
import { openStaffKeys, type Vouching } from './staff-keys.service'
import {
  readOpened,
  stageMinutes,
  writeEnrolling,
  writeOpened,
  type HalfStage,
} from './staff-session'
import { addFailure, findStaff, markSignedIn, takeBackFailure } from './staff.repository'

/** Called inside the transaction of every full sign-in, with the keys just opened. */
type OnSignedIn = (tx: Tx, actor: StaffActor, keys: StaffKeys) => Promise<void>

export type SignInDeps = {
  readonly db: Db
  readonly installation: Vouching
  readonly sessions: Sessions
  readonly audit: Audit
  readonly random: Random
  readonly clock: Clock
  readonly attempts: Attempts
  readonly secondFactor: SecondFactor
  readonly recoveryCodes: RecoveryCodes
  readonly passkeys: Passkeys
  readonly onSignedIn: OnSignedIn
}

type Locked = { readonly kind: 'locked'; readonly until: Date }
type Wrong = { readonly kind: 'wrong' }
type Started = { readonly cookie: string; readonly session: Session }
/** `browser`: by this the browser is known from now on. */
type SignedIn = Started & { readonly browser: string }

type PasswordAnswer =
  | Wrong
  | Locked
  /** The one-time password was right, but it was given out more than seven days ago. */
  | { readonly kind: 'too-late' }
  /** The second factor was reset, and nobody enrolled a new one in time. */
  | { readonly kind: 'reset-late' }
  | ({ readonly kind: 'next'; readonly stage: HalfStage } & Started)

type CodeSignIn =
  | Wrong
  | Locked
  /** The pre-session has ended: too slow, or the same form sent twice. */
  | { readonly kind: 'over' }
  | ({ readonly kind: 'signed-in' } & SignedIn)

type Typed = {
  readonly username: string
  readonly password: string
  /** The cookie of a browser in which somebody signed in before. */
  readonly browser: string | undefined
}
type Coded = {
  readonly cookie: string | undefined
  readonly code: string
  /** A passkey's answer in place of the code. */
  readonly passkey: string | undefined
  readonly browser: string | undefined
}

export type SignIn = {
  /**
   * The first proof. A name that nobody has takes the same work and gets the same answers as a wrong password.
   * The session that the browser came with ends; the new one has no permissions.
   */
  readonly withPassword: (typed: Typed, previous: Session | undefined) => Promise<PasswordAnswer>
  /** The second proof. Ends the pre-session and starts a session under a new id. */
  readonly withCode: (coded: Coded) => Promise<CodeSignIn>
  readonly signOut: (session: Session, actor: StaffActor | undefined) => Promise<void>
}

export const createSignIn = (deps: SignInDeps): SignIn => {
  // What a name without an account is measured against.
  const nobody = { salt: newPasswordSalt(deps.random), verifier: deps.random.bytes(32) }

  return {
    withPassword: async (typed, previous) => {
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
    },

    withCode: coded => deps.db.inTransaction(tx => withCode(deps, tx, coded)),

    signOut: (session, actor) =>
      deps.db.inTransaction(async tx => {
        await deps.sessions.end(tx, session)
        if (actor !== undefined)
          await deps.audit.record(tx, actor, actor.organisationId, { deed: 'staff.signed-out' })
      }),
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

const withCode = async (
  deps: SignInDeps,
  tx: Tx,
  { cookie, code, passkey, browser }: Coded,
): Promise<CodeSignIn> => {
  const session = await deps.sessions.hold(tx, 'staff', cookie)
  const proven = session && (await whoIsHalfIn(tx, session))
  if (session === undefined || proven === undefined) return { kind: 'over' }
  const { staff, keys } = proven

  const shown =
    passkey === undefined ? {} : { shown: { session: session.ref.idHash, answer: passkey } }
  const answer = await deps.secondFactor.checkAtSignIn(tx, { ...keys, ...shown }, code)
  if (answer.kind === 'wrong') return answer
  await deps.sessions.end(tx, session)
  if (answer.kind === 'locked') return answer
  await deps.attempts.forget(tx, deps.attempts.passwordsOf(staff.username, browser))
  const how = howOf(code, passkey)
  return { kind: 'signed-in', ...(await startFull(deps, tx, { staff, keys, how })) }
}

const whoIsHalfIn = async (tx: Tx, session: Session): Promise<Omit<Proven, 'how'> | undefined> => {
  const opened = session.stage === 'password' ? readOpened(session) : undefined
  if (opened === undefined) return undefined
  const staff = await findStaff(tx, opened.keys.staffId)
  // Recovered meanwhile: whoever began with the old password does not go on.
  const record = await findPasswordOf(tx, opened.keys.staffId)
  const mayGoOn = staff?.status === 'active' && !choosesAnew(record)
  return mayGoOn ? { staff, keys: opened.keys } : undefined
}

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

type Proven = {
  readonly staff: Staff
  readonly keys: StaffKeys
  /** By which second proof; for the person's list of sign-ins. */
  readonly how: 'app' | 'recovery-code' | 'passkey' | 'enrolment'
  /** Recovery codes to be shown now. */
  readonly codes?: readonly string[]
}

/** A session of its own, under a new id: nothing of a pre-session, or of anybody's earlier one, goes on. */
export const startFull = async (
  deps: SignInDeps,
  tx: Tx,
  { staff, keys, how, codes = [] }: Proven,
): Promise<SignedIn> => {
  const hasPasskeys = (await deps.passkeys.list(tx, staff.id)).length > 0
  const started = await deps.sessions.start(tx, {
    side: 'staff',
    stage: 'full',
    staffId: staff.id,
    data: writeOpened(keys, { before: staff.lastSignedInAt, codes, passkeys: hasPasskeys }),
    minutes: stageMinutes.full,
  })
  const failures = await markSignedIn(tx, staff.id, deps.clock())
  const actor = toActor(staff)
  await deps.onSignedIn(tx, actor, keys)
  await deps.audit.record(tx, actor, staff.organisationId, {
    deed: 'staff.signed-in',
    ground: `${how} ${failures}`,
  })
  return { ...started, browser: deps.attempts.newBrowser(staff.username) }
}
