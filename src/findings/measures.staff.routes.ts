import type { Request, RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Permission } from '../vocabulary/permission'
import { readBoardWish, toBoardPage } from './board.view'
import { admitted } from './case-door'
import type { FindingRoomDeps } from './finding-room'
import type { Measure, MeasuresFile } from './measure'
import { endForm, MeasureParams, newMeasureForm } from './measure.schema'
import { toMeasurePage, toMeasuresPage } from './measure.view'

export const openMeasurePages = (staff: Doors<Permission>, deps: FindingRoomDeps): void => {
  staff.get('/staff/measures', 'finding.view', board(deps))
  staff.get('/staff/cases/:caseId/measures', 'finding.view', list(deps))
  staff.post('/staff/cases/:caseId/measures', 'finding.write', add(deps))
  staff.get('/staff/cases/:caseId/measures/:measureId', 'finding.view', show(deps))
  staff.post('/staff/cases/:caseId/measures/:measureId', 'finding.write', end(deps))
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

const add =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { visitor, caseId, file } = await fileOf(deps, req, res, 'look')
    const read = readForm(newMeasureForm(file), req.body)
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

const show =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { measureId } = readPath(MeasureParams, req.params)
    const { file } = await fileOf(deps, req, res, 'open')
    res.render('findings/measure', toMeasurePage(file, measureIn(file, measureId), blankForm))
  }

const end =
  (deps: FindingRoomDeps): RequestHandler =>
  async (req, res) => {
    const { measureId: id } = readPath(MeasureParams, req.params)
    const { visitor, caseId, file } = await fileOf(deps, req, res, 'look')
    const measure = measureIn(file, id)
    const read = readForm(endForm(file, measure), req.body)
    if (!read.ok) {
      await fileOf(deps, req, res, 'open')
      res.status(422).render('findings/measure', toMeasurePage(file, measure, read.form))
      return
    }
    const at = { caseId, id }
    await deps.db.inTransaction(tx => deps.measures.end(tx, visitor, at, read.value))
    res.redirect(303, `/staff/cases/${caseId}/measures`)
  }
