import type { Staff } from '../accounts'
import type { Organisation } from '../organisations'
import type { Duty } from '../vocabulary/duty'

/** What one administrator proposed and a security administrator puts into force or refuses. */
export type Change = {
  readonly id: string
  readonly at: Date
  readonly by: string
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
