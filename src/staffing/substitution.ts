import type { Day } from '../platform/clock'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

/** Who handles whose cases, from and until which day, both inclusive. */
export type Substitution = {
  readonly id: string
  readonly staffId: StaffId
  readonly substituteId: StaffId
  readonly organisationId: OrganisationId
  readonly fromOn: Day
  readonly untilOn: Day
}
