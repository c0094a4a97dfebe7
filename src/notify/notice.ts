import type { OrganisationId, StaffId } from '../vocabulary/ids'

/** Whom something new concerns: everybody at the intake desk of a body, or one person. */
export type Recipient =
  | { readonly kind: 'intake'; readonly organisationId: OrganisationId }
  | { readonly kind: 'staff'; readonly staffId: StaffId }

export type MailKind = 'news'

export type MailId = string

/** What leaves the house. */
export type Letter = {
  /** Random, of this mail alone; the same when it is sent a second time. */
  readonly id: MailId
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly date: Date
}

/**
 * What became of a letter: taken by the next server; refused for good by the address's own server; or not
 * handed over this time. `why` is a code of the transport, never its words: they quote the address.
 */
export type Delivery =
  { readonly result: 'taken' } | { readonly result: 'refused' | 'failed'; readonly why: string }

/** Hands a letter over. Never throws. */
export type Post = (letter: Letter) => Promise<Delivery>
