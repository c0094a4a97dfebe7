import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf, StepUpCode, stepUpFaults } from '../accounts'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import { isAllowed, type Permission } from '../vocabulary/permission'
import { CHANGES } from './change-path'
import type { Changes } from './changes.service'
import { toChangePage, toChangesPage } from './changes.view'
import { recordingRefusal, withFreshCode, type GraveDeps } from './step-up.guard'

type Deps = GraveDeps & { readonly changes: Changes }

export const openChangeDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get(CHANGES, 'change.view', list(deps))
  staff.get(`${CHANGES}/:changeId`, 'change.view', show(deps))
  staff.post(`${CHANGES}/:changeId`, 'change.approve', decide(deps))
  staff.post(`${CHANGES}/:changeId/withdraw`, 'change.withdraw', withdraw(deps))
}

const ChangePath = z.object({ changeId: z.uuid() })

const DecideForm = z.object({
  decision: z.enum(['in-force', 'refused'], '请选生效还是不同意'),
  otp: StepUpCode,
})

/** Where the page before ended: `?after=<milliseconds>.<change>`. */
const AfterQuery = z.object({
  after: z
    .string()
    .regex(/^\d{10,15}\.[0-9a-f-]{36}$/)
    .transform(text => {
      const [time = '', id = ''] = text.split('.')
      return { at: new Date(Number(time)), id }
    })
    .optional()
    .catch(undefined),
})

const PAGE = 50

const list =
  ({ db, changes }: Deps): RequestHandler =>
  async (req, res) => {
    const { after } = AfterQuery.parse(req.query)
    const page = { after, limit: PAGE + 1 }
    const found = await db.inTransaction(tx => changes.waiting(tx, actorOf(res), page))
    const rows = found.slice(0, PAGE)
    const next = found.length > PAGE ? rows.at(-1) : undefined
    res.render('staffing/changes', toChangesPage({ rows, next, isFirst: after === undefined }))
  }

const draw = async (
  { db, changes }: Deps,
  res: Response,
  id: string,
  form: FormState,
): Promise<void> => {
  const actor = actorOf(res)
  const change = await db.inTransaction(tx => changes.find(tx, actor, id))
  const own = change.proposedBy === actor.id
  const may = {
    decide: isAllowed(actor, 'change.approve') && !own,
    withdraw: isAllowed(actor, 'change.withdraw') && own,
  }
  res.render('staffing/change', toChangePage(change, may, form))
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
    if (answer === 'right') res.redirect(303, CHANGES)
    else {
      const form = { values: { decision }, errors: { otp: stepUpFaults[answer] } }
      await draw(deps, res.status(422), changeId, form)
    }
  }

const withdraw =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { changeId } = readPath(ChangePath, req.params)
    const actor = actorOf(res)
    const work = deps.db.inTransaction(tx => deps.changes.withdraw(tx, actor, changeId))
    await recordingRefusal(deps, actor, changeId, work)
    res.redirect(303, CHANGES)
  }
