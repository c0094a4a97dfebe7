import type { Session } from '../sessions'
import type { StaffActor } from '../vocabulary/actor'
import type { StaffKeys } from './staff'

declare global {
  namespace Express {
    // Express asks for an interface here, to merge it with its own.
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
    interface Locals {
      /** Who signed in with both factors; absent for everybody else. */
      actor?: StaffActor
      keys?: StaffKeys
      /** The person's sign-in before this one. */
      signedInBefore?: Date | undefined
      /** Whether forms that ask for a code offer a passkey beside it. */
      hasPasskeys?: boolean
      /** Whether single keys do something on this person's pages. */
      singleKeys?: boolean
      /** Of a full session and of one between password and second factor. */
      staffSession?: Session
      /** Why the session that the browser showed is no session any more. */
      signedOut?: 'idle' | 'over'
    }
  }
}
