import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'

/** The sums of a body's year. */
export type BudgetYear = {
  readonly organisationId: OrganisationId
  readonly year: number
  readonly allotted: Fen
  readonly committed: Fen
  readonly paid: Fen
}

export const entryKinds = ['allot', 'commit', 'free', 'pay', 'reverse'] as const
export type EntryKind = (typeof entryKinds)[number]

export type BudgetEntry = {
  readonly position: number
  readonly kind: EntryKind
  readonly fen: Fen
  readonly subject: string
  /** Why it was allotted; null: it is of a use. */
  readonly ground: string | null
  readonly madeBy: StaffId
  readonly madeAt: Date
}

/** What one asked for, until another answers. Below zero: less than before. */
export type BudgetWish = {
  readonly id: string
  readonly organisationId: OrganisationId
  readonly year: number
  readonly fen: Fen
  readonly ground: string
  readonly askedBy: StaffId
  readonly askedAt: Date
  readonly state: 'asked' | 'approved' | 'declined' | 'dropped'
  readonly decidedBy: StaffId | null
}
