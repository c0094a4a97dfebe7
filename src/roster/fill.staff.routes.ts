import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import { dayOf, type Day } from '../platform/clock'
import type { Doors } from '../platform/http/doors'
import { readForm, type FormState } from '../platform/http/form'
import type { Permission } from '../vocabulary/permission'
import { toFillPage } from './fill.view'
import type { FillPlan } from './roster'
import type { RosterDoorDeps } from './roster-door'
import { mondayOf } from './roster.rules'
import { fillForm, FillStep, readWeek, TypedForm } from './roster.schema'
import { weekHref } from './roster.view'

export const openFillDoors = (staff: Doors<Permission>, deps: RosterDoorDeps): void => {
  staff.get('/staff/roster/fill', 'roster.edit', ask(deps))
  staff.post('/staff/roster/fill', 'roster.edit', fill(deps))
}

type Drawn = {
  readonly week: Day | undefined
  readonly form: FormState
  readonly plan?: FillPlan | undefined
  readonly late?: boolean
}

const draw = async (
  { db, clock, roster }: RosterDoorDeps,
  res: Response,
  { week, ...drawn }: Drawn,
): Promise<void> => {
  const today = dayOf(clock())
  const { people } = await db.inTransaction(tx => roster.week(tx, actorOf(res)))
  const monday = week ?? mondayOf(today)
  res.render('roster/fill', toFillPage({ ...drawn, today, week: monday, people }))
}

const ask =
  (deps: RosterDoorDeps): RequestHandler =>
  (req, res) =>
    draw(deps, res, { week: readWeek(req.query), form: { values: { half: 'both' }, errors: {} } })

const fill =
  (deps: RosterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, clock, rosterFill } = deps
    const values = TypedForm.parse(req.body)
    const week = readWeek(values)
    const longest = await db.inTransaction(rosterFill.longest)
    const read = readForm(fillForm({ today: dayOf(clock()), longest }), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), { week, form: { ...read.form, values } })
      return
    }
    const { step, seen } = FillStep.parse(req.body)
    const actor = actorOf(res)
    const applied =
      step === 'apply' &&
      (await db.inTransaction(tx => rosterFill.apply(tx, actor, read.value, seen)))
    if (applied) {
      res.redirect(303, `${weekHref(mondayOf(read.value.from))}&saved=yes`)
      return
    }
    const late = step === 'apply'
    const plan = await db.inTransaction(tx => rosterFill.plan(tx, actor, read.value))
    await draw(deps, late ? res.status(409) : res, {
      week,
      form: { values, errors: {} },
      plan,
      late,
    })
  }
