import type { Request, RequestHandler, Response } from 'express'
import { stepUpFaults, visitorOf, type Visitor } from '../accounts'
import { recordDenied } from '../cases'
import type { Tx } from '../platform/db/transaction'
import { KnownError } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { IdentityRequestId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { ask, showAsk } from './ask.staff.routes'
import { listsOf } from './board.rules'
import { COUNTED, inWords } from './home.view'
import type { ReleaseDeps } from './release-deps'
import { readBoard, refusalForm, RequestParams, StepUpForm } from './release.schema'
import { requestHref, toBoard, toLookPage, toRequestPage } from './release.view'

export const openReleaseDoors = (staff: Doors<Permission>, deps: ReleaseDeps): void => {
  staff.get('/staff/cases/:caseId/identity', 'identity.ask', showAsk(deps))
  staff.post('/staff/cases/:caseId/identity', 'identity.ask', ask(deps))
  staff.get('/staff/unmask', 'identity.requests', showBoard(deps))
  staff.get('/staff/unmask/:requestId', 'identity.requests', showRequest(deps))
  staff.post('/staff/unmask/:requestId/approve', 'identity.approve', grave(deps, 'approve'))
  staff.post('/staff/unmask/:requestId/answer', 'identity.answer', grave(deps, 'answer'))
  staff.post('/staff/unmask/:requestId/open', 'identity.ask', grave(deps, 'begin'))
  staff.post('/staff/unmask/:requestId/refuse', 'identity.decide', refuse(deps))
  staff.post('/staff/unmask/:requestId/withdraw', 'identity.ask', withdraw(deps))
  staff.get('/staff/unmask/:requestId/identity', 'identity.ask', showIdentity(deps))
}

const showBoard =
  ({ db, release }: ReleaseDeps): RequestHandler =>
  async (req, res) => {
    const visitor = visitorOf(res)
    const asked = readBoard(req.query)
    const lists = listsOf(visitor.actor)
    const list = lists.find(name => name === asked.list) ?? lists[0] ?? 'mine'
    const page = await db.inTransaction(async tx => {
      const waiting = new Map<(typeof lists)[number], string>()
      for (const name of lists.filter(one => one === 'approve' || one === 'answer'))
        waiting.set(name, inWords(await release.count(tx, visitor, name, COUNTED)))
      const board = await release.board(tx, visitor, { list, before: asked.before })
      return toBoard({ lists, list, waiting, ...board, paged: asked.before !== undefined })
    })
    res.render('release/board', page)
  }

const attempt = async (
  { db, release }: ReleaseDeps,
  visitor: Visitor,
  id: IdentityRequestId,
  work: Promise<Answer>,
): Promise<Answer> => {
  try {
    return await work
  } catch (error) {
    // Turned down with nothing done: that it was tried is kept, and why it was refused.
    if (error instanceof KnownError && error.kind !== 'not-found')
      await db.inTransaction(tx => release.recordRefusal(tx, visitor, id, error.code))
    throw error
  }
}

type Answer = 'right' | 'wrong' | 'locked'

/** The request, for who has a part in it; anybody else reads «not found», and the attempt is recorded. */
const admitted = async (deps: ReleaseDeps, req: Request, res: Response) => {
  const { requestId } = readPath(RequestParams, req.params)
  const visitor = visitorOf(res)
  try {
    const file = await deps.db.inTransaction(tx => deps.release.open(tx, visitor, requestId))
    return { visitor, requestId, file }
  } catch (error) {
    const request = await deps.db.inTransaction(tx => deps.release.find(tx, requestId))
    const hidden = error instanceof KnownError && error.kind === 'not-found'
    if (hidden && request !== undefined) await recordDenied(deps, visitor.actor, request.caseId)
    throw error
  }
}

type Admitted = Awaited<ReturnType<typeof admitted>>

const draw = async (
  { db, release }: ReleaseDeps,
  res: Response,
  { file }: Pick<Admitted, 'file'>,
  form: FormState,
): Promise<void> => {
  const { limits } = await db.inTransaction(tx => release.rules(tx, file.request.organisationId))
  res.render('release/request', toRequestPage(file, form, limits.max))
}

const showRequest =
  (deps: ReleaseDeps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, await admitted(deps, req, res), blankForm)
  }

type Grave = 'approve' | 'answer' | 'begin'

/** In one transaction: the code is used up together with what it allowed. A wrong one is counted all the same. */
const takeStep = async (
  { release, secondFactor }: ReleaseDeps,
  tx: Tx,
  { visitor, requestId }: Admitted,
  { step, otp }: { readonly step: Grave; readonly otp: string },
): Promise<Answer> => {
  const { kind } = await secondFactor.check(tx, visitor.keys, otp)
  if (kind === 'right') await release[step](tx, visitor, requestId)
  if (kind !== 'wrong') return kind
  // The same form sent twice: its code is used, and what it asked for is done.
  return (await release.hasDone(tx, visitor, requestId, step)) ? 'right' : kind
}

/** Agreeing, answering, opening: each with a fresh code. */
const grave =
  (deps: ReleaseDeps, step: Grave): RequestHandler =>
  async (req, res) => {
    const seen = await admitted(deps, req, res)
    const read = readForm(StepUpForm, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), seen, { values: {}, errors: read.form.errors })
      return
    }
    const { visitor, requestId } = seen
    const { otp } = read.value
    const work = deps.db.inTransaction(tx => takeStep(deps, tx, seen, { step, otp }))
    const answer = await attempt(deps, visitor, requestId, work)
    const href = requestHref(requestId)
    if (answer === 'right') res.redirect(303, step === 'begin' ? `${href}/identity` : href)
    else
      await draw(deps, res.status(422), seen, {
        values: {},
        errors: { otp: stepUpFaults[answer] },
      })
  }

const refuse =
  (deps: ReleaseDeps): RequestHandler =>
  async (req, res) => {
    const seen = await admitted(deps, req, res)
    const { visitor, requestId, file } = seen
    const { limits } = await deps.db.inTransaction(tx =>
      deps.release.rules(tx, file.request.organisationId),
    )
    const read = readForm(refusalForm(limits), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), seen, read.form)
      return
    }
    const { reason } = read.value
    const work = deps.db.inTransaction(async tx => {
      await deps.release.refuse(tx, visitor, requestId, reason)
      return 'right' as const
    })
    await attempt(deps, visitor, requestId, work)
    res.redirect(303, requestHref(requestId))
  }

const withdraw =
  (deps: ReleaseDeps): RequestHandler =>
  async (req, res) => {
    const { visitor, requestId } = await admitted(deps, req, res)
    const work = deps.db.inTransaction(async tx => {
      await deps.release.withdraw(tx, visitor, requestId)
      return 'right' as const
    })
    await attempt(deps, visitor, requestId, work)
    res.redirect(303, requestHref(requestId))
  }

const showIdentity =
  (deps: ReleaseDeps): RequestHandler =>
  async (req, res) => {
    const { visitor, requestId } = await admitted(deps, req, res)
    const look = await deps.db.inTransaction(tx => deps.release.look(tx, visitor, requestId))
    if (look === undefined) {
      res.redirect(303, requestHref(requestId))
      return
    }
    res.render('release/identity', toLookPage(look, visitor.actor.displayName, deps.clock()))
  }
