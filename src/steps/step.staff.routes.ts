import type { Request, RequestHandler, Response } from 'express'
import { visitorOf } from '../accounts'
import type { Audit } from '../audit'
import { admitToCase, findTransition, type Cases } from '../cases'
import { maskedFaults } from '../masking'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { KnownError, refused } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Proceedings } from '../proceedings'
import { readCaseNumber } from '../search'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { caseHref } from '../vocabulary/staff-paths'
import { openApprovalDoors } from './approvals.staff.routes'
import type { TypedStep } from './step-page'
import type { StepPages } from './step-pages.service'
import { toStepPage } from './step.view'
import { readCarried, stepForm, StepParams } from './steps.schema'

export type StepDoorDeps = Parameters<typeof openApprovalDoors>[1] & {
  readonly db: Db
  readonly audit: Audit
  readonly cases: Cases
  readonly proceedings: Proceedings
  readonly stepPages: StepPages
  readonly clock: Clock
}

export const openStepDoors = (staff: Doors<Permission>, deps: StepDoorDeps): void => {
  staff.get('/staff/cases/:caseId/steps/:action', 'case.write', ask(deps))
  staff.post('/staff/cases/:caseId/steps/:action', 'case.write', take(deps))
  openApprovalDoors(staff, deps)
}

/** Who is at which step of which case, admitted and recorded. */
const comer = async (deps: StepDoorDeps, req: Request, res: Response) => {
  const asked = readPath(StepParams, req.params)
  const visitor = visitorOf(res)
  await admitToCase(deps, visitor.actor, asked.caseId)
  return { ...asked, visitor }
}

type Comer = Awaited<ReturnType<typeof comer>>
type Shown = Parameters<typeof toStepPage>[2]

const pageOf = (deps: StepDoorDeps, { visitor, ...asked }: Comer, form: FormState, shown: Shown) =>
  deps.db.inTransaction(async tx =>
    toStepPage(await deps.stepPages.step(tx, visitor, asked), form, shown),
  )

/** A review is submitted and ended on a page of its own, with its words; '' for every other step. */
const reviewPage = ({ caseId, action }: Comer): string =>
  action.endsWith('-review') ? `/staff/cases/${caseId}/review` : ''

const ask =
  (deps: StepDoorDeps): RequestHandler =>
  async (req, res) => {
    const here = await comer(deps, req, res)
    if (reviewPage(here) !== '') {
      res.redirect(303, reviewPage(here))
      return
    }
    const { back } = readCarried(req.query)
    res.render('steps/step', await pageOf(deps, here, blankForm, { back }))
  }

/** The case with that number, of this year where none is written. @throws refused `merge.other` */
const otherCase = async (
  { cases, clock }: StepDoorDeps,
  tx: Tx,
  actor: StaffActor,
  typed: string | undefined,
): Promise<CaseId | undefined> => {
  if (typed === undefined) return undefined
  const number = readCaseNumber(typed)
  if (number === undefined) throw refused('merge.other')
  const thisYear = Number(dayOf(clock()).slice(0, 4))
  const [found] = await cases.findNumbered(tx, actor, { ...number, thisYear })
  if (found === undefined) throw refused('merge.other')
  return found.id
}

/** Takes the step or lays it before a second person, as the table says. What was done, for the page of the case. */
const carryOut = async (
  deps: StepDoorDeps,
  tx: Tx,
  { visitor, caseId, action }: Comer,
  { typed, seen }: { readonly typed: TypedStep; readonly seen: string },
): Promise<'asked' | 'stepped'> => {
  const { other, ...given } = typed
  const wish = { action, ...given, other: await otherCase(deps, tx, visitor.actor, other) }
  const who = { ...visitor, caseId, seen }
  const { state } = await deps.cases.get(tx, caseId)
  if (findTransition(state, action)?.approval === undefined) {
    await deps.proceedings.take(tx, who, wish)
    return 'stepped'
  }
  await deps.proceedings.propose(tx, who, wish)
  return 'asked'
}

/** The code of what stood in the way; anything else is thrown on. */
const refusalIn = (error: unknown): string => {
  if (error instanceof KnownError && error.kind === 'refused') return error.code
  throw error
}

/** Drawn again as it was typed. */
const typedIn = (typed: TypedStep): Record<string, string> =>
  Object.fromEntries(
    Object.entries(typed).flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])),
  )

const take =
  (deps: StepDoorDeps): RequestHandler =>
  async (req, res) => {
    const here = await comer(deps, req, res)
    if (reviewPage(here) !== '') throw refused('review.own-page')
    const { back, seen } = readCarried(req.body)
    const { visitor, ...asked } = here
    const schema = await deps.db.inTransaction(async tx =>
      stepForm(await deps.stepPages.asked(tx, visitor, asked)),
    )
    const read = readForm(schema, req.body)
    if (!read.ok) {
      res.status(422).render('steps/step', await pageOf(deps, here, read.form, { back }))
      return
    }
    try {
      const done = await deps.db.inTransaction(tx =>
        carryOut(deps, tx, here, { typed: read.value, seen }),
      )
      res.redirect(303, caseHref(here.caseId, { back, done }))
    } catch (error) {
      const values = typedIn(read.value)
      const code = refusalIn(error)
      if (code === 'words.masked') {
        const form = { values, errors: maskedFaults(error) }
        res.status(422).render('steps/step', await pageOf(deps, here, form, { back }))
        return
      }
      const late = code === 'case.moved-on'
      const typed = { values, errors: {} }
      const shown = { back, late, ...(late ? {} : { problem: code }) }
      res.status(409).render('steps/step', await pageOf(deps, here, typed, shown))
    }
  }
