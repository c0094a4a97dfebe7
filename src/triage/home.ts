import type { Load } from '../cases'
import type { Day } from '../platform/clock'
import type { CaseId, StaffId } from '../vocabulary/ids'

/** What ends today of all that somebody may see, and when the next ends. */
export type Today = {
  readonly rows: readonly { readonly id: CaseId; readonly number: string; readonly what: string }[]
  readonly more: boolean
  readonly next: Day | undefined
}

/** One handler, and what they have in hand. */
export type TeamMember = { readonly id: StaffId; readonly name: string; readonly load: Load }
