import type { Day } from '../platform/clock'
import type { StaffId } from '../vocabulary/ids'
import type { Tie } from './tie.rules'

export type Relation = Tie & {
  readonly id: string
  readonly staffId: StaffId
  readonly madeOn: Day
}
