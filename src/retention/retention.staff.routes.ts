import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { readForm } from '../platform/http/form'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { openHoldDoors } from './holds.staff.routes'
import type { RetentionDoorDeps } from './retention-door'
import { ProposeForm, readBeforeQuery, readDueQuery } from './retention.schema'
import { toRetentionPage } from './retention.view'
import { openRunDoors } from './runs.staff.routes'

export const openRetentionDoors = (staff: Doors<Permission>, deps: RetentionDoorDeps): void => {
  staff.get('/staff/admin/retention', 'retention.view', show(deps))
  staff.post('/staff/admin/retention', 'retention.propose', propose(deps))
  openHoldDoors(staff, deps)
  openRunDoors(staff, deps)
}

const pageOf = async (
  { retention }: RetentionDoorDeps,
  tx: Tx,
  actor: StaffActor,
  query: unknown,
) => {
  const due = await retention.due(tx, actor, readDueQuery(query))
  const runs = await retention.listRuns(tx, actor, readBeforeQuery(query))
  const names = await retention.namesOf(
    tx,
    runs.flatMap(({ proposedBy, decidedBy }) => [proposedBy, decidedBy ?? []].flat()),
  )
  return { due, runs, names }
}

const show =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const page = await deps.db.inTransaction(tx => pageOf(deps, tx, actor, req.query))
    draw(
      res,
      toRetentionPage({
        ...page,
        newId: deps.retention.newId(),
        mayPropose: isAllowed(actor, 'retention.propose'),
        mayHold: isAllowed(actor, 'hold.set'),
      }),
    )
  }

const draw = (res: Response, page: ReturnType<typeof toRetentionPage>): void => {
  res.render('retention/overview', page)
}

const propose =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const read = readForm(ProposeForm, req.body)
    // No person types into this form.
    if (!read.ok) throw refused('retention.changed')
    const { id } = read.value
    await deps.db.inTransaction(tx => deps.retention.propose(tx, actorOf(res), read.value))
    res.redirect(303, `/staff/admin/retention/${id}`)
  }
