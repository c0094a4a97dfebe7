import type { Request, RequestHandler, Response } from 'express'
import { stepUpFaults, visitorOf, type Visitor } from '../accounts'
import type { Audit } from '../audit'
import { admitReader, type Cases } from '../cases'
import { maskedFaults } from '../masking'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, textsIn, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { CaseId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { toLatePage } from './late.view'
import type { Given, Legal } from './legal'
import { openLegalListDoors } from './legal.staff.routes'
import type { ReviewFile } from './review'
import { answerForm, CasePath, opinionForm, readSeen, submitForm } from './review.schema'
import { toReviewPage, type FormName } from './review.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly cases: Cases
  readonly legal: Legal
}

export const openLegalDoors = (staff: Doors<Permission>, deps: Deps): void => {
  openLegalListDoors(staff, deps)
  staff.get('/staff/cases/:caseId/review', 'file.view', show(deps))
  staff.post('/staff/cases/:caseId/review/submit', 'review.submit', submit(deps))
  staff.post('/staff/cases/:caseId/review/opinion', 'review.answer', decide(deps))
  staff.post('/staff/cases/:caseId/review/answers', 'review.submit', respond(deps))
}

type CaseVisitor = Visitor & { readonly caseId: CaseId }

const visitorAt = async (deps: Deps, req: Request, res: Response): Promise<CaseVisitor> => {
  const { caseId } = readPath(CasePath, req.params)
  const visitor = visitorOf(res)
  await admitReader(deps, visitor.actor, caseId)
  return { ...visitor, caseId }
}

type Typed = FormState & { readonly form: FormName }

const draw = async (
  { db, legal }: Deps,
  res: Response,
  visitor: CaseVisitor,
  typed: Typed,
): Promise<void> => {
  const page = await db.inTransaction(async tx =>
    toReviewPage(await legal.open(tx, visitor, visitor.caseId), { typed, viewer: visitor.actor }),
  )
  res.render('legal/review', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorAt(deps, req, res)
    await draw(deps, res, visitor, { ...blankForm, form: 'none' })
  }

/** What a form is read by. Not recorded: the page that is drawn next is. */
const frameFor = ({ db, legal }: Deps, visitor: CaseVisitor): Promise<ReviewFile> =>
  db.inTransaction(tx => legal.frame(tx, visitor, visitor.caseId))

/** A colleague was first: what was decided, with what was typed. False: nobody was. */
const drawLate = async (
  { db, legal }: Deps,
  { req, res }: { readonly req: Request; readonly res: Response },
): Promise<boolean> => {
  const { caseId } = readPath(CasePath, req.params)
  const { actor } = visitorOf(res)
  const seen = readSeen(req.body)
  if (seen === undefined) return false
  const past = await db.inTransaction(tx => legal.past(tx, actor, { caseId, seen }))
  if (past === undefined) return false
  if (past.review.reviewedBy === actor.id) res.redirect(303, '/staff/legal?view=done')
  else res.status(409).render('legal/late', toLatePage(past, textsIn(req.body)))
  return true
}

/** Back to the page when it is done; the form again where it repeats what is masked. */
const backOrAgain = async (
  deps: Deps,
  { req, res }: { readonly req: Request; readonly res: Response },
  visitor: CaseVisitor,
  { form, work }: { readonly form: FormName; readonly work: Promise<void> },
): Promise<void> => {
  try {
    await work
    res.redirect(303, `/staff/cases/${visitor.caseId}/review`)
  } catch (error) {
    const typed = { form, values: textsIn(req.body), errors: maskedFaults(error) }
    await draw(deps, res.status(422), visitor, typed)
  }
}

const submit =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, legal } = deps
    const visitor = await visitorAt(deps, req, res)
    const { caseId } = visitor
    const read = readForm(submitForm(await frameFor(deps, visitor)), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), visitor, { ...read.form, form: 'submit' })
      return
    }
    const { ground, reason: note } = read.value
    const work = db.inTransaction(tx => legal.submit(tx, visitor, caseId, { ground, note }))
    await backOrAgain(deps, { req, res }, visitor, { form: 'submit', work })
  }

const decide =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    // What lay at the desk is gone from it with the first opinion: asked before anything else.
    if (await drawLate(deps, { req, res })) return
    const visitor = await visitorAt(deps, req, res)
    const frame = await frameFor(deps, visitor)
    const read = readForm(opinionForm(frame), req.body)
    if (!read.ok && frame.may.answer) {
      await draw(deps, res.status(422), visitor, { ...read.form, form: 'opinion' })
      return
    }
    await give(deps, { req, res }, visitor, read.ok ? read.value : undefined)
  }

const give = async (
  deps: Deps,
  { req, res }: { readonly req: Request; readonly res: Response },
  visitor: CaseVisitor,
  given: Given | undefined,
): Promise<void> => {
  const { db, legal } = deps
  try {
    const kind = await db.inTransaction(tx => legal.decide(tx, visitor, visitor.caseId, given))
    if (kind === 'right') {
      res.redirect(303, '/staff/legal?view=done')
      return
    }
    const errors = { otp: stepUpFaults[kind] }
    const values = textsIn(req.body)
    await draw(deps, res.status(422), visitor, { form: 'opinion', values, errors })
  } catch (error) {
    const isLate = error instanceof KnownError && error.code === 'review.decided'
    if (isLate && (await drawLate(deps, { req, res }))) return
    const errors = maskedFaults(error)
    await draw(deps, res.status(422), visitor, {
      form: 'opinion',
      values: textsIn(req.body),
      errors,
    })
  }
}

const respond =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, legal } = deps
    const visitor = await visitorAt(deps, req, res)
    const { caseId } = visitor
    const { limits } = await frameFor(deps, visitor)
    const read = readForm(answerForm(limits.opinion), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), visitor, { ...read.form, form: 'answer' })
      return
    }
    const work = db.inTransaction(tx => legal.respond(tx, visitor, caseId, read.value))
    await backOrAgain(deps, { req, res }, visitor, { form: 'answer', work })
  }
