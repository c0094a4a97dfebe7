import type { RequestHandler } from 'express'
import { actorOf } from '../accounts'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import type { Permission } from '../vocabulary/permission'
import { readBefore, ReadForm } from './alerts.schema'
import type { Alerts } from './alerts.service'
import { toAlertsPage } from './alerts.view'

type Deps = { readonly db: Db; readonly clock: Clock; readonly alerts: Alerts }

/** Everybody has notices of their own; whoever handles nothing has none. */
export const openAlertDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/alerts', 'home.view', list(deps))
  staff.post('/staff/alerts', 'home.view', read(deps))
}

const list =
  ({ db, clock, alerts }: Deps): RequestHandler =>
  async (req, res) => {
    const before = readBefore(req.query)
    const found = await db.inTransaction(tx => alerts.list(tx, actorOf(res), before))
    res.render('reminders/alerts', toAlertsPage(found, { before, today: dayOf(clock()) }))
  }

const read =
  ({ db, alerts }: Deps): RequestHandler =>
  async (req, res) => {
    const which = ReadForm.safeParse(req.body).data
    if (which !== undefined) await db.inTransaction(tx => alerts.read(tx, actorOf(res), which))
    res.redirect(303, '/staff/alerts')
  }
