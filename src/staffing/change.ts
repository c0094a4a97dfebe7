import type { Staff } from '../accounts'
import type { Organisation } from '../organisations'
import type { Duty } from '../vocabulary/duty'
import type { StaffId } from '../vocabulary/ids'

/** What one administrator proposed and a security administrator puts into force or refuses. */
export type Change = {
  readonly id: string
  readonly at: Date
  readonly by: string
  /** null: from the server's own terminal */
  readonly proposedBy: StaffId | null
} & (
  | {
      readonly kind: 'duties'
      readonly staff: Staff
      readonly body: string
      readonly duties: readonly Duty[]
    }
  | {
      readonly kind: 'move'
      readonly moved: Organisation
      readonly from: string
      readonly to: Organisation
    }
)

/** Where a page of waiting changes ended. */
export type ChangePlace = Pick<Change, 'at' | 'id'>
