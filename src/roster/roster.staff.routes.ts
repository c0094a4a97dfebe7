import type { RequestHandler, Response } from 'express'
import { actorOf } from '../accounts'
import { dayOf, type Day } from '../platform/clock'
import type { Doors } from '../platform/http/doors'
import { blankForm, type FormState } from '../platform/http/form'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { openFillDoors } from './fill.staff.routes'
import type { RosterDoorDeps } from './roster-door'
import { readCounts, readWanted, readWeek, TypedForm } from './roster.schema'
import { faultErrors, toWeekPage, weekHref } from './roster.view'

export const openRosterDoors = (staff: Doors<Permission>, deps: RosterDoorDeps): void => {
  staff.get('/staff/roster', 'roster.view', show(deps))
  staff.post('/staff/roster', 'roster.edit', save(deps))
  staff.post('/staff/roster/calls', 'roster.view', count(deps))
  openFillDoors(staff, deps)
}

type Drawn = {
  readonly monday: Day | undefined
  readonly form: FormState
  readonly late?: readonly string[]
  readonly saved?: boolean
}

const draw = async (
  { db, roster, rosterCalls }: RosterDoorDeps,
  res: Response,
  { monday, ...drawn }: Drawn,
): Promise<void> => {
  const actor = actorOf(res)
  const page = await db.inTransaction(async tx => {
    const week = await roster.week(tx, actor, monday)
    const board = await rosterCalls.board(tx, actor, week.monday)
    return { week, board, ahead: await roster.ahead(tx, actor) }
  })
  const mayEdit = isAllowed(actor, 'roster.edit')
  res.render('roster/week', toWeekPage({ ...page, ...drawn, mayEdit }, actor.id))
}

const show =
  (deps: RosterDoorDeps): RequestHandler =>
  (req, res) =>
    draw(deps, res, {
      monday: readWeek(req.query),
      form: blankForm,
      saved: req.query['saved'] === 'yes',
    })

const unread: FormState = { values: {}, errors: { week: '没有收到是哪一周，请再选一次' } }

const savedHref = (monday: Day): string => `${weekHref(monday)}&saved=yes`

const save =
  (deps: RosterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, roster } = deps
    const values = TypedForm.parse(req.body)
    const monday = readWeek(values)
    if (monday === undefined) {
      await draw(deps, res.status(422), { monday, form: unread })
      return
    }
    const wanted = readWanted(values, monday)
    const done = await db.inTransaction(tx => roster.save(tx, actorOf(res), wanted))
    if (done.ok) {
      res.redirect(303, savedHref(monday))
      return
    }
    const { late, faults } = done
    const form = { values, errors: faultErrors(faults) }
    await draw(deps, res.status(late.length > 0 ? 409 : 422), { monday, form, late })
  }

const wrongWords = {
  late: '这些次数在别的窗口里改过了。现在显示的是您填的，再保存一次就按您填的',
  'not-yours': '只有那半天值守的人可以填，而且要等那一天到了',
} as const

const count =
  (deps: RosterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, clock, lawbook, rosterCalls } = deps
    const values = TypedForm.parse(req.body)
    const monday = readWeek(values)
    if (monday === undefined) {
      await draw(deps, res.status(422), { monday, form: unread })
      return
    }
    const limits = await db.inTransaction(tx =>
      lawbook.limits(tx, { place: '*', on: dayOf(clock()) }),
    )
    const { wishes, errors } = readCounts(values, monday, limits['roster.calls'])
    if (Object.keys(errors).length > 0) {
      await draw(deps, res.status(422), { monday, form: { values, errors } })
      return
    }
    const done = await db.inTransaction(tx => rosterCalls.save(tx, actorOf(res), wishes, monday))
    if (done === 'saved') {
      res.redirect(303, savedHref(monday))
      return
    }
    const form = { values, errors: { calls: wrongWords[done] } }
    const late = done === 'late' ? ['calls'] : []
    await draw(deps, res.status(done === 'late' ? 409 : 422), { monday, form, late })
  }
