import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Session, Sessions } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import type { Attempts } from './attempts.service'
import type { Passkeys } from './passkeys.service'
import type { RecoveryCodes } from './recovery-codes.service'
import type { SecondFactor } from './second-factor.service'
import type { StaffKeys } from './staff'
import type { Vouching } from './staff-keys.service'
import type { HalfStage } from './staff-session'

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

export type Locked = { readonly kind: 'locked'; readonly until: Date }
export type Wrong = { readonly kind: 'wrong' }
type Started = { readonly cookie: string; readonly session: Session }
/** `browser`: by this the browser is known from now on. */
export type SignedIn = Started & { readonly browser: string }

export type PasswordAnswer =
  | Wrong
  | Locked
  /** The one-time password was right, but it was given out more than seven days ago. */
  | { readonly kind: 'too-late' }
  /** The second factor was reset, and nobody enrolled a new one in time. */
  | { readonly kind: 'reset-late' }
  | ({ readonly kind: 'next'; readonly stage: HalfStage } & Started)

export type Typed = {
  readonly username: string
  readonly password: string
  /** The cookie of a browser in which somebody signed in before. */
  readonly browser: string | undefined
}
