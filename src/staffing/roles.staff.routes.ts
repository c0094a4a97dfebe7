import type { RequestHandler } from 'express'
import { clashOf } from '../accounts'
import type { Doors } from '../platform/http/doors'
import { deskNames, desksOfDuties, duties, dutyNames } from '../vocabulary/duty'
import { permissionsOf, type Permission } from '../vocabulary/permission'
import { permissionWords } from '../vocabulary/permission-words'

export const openRoleDoors = (staff: Doors<Permission>): void => {
  staff.get('/staff/admin/roles', 'role.view', show)
}

/** Read-only, and read from the tables that decide: what it says cannot differ from what holds. */
const show: RequestHandler = (_req, res) => {
  res.render('staffing/roles', {
    title: '职责对照表',
    errors: {},
    rows: duties.map(duty => ({
      name: dutyNames[duty],
      desk:
        desksOfDuties([duty])
          .map(kind => deskNames[kind])
          .join('、') || '没有',
      may: permissionsOf(duty)
        .map(permission => permissionWords[permission])
        .join('；'),
    })),
    apart: duties
      .map(duty => ({
        name: dutyNames[duty],
        others: duties
          .filter(other => clashOf([duty, other]) !== undefined)
          .map(other => dutyNames[other])
          .join('、'),
      }))
      .filter(({ others }) => others !== ''),
  })
}
