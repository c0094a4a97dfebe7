import type { Request, RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, type Cases } from '../cases'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { KnownError, notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Proceedings } from '../proceedings'
import type { Permission } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import { toApprovalPage, toBoardPage } from './approvals.view'
import type { StepPages } from './step-pages.service'
import { answerForm, ApprovalParams, readAfter } from './steps.schema'

/** As many lines as one page of the board has. */
const PAGE = 25

type Deps = {
  readonly db: Db
  readonly audit: Audit
  readonly cases: Cases
  readonly proceedings: Proceedings
  readonly stepPages: StepPages
  readonly clock: Clock
}

export const openApprovalDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/approvals', 'case.approve', board(deps))
  staff.get('/staff/approvals/:approvalId', 'case.write', show(deps))
  staff.post('/staff/approvals/:approvalId', 'case.write', answer(deps))
}

const board =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { actor } = visitorOf(res)
    const after = readAfter(req.query)
    const page = await deps.db.inTransaction(async tx => {
      const found = await deps.proceedings.board(tx, actor, { after, limit: PAGE })
      const names = new Map<string, string>()
      for (const { askedBy } of found.rows)
        if (!names.has(askedBy)) names.set(askedBy, await deps.stepPages.nameOf(tx, askedBy))
      const today = dayOf(deps.clock())
      return toBoardPage(found, { names, today, viewer: actor.id, paged: after !== undefined })
    })
    res.render('steps/approvals', page)
  }

/** Who is at which proposal, admitted to its case; whoever may not know of it gets 404, and that is recorded. */
const comer = async (deps: Deps, req: Request, res: Response) => {
  const { approvalId: id } = readPath(ApprovalParams, req.params)
  const visitor = visitorOf(res)
  const asked = await deps.db.inTransaction(tx => deps.proceedings.findProposal(tx, id))
  if (asked === undefined) throw notFound('approval')
  await admitToCase(deps, visitor.actor, asked.caseId)
  return { id, visitor, caseId: asked.caseId }
}

type Comer = Awaited<ReturnType<typeof comer>>

const pageOf = (deps: Deps, { visitor, id }: Comer, form: FormState, problem?: string) =>
  deps.db.inTransaction(async tx =>
    toApprovalPage(await deps.stepPages.approval(tx, visitor, id), form, problem),
  )

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const here = await comer(deps, req, res)
    res.render('steps/approval', await pageOf(deps, here, blankForm))
  }

type Answer = { readonly decision: 'approve' | 'turn-down' | 'take-back'; readonly reason?: string }

const carryOut = (deps: Deps, { visitor, id }: Comer, { decision, reason = '' }: Answer) =>
  deps.db.inTransaction(async tx => {
    const { proceedings } = deps
    if (decision === 'approve') await proceedings.approve(tx, visitor, id)
    else if (decision === 'take-back') await proceedings.takeBack(tx, visitor, id)
    else await proceedings.turnDown(tx, visitor, id, reason)
  })

const doneOf = {
  approve: 'stepped',
  'turn-down': 'turned-down',
  'take-back': 'taken-back',
} as const

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const here = await comer(deps, req, res)
    const limits = await deps.db.inTransaction(tx => deps.stepPages.limits(tx, here.visitor))
    const read = readForm(answerForm(limits), req.body)
    if (!read.ok) {
      res.status(422).render('steps/approval', await pageOf(deps, here, read.form))
      return
    }
    const { decision } = read.value
    try {
      await carryOut(deps, here, read.value)
      res.redirect(303, caseHref(here.caseId, { done: doneOf[decision] }))
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const reason = 'reason' in read.value ? read.value.reason : ''
      const typed = { values: { decision, reason }, errors: {} }
      res.status(409).render('steps/approval', await pageOf(deps, here, typed, error.code))
    }
  }
