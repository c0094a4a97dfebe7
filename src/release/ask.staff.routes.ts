import type { Request, RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import { admitToCase, caseLabel } from '../cases'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { ReleaseDeps } from './release-deps'
import { askForm, CaseParams, Ticked } from './release.schema'
import { requestHref, toAskPage } from './release.view'

/** Who is asking about which case, admitted, and what they are offered. */
const askerOf = async (deps: ReleaseDeps, req: Request, res: Response) => {
  const { caseId } = readPath(CaseParams, req.params)
  const visitor = visitorOf(res)
  const { year, serial, organisationId } = await admitToCase(deps, visitor.actor, caseId)
  const { release } = deps
  return deps.db.inTransaction(async tx => ({
    caseId,
    visitor,
    label: caseLabel(year, serial),
    reports: await release.reportsOf(tx, visitor, caseId),
    rules: await release.rules(tx, organisationId),
    principals: await release.principalsBeside(tx, visitor),
  }))
}

type Asker = Awaited<ReturnType<typeof askerOf>>

const draw = (
  { random }: ReleaseDeps,
  res: Response,
  asker: Asker,
  shown: { readonly form: FormState; readonly ticked: readonly string[] },
): void => {
  const page = toAskPage({ ...asker, once: random.uuid(), ticked: shown.ticked }, shown.form)
  res.render('release/ask', page)
}

export const showAsk =
  (deps: ReleaseDeps): RequestHandler =>
  async (req, res) => {
    draw(deps, res, await askerOf(deps, req, res), { form: blankForm, ticked: [] })
  }

export const ask =
  (deps: ReleaseDeps): RequestHandler =>
  async (req, res) => {
    const asker = await askerOf(deps, req, res)
    const { caseId, visitor, reports, rules } = asker
    const grounds = rules.grounds.map(({ code }) => code)
    const read = readForm(askForm({ grounds, reports }, rules.limits), req.body)
    if (!read.ok) {
      const ticked = Ticked.parse(req.body ?? {}).fields
      draw(deps, res.status(422), asker, { form: read.form, ticked })
      return
    }
    await deps.db.inTransaction(tx => deps.release.ask(tx, visitor, caseId, read.value))
    res.redirect(303, requestHref(read.value.once))
  }
