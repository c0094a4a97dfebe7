import type { StaffKeys } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { DeskKind } from '../vocabulary/duty'
import type { DeskId, OrganisationId, StaffId } from '../vocabulary/ids'

/** Somebody whose private key is open in this request, and to whom keys may have been sealed. */
export type Holder = {
  readonly kind: 'desk' | 'staff' | 'reporter'
  readonly id: string
  readonly version: number
  readonly pair: { readonly publicKey: Buffer; readonly privateKey: Buffer }
}

/** A desk that can receive: it has a key, and at least one active person who opens it. */
export type OpenDesk = {
  readonly deskId: DeskId
  readonly version: number
  readonly publicKey: Buffer
}

export type Desks = {
  readonly findOpen: (
    tx: Tx,
    organisationId: OrganisationId,
    kind: DeskKind,
  ) => Promise<OpenDesk | undefined>
  /** The organisation's own desk, else that of the nearest organisation above which has one. */
  readonly nearestWith: (
    tx: Tx,
    organisationId: OrganisationId,
    kind: DeskKind,
  ) => Promise<{ organisationId: OrganisationId; desk: OpenDesk } | undefined>
  /** The person's own key first, then every desk key it opens, all versions. */
  readonly holdersOf: (tx: Tx, keys: StaffKeys) => Promise<Holder[]>
  /** Called at the end of every full sign-in: the first member of a desk makes its key pair. */
  readonly ensureForMember: (tx: Tx, actor: StaffActor, keys: StaffKeys) => Promise<void>
  /** Who waits for a key of a desk that this person holds. */
  readonly pending: (tx: Tx, actor: StaffActor) => Promise<PendingMember[]>
  /** Seals the desk's keys to a pending member. The route has asked for a fresh one-time code. */
  readonly confirm: (tx: Tx, actor: StaffActor, keys: StaffKeys, staffId: StaffId) => Promise<void>
}

export type PendingMember = {
  readonly staffId: StaffId
  readonly displayName: string
  readonly username: string
  readonly kind: DeskKind
}
