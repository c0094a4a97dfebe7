import type { Tx } from '../platform/db/transaction'
import type { Session } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import { findPasswordOf } from './credentials.repository'
import { createFirstProof } from './first-proof.service'
import type { Locked, PasswordAnswer, SignedIn, SignInDeps, Typed, Wrong } from './sign-in'
import { choosesAnew, howOf } from './sign-in.rules'
import { toActor, type Staff, type StaffKeys } from './staff'
import { readOpened, stageMinutes, writeOpened } from './staff-session'
import { findStaff, markSignedIn } from './staff.repository'

type CodeSignIn =
  | Wrong
  | Locked
  /** The pre-session has ended: too slow, or the same form sent twice. */
  | { readonly kind: 'over' }
  | ({ readonly kind: 'signed-in' } & SignedIn)

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

export const createSignIn = (deps: SignInDeps): SignIn => ({
  withPassword: createFirstProof(deps),

  withCode: coded => deps.db.inTransaction(tx => withCode(deps, tx, coded)),

  signOut: (session, actor) =>
    deps.db.inTransaction(async tx => {
      await deps.sessions.end(tx, session)
      if (actor !== undefined)
        await deps.audit.record(tx, actor, actor.organisationId, { deed: 'staff.signed-out' })
    }),
})

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
