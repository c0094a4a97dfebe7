import type { Doors } from '../platform/http/doors'
import type { Permission } from '../vocabulary/permission'
import { openBatchDoors } from './batches.staff.routes'
import { openClaimDoors } from './claims.staff.routes'
import { openOfficeDoors } from './office.staff.routes'
import { openPaymentDoors } from './payment.staff.routes'
import { openReconcileDoors } from './reconcile.staff.routes'

/** Money on its way, from the claim to what the bank says. */
export const openPayoutDoors = (
  staff: Doors<Permission>,
  deps: Parameters<typeof openPaymentDoors>[1] & Parameters<typeof openOfficeDoors>[1],
): void => {
  openClaimDoors(staff, deps)
  openOfficeDoors(staff, deps)
  openBatchDoors(staff, deps)
  openReconcileDoors(staff, deps)
  openPaymentDoors(staff, deps)
}
