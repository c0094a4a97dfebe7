import type { Doors } from '../platform/http/doors'
import type { Permission } from '../vocabulary/permission'
import { openDeskDoors } from './desk.staff.routes'
import type { RegisterDoorDeps } from './register-door'
import { openWriteDoors } from './write.staff.routes'

export const openRegisterDoors = (staff: Doors<Permission>, deps: RegisterDoorDeps): void => {
  openWriteDoors(staff, deps)
  openDeskDoors(staff, deps)
}
