import type { StaffActor } from '../vocabulary/actor'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { PasskeyShown } from './passkey'

/** A person's key pair, open: only ever in the memory of a request that carries their session. */
export type StaffKeys = {
  readonly staffId: StaffId
  readonly publicKey: Buffer
  readonly privateKey: Buffer
  /** A passkey's answer that came with this request: the step-up then asks it instead of the code. */
  readonly shown?: PasskeyShown
}

type StaffStatus = 'invited' | 'active' | 'disabled'

/** A member of staff as colleagues may see them: no keys, no verifiers. */
export type Staff = {
  readonly id: StaffId
  readonly organisationId: OrganisationId
  readonly username: string
  readonly displayName: string
  readonly status: StaffStatus
  readonly duties: readonly Duty[]
  readonly lastSignedInAt: Date | undefined
  /** Whether single keys do something on this person's pages. */
  readonly singleKeys: boolean
}

/** Whom a case key is sealed to when a case is given to one person. A person's key pair has one version. */
export type StaffRecipient = {
  readonly kind: 'staff'
  readonly id: StaffId
  readonly version: 1
  readonly publicKey: Buffer
}

export const toActor = (staff: Staff): StaffActor => ({
  side: 'staff',
  id: staff.id,
  organisationId: staff.organisationId,
  displayName: staff.displayName,
  duties: staff.duties,
})

/** Somebody at a door: who it is, and the keys that the session holds open. */
export type Visitor = { readonly actor: StaffActor; readonly keys: StaffKeys }
