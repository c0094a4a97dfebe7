import type { Request, RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import { admitToCase, caseLabel } from '../cases'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { ServingDeps } from './serving-deps'
import { CaseParams, draftForm, readBoard } from './serving.schema'
import { letterHref, toDraftPage } from './serving.view'

/** Who is writing about which case, admitted; the letters that it has already. */
const drafterOf = async (deps: ServingDeps, req: Request, res: Response) => {
  const { caseId } = readPath(CaseParams, req.params)
  const visitor = visitorOf(res)
  const { year, serial, organisationId } = await admitToCase(deps, visitor.actor, caseId)
  const { before } = readBoard(req.query)
  const { serving } = deps
  return deps.db.inTransaction(async tx => ({
    caseId,
    visitor,
    label: caseLabel(year, serial),
    reports: await serving.reportsOf(tx, visitor, caseId),
    limits: await serving.limits(tx, organisationId),
    ...(await serving.listOfCase(tx, visitor, caseId, before)),
  }))
}

type Drafter = Awaited<ReturnType<typeof drafterOf>>

const draw = ({ random }: ServingDeps, res: Response, drafter: Drafter, form: FormState): void => {
  res.render('serving/draft', toDraftPage({ ...drafter, once: random.uuid() }, form))
}

export const showDraft =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    draw(deps, res, await drafterOf(deps, req, res), blankForm)
  }

export const hand =
  (deps: ServingDeps): RequestHandler =>
  async (req, res) => {
    const drafter = await drafterOf(deps, req, res)
    const { caseId, visitor, reports, limits } = drafter
    const read = readForm(draftForm(reports, limits), req.body)
    if (!read.ok) {
      draw(deps, res.status(422), drafter, read.form)
      return
    }
    await deps.db.inTransaction(tx => deps.serving.hand(tx, visitor, caseId, read.value))
    res.redirect(303, letterHref(read.value.once))
  }
