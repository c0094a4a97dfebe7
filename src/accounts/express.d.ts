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
    }
  }
}
