import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { Permission } from '../vocabulary/permission'
import { holdFaults, toHoldsPage, toLiftPage } from './holds.view'
import type { RetentionDoorDeps } from './retention-door'
import { HoldForm, HoldPath, LiftForm, readLastQuery } from './retention.schema'

const list = '/staff/admin/retention/holds'

export const openHoldDoors = (staff: Doors<Permission>, deps: RetentionDoorDeps): void => {
  staff.get(list, 'hold.set', show(deps))
  staff.post(list, 'hold.set', set(deps))
  staff.get(`${list}/:holdId`, 'hold.set', showLift(deps))
  staff.post(`${list}/:holdId`, 'hold.set', lift(deps))
}

const pageOf = async (
  { retention }: RetentionDoorDeps,
  tx: Tx,
  actor: StaffActor,
  after: string | undefined,
) => {
  const { holds } = retention
  const held = await holds.list(tx, actor, after)
  const setters = held.map(({ hold }) => hold.set_by)
  return {
    held,
    names: await retention.namesOf(tx, setters),
    grounds: await holds.grounds(tx, actor, 'set'),
  }
}

const draw = async (
  deps: RetentionDoorDeps,
  res: Response,
  form: FormState,
  after?: string,
): Promise<void> => {
  const page = await deps.db.inTransaction(tx => pageOf(deps, tx, actorOf(res), after))
  res.render('retention/holds', toHoldsPage({ ...page, form }))
}

const show =
  (deps: RetentionDoorDeps): RequestHandler =>
  (req, res) =>
    draw(deps, res, blankForm, readLastQuery(req.query))

const typed = (body: unknown): FormState['values'] => {
  const read = readForm(HoldForm, body)
  if (!read.ok) return read.form.values
  const { year, serial } = read.value.number
  return { number: `${year}-${serial}`, ground: read.value.ground }
}

const set =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const read = readForm(HoldForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), read.form)
      return
    }
    const { holds } = deps.retention
    const answer = await deps.db.inTransaction(async tx => {
      const grounds = await holds.grounds(tx, actorOf(res), 'set')
      if (!grounds.some(({ code }) => code === read.value.ground)) return 'ground'
      return holds.set(tx, actorOf(res), read.value)
    })
    if (answer === 'set') res.redirect(303, list)
    else await draw(deps, res.status(422), { values: typed(req.body), errors: holdFaults[answer] })
  }

const drawLift = async (
  deps: RetentionDoorDeps,
  res: Response,
  holdId: string,
  form: FormState,
): Promise<void> => {
  const { retention } = deps
  const actor = actorOf(res)
  const page = await deps.db.inTransaction(async tx => {
    const held = await retention.holds.get(tx, actor, holdId)
    const names = await retention.namesOf(tx, [held.hold.set_by])
    const set = await retention.holds.grounds(tx, actor, 'set')
    return { held, names, set, grounds: await retention.holds.grounds(tx, actor, 'lift') }
  })
  res.render('retention/lift', toLiftPage({ ...page, form }))
}

const showLift =
  (deps: RetentionDoorDeps): RequestHandler =>
  (req, res) =>
    drawLift(deps, res, readPath(HoldPath, req.params).holdId, blankForm)

const lift =
  (deps: RetentionDoorDeps): RequestHandler =>
  async (req, res) => {
    const { holdId: id } = readPath(HoldPath, req.params)
    const read = readForm(LiftForm, req.body)
    if (!read.ok) {
      await drawLift(deps, res.status(422), id, read.form)
      return
    }
    const { ground } = read.value
    const isKnown = await deps.db.inTransaction(async tx => {
      const grounds = await deps.retention.holds.grounds(tx, actorOf(res), 'lift')
      if (!grounds.some(({ code }) => code === ground)) return false
      await deps.retention.holds.lift(tx, actorOf(res), { id, ground })
      return true
    })
    if (isKnown) res.redirect(303, list)
    else await drawLift(deps, res.status(422), id, { values: {}, errors: holdFaults.ground })
  }
