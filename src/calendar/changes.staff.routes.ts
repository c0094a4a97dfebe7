import type { RequestHandler, Response } from 'express'
import { actorOf, keysOf, onceWithCode, stepUpFaults } from '../accounts'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { StaffActor } from '../vocabulary/actor'
import type { CalendarChangeId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { CalendarDoorDeps } from './calendar-door'
import { ChangePath, DecideForm, readPlace } from './calendar.schema'
import type { Place } from './change'
import { toChangePage, type ChangePage } from './change.view'
import type { CalendarChanges, Decision } from './changes.service'

const pattern = '/staff/admin/calendar/changes/:changeId'
const LIMIT = 50
const REFRESH_SECONDS = '5'

export const openCalendarChangeDoors = (staff: Doors<Permission>, deps: CalendarDoorDeps): void => {
  const { propose, withdraw } = deps.calendarChanges
  staff.get(pattern, 'calendar.view', show(deps))
  staff.post(`${pattern}/propose`, 'calendar.edit', act(deps, propose))
  staff.post(`${pattern}/withdraw`, 'calendar.edit', act(deps, withdraw))
  staff.post(`${pattern}/decide`, 'calendar.approve', decide(deps))
}

const idOf = (params: unknown): CalendarChangeId => readPath(ChangePath, params).changeId

type Asked = {
  readonly id: CalendarChangeId
  readonly after?: Place | undefined
  readonly form: FormState
}

const pageOf = async (
  deps: CalendarDoorDeps,
  tx: Tx,
  actor: StaffActor,
  { id, after, form }: Asked,
): Promise<ChangePage> => {
  const { calendarChanges: changes, accounts, organisations, lawbook, clock } = deps
  const change = await changes.find(tx, id)
  const people = [change.madeBy, ...(change.decidedBy === null ? [] : [change.decidedBy])]
  const rules = await lawbook.list(tx, 'deadline-rule', { place: '*', on: dayOf(clock()) })
  const bodies = await organisations.list(tx)
  return {
    change,
    ...(await changes.preview(tx, actor, id, { after, limit: LIMIT })),
    names: await accounts.namesOf(tx, people),
    bodies: new Map(bodies.map(body => [body.id, body.shortName])),
    rules: new Map(rules.map(({ code, data }) => [code, data.name])),
    statutory: await changes.statutory(tx, change.year),
    ...{ limit: LIMIT, form },
    may: {
      edit: isAllowed(actor, 'calendar.edit'),
      approve: isAllowed(actor, 'calendar.approve'),
      own: change.madeBy === actor.id,
    },
  }
}

const draw = async (deps: CalendarDoorDeps, res: Response, asked: Asked): Promise<void> => {
  const found = await deps.db.inTransaction(tx => pageOf(deps, tx, actorOf(res), asked))
  const page = toChangePage(found)
  // Progress without scripts. Who is typing a code is not disturbed: a change at work has no form for one.
  if (page.progress !== undefined) res.setHeader('Refresh', REFRESH_SECONDS)
  res.render('calendar/change', page)
}

const show =
  (deps: CalendarDoorDeps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, {
      id: idOf(req.params),
      after: readPlace(req.query),
      form: blankForm,
    })
  }

const act =
  (
    { db }: CalendarDoorDeps,
    work: CalendarChanges['propose'] | CalendarChanges['withdraw'],
  ): RequestHandler =>
  async (req, res) => {
    const id = idOf(req.params)
    await db.inTransaction(tx => work(tx, actorOf(res), id))
    res.redirect(303, `/staff/admin/calendar/changes/${id}`)
  }

type Answer = 'decided' | 'wrong' | 'locked'
type Wanted = { readonly id: CalendarChangeId; readonly decision: Decision; readonly otp: string }

/** In one transaction: the code is used up with what it allowed. */
const deciding =
  ({ calendarChanges: changes, secondFactor }: CalendarDoorDeps, res: Response, wanted: Wanted) =>
  async (tx: Tx): Promise<Answer> => {
    const { id, decision, otp } = wanted
    const actor = actorOf(res)
    // The same form sent twice: its code is used, and what it asked for is done; or somebody else was faster.
    const kind = await onceWithCode(
      async () => (await changes.find(tx, id)).state !== 'proposed',
      () => secondFactor.check(tx, keysOf(res), otp),
    )
    if (kind !== 'right') return kind
    await changes.decide(tx, actor, id, decision)
    return 'decided'
  }

const decide =
  (deps: CalendarDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, calendarWalk } = deps
    const id = idOf(req.params)
    const read = readForm(DecideForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), { id, form: read.form })
      return
    }
    const answer = await db.inTransaction(deciding(deps, res, { id, ...read.value }))
    if (answer === 'decided') {
      if (read.value.decision === 'approved') await calendarWalk.work(id)
      res.redirect(303, `/staff/admin/calendar/changes/${id}`)
      return
    }
    const form = {
      values: { decision: read.value.decision },
      errors: { otp: stepUpFaults[answer] },
    }
    await draw(deps, res.status(422), { id, form })
  }
