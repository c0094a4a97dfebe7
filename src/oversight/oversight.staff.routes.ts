import type { Request, RequestHandler, Response } from 'express'
import { actorOf, visitorOf, type Visitor } from '../accounts'
import { recordDenied } from '../cases'
import { maskedFaults } from '../masking'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { LetterId } from '../vocabulary/ids'
import { isAllowed, type Permission } from '../vocabulary/permission'
import type { LetterDoorDeps } from './letter-door'
import { listsFor, type LetterAction } from './letter.rules'
import { actionForm, LetterParams, readDo, readList, Typed, type DoneAction } from './letter.schema'
import { toLetterPage, toLetterSheet } from './letter.view'
import { toListPage } from './list.view'
import { openNewLetterDoors } from './new.staff.routes'
import { toCasePage } from './sample.view'
import { openSampleDoors } from './samples.staff.routes'

/** As many lines as one page of a list has. */
const PAGE = 25

export const openOversightDoors = (staff: Doors<Permission>, deps: LetterDoorDeps): void => {
  staff.get('/staff/oversight', 'oversight.view', list(deps))
  openNewLetterDoors(staff, deps)
  openSampleDoors(staff, deps)
  staff.get('/staff/oversight/:letterId', 'oversight.view', show(deps))
  staff.get('/staff/oversight/:letterId/file', 'oversight.sample', look(deps))
  staff.get('/staff/oversight/:letterId/sheet', 'oversight.view', print(deps))
  staff.post('/staff/oversight/:letterId', 'oversight.view', act(deps))
}

const list =
  ({ db, clock, oversight }: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const visitor = visitorOf(res)
    const lists = listsFor(visitor.actor)
    const wish = readList(req.query, lists)
    const page = await db.inTransaction(tx => oversight.list(tx, visitor, { ...wish, limit: PAGE }))
    const shown = {
      ...{ list: wish.list, lists, of: wish.of ?? '', first: wish.after === undefined },
      mayWrite: isAllowed(visitor.actor, 'oversight.write'),
      maySample: isAllowed(visitor.actor, 'oversight.sample'),
      today: dayOf(clock()),
    }
    res.render('oversight/list', toListPage(page, shown))
  }

/** What lies between other bodies does not exist here; the attempt stands in the record of its case. */
const admitted = async (deps: LetterDoorDeps, req: Request, res: Response): Promise<LetterId> => {
  const { letterId } = readPath(LetterParams, req.params)
  const actor = actorOf(res)
  const hidden = await deps.db.inTransaction(tx => deps.oversight.hiddenCase(tx, actor, letterId))
  if (hidden === undefined) return letterId
  await recordDenied(deps, actor, hidden)
  throw notFound('oversight')
}

type Drawn = {
  readonly form: FormState
  readonly open: LetterAction | undefined
  readonly done?: DoneAction | undefined
  readonly problem?: string
}

const show =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const { db, oversight, random } = deps
    const id = await admitted(deps, req, res)
    const { do: open, done } = readDo(req.query)
    const file = await db.inTransaction(tx => oversight.view(tx, visitorOf(res), id))
    const once = random.uuid()
    res.render('oversight/letter', toLetterPage(file, blankForm, { open, done, once }))
  }

const print =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const file = await deps.db.inTransaction(tx => deps.oversight.view(tx, visitorOf(res), id))
    res.render('oversight/sheet', toLetterSheet(file))
  }

/** The case that was handed over. */
const look =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const drawn = await deps.db.inTransaction(tx => deps.oversight.look(tx, visitorOf(res), id))
    res.render('oversight/case', toCasePage(drawn))
  }

const again = async (
  { db, oversight, random }: LetterDoorDeps,
  res: Response,
  id: LetterId,
  { form, ...drawn }: Drawn,
): Promise<void> => {
  const file = await db.inTransaction(tx => oversight.file(tx, visitorOf(res), id))
  const shown = { done: undefined, ...drawn, once: random.uuid() }
  res.render('oversight/letter', toLetterPage(file, form, shown))
}

type Wish = ReturnType<ReturnType<typeof actionForm>['parse']>

const carryOut = (
  { oversight }: LetterDoorDeps,
  tx: Tx,
  visitor: Visitor,
  { id, wish }: { readonly id: LetterId; readonly wish: Wish },
): Promise<void> => {
  const steps: { [A in LetterAction]: (one: Extract<Wish, { action: A }>) => Promise<void> } = {
    receive: () => oversight.receive(tx, visitor, id),
    hand: () => oversight.hand(tx, visitor, id),
    judge: one => oversight.judge(tx, visitor, id, { ...one, dueOn: one.due }),
    answer: one => oversight.answer(tx, visitor, id, one),
    chase: one => oversight.chase(tx, visitor, id, one),
    prolong: one => oversight.prolong(tx, visitor, id, { ...one, dueOn: one.due }),
    'send-back': one => oversight.sendBack(tx, visitor, id, { ...one, dueOn: one.due }),
    close: one => oversight.close(tx, visitor, id, one),
  }
  return steps[wish.action](wish as never)
}

const refusedAs = (error: unknown, body: unknown, open: LetterAction) => {
  if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
  const masked = error.code === 'words.masked'
  const form = { values: Typed.parse(body), errors: masked ? maskedFaults(error) : {} }
  return {
    status: masked ? 422 : 409,
    drawn: { form, open, ...(masked ? {} : { problem: error.code }) },
  }
}

const act =
  (deps: LetterDoorDeps): RequestHandler =>
  async (req, res) => {
    const id = await admitted(deps, req, res)
    const visitor = visitorOf(res)
    const { file, days } = await deps.db.inTransaction(async tx => ({
      file: await deps.oversight.file(tx, visitor, id),
      days: await deps.oversight.days(tx),
    }))
    const read = readForm(actionForm(file.limits, days, file.letter.dueOn), req.body)
    if (!read.ok) {
      const { do: open } = readDo({ do: read.form.values['action'] })
      await again(deps, res.status(422), id, { form: read.form, open })
      return
    }
    const wish = read.value
    try {
      await deps.db.inTransaction(tx => carryOut(deps, tx, visitor, { id, wish }))
      res.redirect(303, `/staff/oversight/${id}?done=${wish.action}`)
    } catch (error) {
      const { status, drawn } = refusedAs(error, req.body, wish.action)
      await again(deps, res.status(status), id, drawn)
    }
  }
