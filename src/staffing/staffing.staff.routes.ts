import type { Doors } from '../platform/http/doors'
import type { Permission } from '../vocabulary/permission'
import { openChangeDoors } from './changes.staff.routes'
import { openHandoverDoors } from './handover.staff.routes'
import { openOrgDoors } from './orgs.staff.routes'
import { openPeopleDoors } from './people.staff.routes'
import { openReviewDoors } from './review.staff.routes'
import { openRoleDoors } from './roles.staff.routes'
import { openSubstituteDoors } from './substitutes.staff.routes'

type Deps = Parameters<typeof openPeopleDoors>[1] &
  Parameters<typeof openOrgDoors>[1] &
  Parameters<typeof openChangeDoors>[1] &
  Parameters<typeof openHandoverDoors>[1] &
  Parameters<typeof openSubstituteDoors>[1] &
  Parameters<typeof openReviewDoors>[1]

export const openStaffingDoors = (staff: Doors<Permission>, deps: Deps): void => {
  openPeopleDoors(staff, deps)
  openChangeDoors(staff, deps)
  openOrgDoors(staff, deps)
  openRoleDoors(staff)
  openReviewDoors(staff, deps)
  openHandoverDoors(staff, deps)
  openSubstituteDoors(staff, deps)
}
