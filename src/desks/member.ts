import type { DeskKind } from '../vocabulary/duty'
import type { StaffId } from '../vocabulary/ids'

export type PendingMember = {
  readonly staffId: StaffId
  readonly displayName: string
  readonly username: string
  readonly kinds: readonly DeskKind[]
}

/** One desk as its page shows it. */
export type DeskOverview = {
  readonly kind: DeskKind
  /** Undefined until the first member has signed in. */
  readonly version: number | undefined
  readonly holders: readonly string[]
  readonly pending: readonly string[]
}
