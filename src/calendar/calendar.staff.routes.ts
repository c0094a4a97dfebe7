import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf } from '../accounts'
import { dayOf } from '../platform/clock'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { CalendarDoorDeps } from './calendar-door'
import { noticeForm, readYear, TurnForm, YearPath, type Longest } from './calendar.schema'
import { openCalendarChangeDoors } from './changes.staff.routes'
import { turnDay } from './check.rules'
import { readNotice, toLines } from './notice.rules'
import { changeHref, toEditPage, toYearPage } from './year.view'

export const openCalendarDoors = (staff: Doors<Permission>, deps: CalendarDoorDeps): void => {
  staff.get('/staff/admin/calendar', 'calendar.view', show(deps))
  openCalendarChangeDoors(staff, deps)
  staff.get('/staff/admin/calendar/:year/edit', 'calendar.edit', edit(deps))
  staff.post('/staff/admin/calendar/:year', 'calendar.edit', enter(deps))
}

const show =
  ({ db, clock, accounts, calendarChanges }: CalendarDoorDeps): RequestHandler =>
  async (req, res) => {
    const year = readYear(req.query) ?? Number(dayOf(clock()).slice(0, 4))
    const page = await db.inTransaction(async tx => {
      const changes = await calendarChanges.ofYear(tx, year)
      const names = await accounts.namesOf(
        tx,
        changes.map(({ madeBy }) => madeBy),
      )
      const years = await calendarChanges.years(tx)
      return { found: await calendarChanges.year(tx, year), years, changes, names }
    })
    const mayEdit = isAllowed(actorOf(res), 'calendar.edit')
    res.render('calendar/year', toYearPage({ ...page, mayEdit }))
  }

type Drawn = { readonly year: number; readonly form: FormState; readonly faults: readonly string[] }

const draw = async (
  { db, random, calendarChanges }: CalendarDoorDeps,
  res: Response,
  { year, form, faults }: Drawn,
): Promise<void> => {
  const found = await db.inTransaction(tx => calendarChanges.year(tx, year))
  const lines = form.values['lines']
  const read = lines === undefined ? found.days : readNotice(lines, year).days
  res.render('calendar/edit', toEditPage({ found, form, read, faults, newId: random.uuid() }))
}

const edit =
  (deps: CalendarDoorDeps): RequestHandler =>
  async (req, res) => {
    const { year } = readPath(YearPath, req.params)
    await draw(deps, res, { year, form: blankForm, faults: [] })
  }

const Typed = z.record(z.string(), z.string().catch('')).catch({})

/** A day of the grid was pressed: the page is drawn again with it, and nothing is kept. */
const turned = (body: unknown, year: number): FormState | undefined => {
  const read = TurnForm.safeParse(body)
  if (!read.success) return undefined
  const { turn, name, lines } = read.data
  const days = turnDay(readNotice(lines, year).days, turn, name)
  return { values: { ...Typed.parse(body), lines: toLines(days) }, errors: {} }
}

const longest = ({ db, lawbook, clock }: CalendarDoorDeps): Promise<Longest> =>
  db.inTransaction(async tx => {
    const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { text: limits['calendar.text'], source: limits['calendar.source'] }
  })

const enter =
  (deps: CalendarDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, calendarChanges, calendarWalk } = deps
    const { year } = readPath(YearPath, req.params)
    const pressed = turned(req.body, year)
    if (pressed !== undefined) {
      await draw(deps, res, { year, form: pressed, faults: [] })
      return
    }
    const form = readForm(noticeForm(await longest(deps)), req.body)
    const typed = (form.ok ? form.value.lines : form.form.values['lines']) ?? ''
    const { days, faults: unread } = readNotice(typed, year)
    const checked = await db.inTransaction(tx => calendarChanges.check(tx, year, days))
    // Everything that is wrong is said at once.
    const faults = typed.trim() === '' ? [] : [...unread, ...checked]
    if (!form.ok || faults.length > 0) {
      const state = form.ok ? { values: form.value, errors: {} } : form.form
      await draw(deps, res.status(422), { year, form: state, faults })
      return
    }
    const { id, source, notice } = form.value
    const change = { id, year, days, source, notice }
    await db.inTransaction(tx => calendarChanges.draft(tx, actorOf(res), change))
    // What a small house has to count is counted before the page is asked for.
    await calendarWalk.work(id)
    res.redirect(303, changeHref(change))
  }
