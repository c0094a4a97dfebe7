import type { Request, RequestHandler, Response } from 'express'
import { visitorOf, type Visitor } from '../accounts'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { CaseId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { readBoardWish, toBoardPage } from './board.view'
import { admitted } from './case-door'
import type { FindingRoomDeps } from './finding-room'
import type { Measure, MeasuresFile } from './measure'
import { changeForm, endForm, MeasureParams, newMeasureForm } from './measure.schema'
import { toMeasurePage, toMeasuresPage } from './measure.view'
import { TypedForm } from './typed'

export const openMeasurePages = (staff: Doors<Permission>, deps: FindingRoomDeps): void => {
  staff.get('/staff/measures', 'finding.view', board(deps))
  staff.get('/staff/cases/:caseId/measures', 'finding.view', list(deps))
  staff.post('/staff/cases/:caseId/measures', 'finding.write', add(deps))
  staff.get('/staff/cases/:caseId/measures/:measureId', 'finding.view', show(deps))
  staff.post('/staff/cases/:caseId/measures/:measureId', 'finding.write', act(deps))
}

const board =
  ({ db, measureBoard }: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const wish = readBoardWish(req.query)
    const found = await db.inTransaction(tx => measureBoard.list(tx, visitorOf(res), wish))
    res.render('findings/board', toBoardPage(wish, found))
  }

/** `look`: to read a form by, `open`: to be shown, and recorded as that. */
const fileOf = async (deps: FindingRoomDeps, req: Request, res: Response, how: 'look' | 'open') => {
  const { visitor, caseId } = await admitted(deps, req, res)
  const file = await deps.db.inTransaction(tx => deps.measures[how](tx, visitor, caseId))
  return { visitor, caseId, file }
}

const drawList = (
  { random }: FindingRoomDeps,
  res: Response,
  file: MeasuresFile,
  form: FormState,
): void => {
  const once = form.values['once'] ?? random.uuid()
  res.render('findings/measures', toMeasuresPage(file, { form, once }))
}

const list =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    drawList(deps, res, (await fileOf(deps, req, res, 'open')).file, blankForm)
  }

/** What was read well and names nobody; else the form with the words that do. */
const plainly = async <T extends { readonly ok: true }>(
  { db, identifying }: FindingRoomDeps,
  { visitor, caseId, body }: { visitor: Visitor; caseId: CaseId; body: unknown },
  read: T | Unread,
): Promise<T | Unread> => {
  if (!read.ok) return read
  const values = TypedForm.parse(body)
  const errors = await db.inTransaction(tx => identifying(tx, visitor, caseId, values))
  return Object.keys(errors).length === 0 ? read : { ok: false, form: { values, errors } }
}

type Unread = { readonly ok: false; readonly form: FormState }

const add =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { visitor, caseId, file } = await fileOf(deps, req, res, 'look')
    const read = await plainly(
      deps,
      { visitor, caseId, body: req.body },
      readForm(newMeasureForm(file), req.body),
    )
    if (!read.ok) {
      await fileOf(deps, req, res, 'open')
      drawList(deps, res.status(422), file, read.form)
      return
    }
    await deps.db.inTransaction(tx => deps.measures.add(tx, visitor, caseId, read.value))
    res.redirect(303, `/staff/cases/${caseId}/measures`)
  }

const measureIn = ({ measures }: MeasuresFile, id: string): Measure => {
  const measure = measures.find(one => one.id === id)
  if (measure === undefined) throw notFound('measure')
  return measure
}

const drawOne = (
  { random }: FindingRoomDeps,
  res: Response,
  file: MeasuresFile,
  drawn: { readonly id: string; readonly form: FormState; readonly late?: string },
): void => {
  const once = drawn.form.values['once'] ?? random.uuid()
  res.render('findings/measure', toMeasurePage(file, measureIn(file, drawn.id), { ...drawn, once }))
}

const show =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { measureId: id } = readPath(MeasureParams, req.params)
    const { file } = await fileOf(deps, req, res, 'open')
    drawOne(deps, res, file, { id, form: blankForm })
  }

/** What the form asks for, read as what it is. */
const readWish = ({ measures }: FindingRoomDeps, file: MeasuresFile, id: string, body: unknown) => {
  const measure = measureIn(file, id)
  if (TypedForm.parse(body)['do'] !== 'change') {
    const read = readForm(endForm(file, measure), body)
    if (!read.ok) return read
    return {
      ok: true as const,
      take: (...[tx, who, at]: Where) => measures.end(tx, who, at, read.value),
    }
  }
  const read = readForm(changeForm(file, measure), body)
  if (!read.ok) return read
  return {
    ok: true as const,
    take: (...[tx, who, at]: Where) => measures.change(tx, who, at, read.value),
  }
}

type Where = [tx: Tx, who: Visitor, at: { readonly caseId: CaseId; readonly id: string }]

const tooLate = ['measure.ended', 'measure.changed']

/** The code of why somebody else was faster; undefined: it is done. */
const doneOrLate = async (work: Promise<void>): Promise<string | undefined> => {
  try {
    await work
    return undefined
  } catch (error) {
    if (error instanceof KnownError && tooLate.includes(error.code)) return error.code
    throw error
  }
}

const act =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { measureId: id } = readPath(MeasureParams, req.params)
    const { visitor, caseId, file } = await fileOf(deps, req, res, 'look')
    const read = await plainly(
      deps,
      { visitor, caseId, body: req.body },
      readWish(deps, file, id, req.body),
    )
    if (!read.ok) {
      const { file: now } = await fileOf(deps, req, res, 'open')
      drawOne(deps, res.status(422), now, { id, form: read.form })
      return
    }
    const late = await doneOrLate(
      deps.db.inTransaction(tx => read.take(tx, visitor, { caseId, id })),
    )
    if (late === undefined) {
      res.redirect(303, `/staff/cases/${caseId}/measures`)
      return
    }
    const { file: now } = await fileOf(deps, req, res, 'open')
    const values = { ...TypedForm.parse(req.body), once: deps.random.uuid() }
    drawOne(deps, res.status(409), now, { id, late, form: { values, errors: {} } })
  }
