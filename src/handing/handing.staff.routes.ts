import type { Request, RequestHandler, Response } from 'express'
import { actorOf, visitorOf } from '../accounts'
import { recordDenied } from '../cases'
import { maskedFaults } from '../masking'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { HandingId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import type { HandingDoorDeps } from './handing-door'
import type { HandingAction } from './handing.rules'
import { actionForm, HandingParams, readDo, readList } from './handing.schema'
import { toHandingPage } from './handing.view'
import { toListPage } from './list.view'
import { openSendDoors } from './send.staff.routes'

/** As many lines as one page of a list has. */
const PAGE = 25

export const openHandingDoors = (staff: Doors<Permission>, deps: HandingDoorDeps): void => {
  staff.get('/staff/handings', 'handing.view', list(deps))
  staff.get('/staff/handings/:handingId', 'handing.view', show(deps))
  staff.post('/staff/handings/:handingId', 'handing.view', act(deps))
  openSendDoors(staff, deps)
}

const list =
  ({ db, clock, handings }: HandingDoorDeps): RequestHandler =>
  async (req, res) => {
    const wish = readList(req.query)
    const visitor = visitorOf(res)
    const page = await db.inTransaction(tx => handings.list(tx, visitor, { ...wish, limit: PAGE }))
    const next = page.next === undefined ? '' : `${page.next.day ?? ''}.${page.next.arrival}`
    const showsAbove = visitor.actor.duties.includes('principal')
    const first = wish.after === undefined
    const shown = { rows: page.rows, next, first, showsAbove, today: dayOf(clock()) }
    res.render('handing/list', toListPage(wish.list, shown))
  }

/** What lies between other bodies does not exist here; the attempt stands in the record of the case. */
const admitted = async (deps: HandingDoorDeps, req: Request, res: Response): Promise<HandingId> => {
  const { handingId } = readPath(HandingParams, req.params)
  const actor = actorOf(res)
  const hidden = await deps.db.inTransaction(tx => deps.handings.hiddenCase(tx, actor, handingId))
  if (hidden === undefined) return handingId
  await recordDenied(deps, actor, hidden)
  throw notFound('handing')
}

type Drawn = {
  readonly form: FormState
  readonly open: HandingAction | undefined
  readonly problem?: string
}

const again = async (
  { db, handings, random }: HandingDoorDeps,
  res: Response,
  id: HandingId,
  drawn: Drawn,
): Promise<void> => {
  const file = await db.inTransaction(tx => handings.file(tx, visitorOf(res), id))
  const page = toHandingPage(file, drawn.form, { ...drawn, done: undefined, once: random.uuid() })
  res.render('handing/handing', page)
}

const show =
  (deps: HandingDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, handings, random } = deps
    const id = await admitted(deps, req, res)
    const { do: open, done } = readDo(req.query)
    const file = await db.inTransaction(tx => handings.view(tx, visitorOf(res), id))
    const page = toHandingPage(file, blankForm, { open, done, once: random.uuid() })
    res.render('handing/handing', page)
  }

type Wish = ReturnType<ReturnType<typeof actionForm>['parse']>

const carryOut = (
  { handings }: HandingDoorDeps,
  tx: Tx,
  visitor: ReturnType<typeof visitorOf>,
  { id, wish }: { readonly id: HandingId; readonly wish: Wish },
): Promise<void> => {
  const steps: { [A in HandingAction]: (one: Extract<Wish, { action: A }>) => Promise<void> } = {
    receive: () => handings.receive(tx, visitor, id),
    'take-back': () => handings.takeBack(tx, visitor, id),
    'send-back': one => handings.sendBack(tx, visitor, id, one),
    forward: one => handings.forward(tx, visitor, id, { ...one, seen: '' }),
    dispute: one => handings.dispute(tx, visitor, id, one.reason),
    designate: one => handings.designate(tx, visitor, id, one),
    answer: one => handings.answer(tx, visitor, id, one.reason),
  }
  return steps[wish.action](wish as never)
}

const act =
  (deps: HandingDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const visitor = visitorOf(res)
    const { choices } = await deps.db.inTransaction(tx => deps.handings.file(tx, visitor, id))
    const read = readForm(actionForm(choices), req.body)
    if (!read.ok) {
      const { do: open } = readDo({ do: read.form.values['action'] })
      await again(deps, res.status(422), id, { form: read.form, open })
      return
    }
    const wish = read.value
    try {
      await deps.db.inTransaction(tx => carryOut(deps, tx, visitor, { id, wish }))
      res.redirect(303, `/staff/handings/${id}?done=${wish.action}`)
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const masked = error.code === 'words.masked'
      const form = { values: textsIn(wish), errors: masked ? maskedFaults(error) : {} }
      const drawn = { form, open: wish.action, ...(masked ? {} : { problem: error.code }) }
      await again(deps, res.status(masked ? 422 : 409), id, drawn)
    }
  }
