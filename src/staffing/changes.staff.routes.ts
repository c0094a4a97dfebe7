import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf, StepUpCode, stepUpFaults } from '../accounts'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Permission } from '../vocabulary/permission'
import type { Changes } from './changes.service'
import { toChangePage, toChangesPage } from './changes.view'
import { withFreshCode, type GraveDeps } from './step-up.guard'

type Deps = GraveDeps & { readonly changes: Changes }

export const openChangeDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/admin/changes', 'change.approve', list(deps))
  staff.get('/staff/admin/changes/:changeId', 'change.approve', show(deps))
  staff.post('/staff/admin/changes/:changeId', 'change.approve', decide(deps))
}

const ChangePath = z.object({ changeId: z.uuid() })

const DecideForm = z.object({
  decision: z.enum(['in-force', 'refused'], '请选生效还是不同意'),
  otp: StepUpCode,
})

const list =
  ({ db, changes }: Deps): RequestHandler =>
  async (_req, res) => {
    const waiting = await db.inTransaction(tx => changes.waiting(tx, actorOf(res)))
    res.render('staffing/changes', toChangesPage(waiting))
  }

const draw = async (
  { db, changes }: Deps,
  res: Response,
  id: string,
  form: FormState,
): Promise<void> => {
  const change = await db.inTransaction(tx => changes.find(tx, actorOf(res), id))
  res.render('staffing/change', toChangePage(change, form))
}

const show =
  (deps: Deps): RequestHandler =>
  (req, res) =>
    draw(deps, res, readPath(ChangePath, req.params).changeId, blankForm)

const decide =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { changeId } = readPath(ChangePath, req.params)
    const read = readForm(DecideForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), changeId, read.form)
      return
    }
    const { decision, otp } = read.value
    const { changes } = deps
    const answer = await withFreshCode(deps, res, {
      otp,
      subject: changeId,
      work: tx => changes.decide(tx, actorOf(res), changeId, decision),
      isDone: async tx => (await changes.decisionOn(tx, changeId)) === decision,
    })
    if (answer === 'right') res.redirect(303, '/staff/admin/changes')
    else {
      const form = { values: { decision }, errors: { otp: stepUpFaults[answer] } }
      await draw(deps, res.status(422), changeId, form)
    }
  }
