import type { Tx } from '../platform/db/transaction'
import type { Actor } from '../vocabulary/actor'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Staff, StaffKeys, StaffRecipient } from './staff'

export type NewStaff = {
  readonly organisationId: OrganisationId
  readonly username: string
  readonly displayName: string
  readonly duties: readonly Duty[]
}

export type Accounts = {
  readonly find: (tx: Tx, id: StaffId) => Promise<Staff | undefined>
  /** @throws notFound('staff') */
  readonly get: (tx: Tx, id: StaffId) => Promise<Staff>
  readonly findByName: (tx: Tx, username: string) => Promise<Staff | undefined>
  /** People who have signed in at least once and are not disabled, by name. */
  readonly listActive: (tx: Tx, organisationId: OrganisationId, duty?: Duty) => Promise<Staff[]>
  /** The person's public key, its MAC checked. @throws notFound('staff') broken('public-key') */
  readonly recipient: (tx: Tx, id: StaffId) => Promise<StaffRecipient>
  /** Makes an account that signs in once with the password returned, then chooses its own. */
  readonly invite: (
    tx: Tx,
    actor: Actor,
    staff: NewStaff,
  ) => Promise<{ readonly id: StaffId; readonly password: string }>
  /** An account with keys made here and now: for the demonstration, where this process plays everybody. */
  readonly addEnrolled: (
    tx: Tx,
    actor: Actor,
    staff: NewStaff,
    secrets: { readonly password: string; readonly totpSecret: string },
  ) => Promise<StaffKeys>
  readonly disable: (tx: Tx, actor: Actor, id: StaffId) => Promise<void>
}
