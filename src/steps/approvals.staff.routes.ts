import type { Request, RequestHandler, Response } from 'express'
import { onceWithCode, stepUpFaults, visitorOf, type SecondFactor } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, findTransition, type Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import { maskedFaults } from '../masking'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
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
  readonly deadlines: Deadlines
  readonly secondFactor: SecondFactor
  readonly stepPages: StepPages
  readonly clock: Clock
}

export const openApprovalDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/approvals', 'case.approve', board(deps))
  staff.get('/staff/approvals/:approvalId', 'case.write', show(deps))
  staff.post('/staff/approvals/:approvalId', 'case.write', answer(deps))
}

const namesOf = async <T extends string>(
  ids: readonly T[],
  nameOf: (id: T) => Promise<string>,
): Promise<Map<T, string>> => {
  const names = new Map<T, string>()
  for (const id of new Set(ids)) names.set(id, await nameOf(id))
  return names
}

const board =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { actor } = visitorOf(res)
    const after = readAfter(req.query)
    const page = await deps.db.inTransaction(async tx => {
      const { proceedings, deadlines, stepPages } = deps
      const steps = await proceedings.board(tx, actor, { after: after.after, limit: PAGE })
      const wish = { after: after.clocks, limit: PAGE }
      const clocks = await deadlines.extensions.board(tx, actor, wish)
      const askers = [
        ...steps.rows.map(({ askedBy }) => askedBy),
        ...clocks.rows.map(({ askerId }) => askerId),
      ]
      const codes = clocks.rows.map(({ ruleCode }) => ruleCode)
      return toBoardPage(steps, clocks, {
        names: await namesOf(askers, id => stepPages.nameOf(tx, id)),
        rules: await namesOf(codes, code => stepPages.clockName(tx, visitorOf(res), code)),
        ...{ today: dayOf(deps.clock()), viewer: actor.id, after },
      })
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
  const { caseId, from, action } = asked
  return { id, visitor, caseId, signed: findTransition(from, action)?.signed === true }
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

type Answer = {
  readonly decision: 'approve' | 'turn-down' | 'take-back'
  readonly reason?: string
  readonly otp?: string | undefined
}
type Signing = 'right' | keyof typeof stepUpFaults

/** The code is used up together with what it signs. */
const sign = (
  { proceedings, secondFactor }: Deps,
  tx: Tx,
  { visitor, id }: Comer,
  otp: string,
): Promise<Signing> =>
  onceWithCode(
    async () => {
      const asked = await proceedings.findProposal(tx, id)
      return asked?.state === 'approved' && asked.answeredBy === visitor.actor.id
    },
    () => secondFactor.check(tx, visitor.keys, otp),
  )

const carryOut = (
  deps: Deps,
  comer: Comer,
  { decision, otp, reason = '' }: Answer,
): Promise<Signing> =>
  deps.db.inTransaction(async tx => {
    const { proceedings } = deps
    const { visitor, id } = comer
    if (decision === 'take-back') await proceedings.takeBack(tx, visitor, id)
    else if (decision === 'turn-down') await proceedings.turnDown(tx, visitor, id, reason)
    else {
      const kind = otp === undefined ? 'right' : await sign(deps, tx, comer, otp)
      // A wrong one is counted all the same.
      if (kind !== 'right') return kind
      await proceedings.approve(tx, visitor, id)
    }
    return 'right'
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
    const read = readForm(answerForm(limits, here), req.body)
    if (!read.ok) {
      res.status(422).render('steps/approval', await pageOf(deps, here, read.form))
      return
    }
    const { decision } = read.value
    try {
      const signing = await carryOut(deps, here, read.value)
      if (signing !== 'right') {
        const form = { values: { decision }, errors: { otp: stepUpFaults[signing] } }
        res.status(422).render('steps/approval', await pageOf(deps, here, form))
        return
      }
      res.redirect(303, caseHref(here.caseId, { done: doneOf[decision] }))
    } catch (error) {
      if (!(error instanceof KnownError) || error.kind !== 'refused') throw error
      const reason = 'reason' in read.value ? read.value.reason : ''
      if (error.code === 'words.masked') {
        const form = { values: { decision, reason }, errors: maskedFaults(error) }
        res.status(422).render('steps/approval', await pageOf(deps, here, form))
        return
      }
      const typed = { values: { decision, reason }, errors: {} }
      res.status(409).render('steps/approval', await pageOf(deps, here, typed, error.code))
    }
  }
