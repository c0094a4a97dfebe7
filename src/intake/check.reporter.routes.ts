import type { Request, RequestHandler, Response } from 'express'
import { CheckForm, type FreshReceipt, isWhole, toContent, type WholeAnswers } from '../filing'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import { readForm, type FormState } from '../platform/http/form'
import { toCheckPage } from './check.view'
import { keepReceipt } from './kept-receipt'
import { findHints } from './privacy.view'
import { codeToPutAside, putAside } from './put-aside'
import { readSigns } from './signs.service'
import { firstMissing, stepPath } from './steps.rules'
import { halfwaySteps } from './unfinished.rules'
import {
  fieldsOf,
  heldDraft,
  hereOf,
  hereWith,
  holdDraft,
  send,
  type Here,
  type IntakeDeps,
  type Outcome,
} from './wizard.reporter.routes'
import {
  closedSentence,
  goneHeading,
  sentThereHeading,
  sentThereSentence,
  stepFrame,
  waitToSendSentence,
} from './wizard.view'

const drawCheck = async (
  { intake, evidence }: IntakeDeps,
  here: Here,
  answers: WholeAnswers,
  errors: FormState['errors'],
): Promise<Outcome> => {
  const { tx, lists, draft } = here
  const target = await intake.submission.targetOf(tx, answers, lists)
  const content = toContent(answers, target, lists)
  const files = draft === undefined ? [] : await evidence.list(tx, draft)
  const identity = answers.identity === 'named' ? draft?.identity : undefined
  const { text, toldBefore } = content
  const fileNames = files.flatMap(({ name, note }) => [name, note])
  return {
    view: 'intake/check',
    ...(Object.keys(errors).length === 0 ? {} : { status: 422 }),
    model: {
      ...stepFrame('check', { ...here, fromCheck: false }, errors),
      gone: false,
      heading: undefined,
      ...toCheckPage({
        halfway: draft === undefined ? [] : halfwaySteps(draft.unfinished),
        content,
        identity,
        files,
        hints: findHints({ text, toldBefore, fileNames }, draft?.identity),
        lists,
      }),
    },
  }
}

/**
 * Elsewhere: from another browser, which has the code, while the session of this one still holds the draft.
 * Undefined: it was not sent at all.
 */
const whereSent = async (
  tx: Tx,
  deps: IntakeDeps,
  res: Response,
): Promise<'here' | 'elsewhere' | undefined> => {
  if (deps.visits.visitOf(res)?.data.receipt !== undefined) return 'here'
  const held = heldDraft(deps, res)
  if (held === undefined || (await deps.intake.findSent(tx, held.id)) === undefined)
    return undefined
  const now = await deps.visits.hold(tx, res)
  return now?.draft !== undefined && now.receipt === undefined ? 'elsewhere' : 'here'
}

/** No draft to send: it was sent already (show the receipt), or it is gone (say so). */
const withoutDraft = async (
  tx: Tx,
  deps: IntakeDeps,
  req: Request,
  res: Response,
): Promise<Outcome> => {
  const sent = await whereSent(tx, deps, res)
  if (sent === 'here') return { go: '/report/receipt' }
  const elsewhere = sent === 'elsewhere'
  if (req.method === 'GET' && !elsewhere) return { go: '/report' }
  const { limits } = await deps.intake.readLists(tx)
  const errors = { start: elsewhere ? sentThereSentence : closedSentence }
  const heading = elsewhere ? sentThereHeading : goneHeading
  const model = { errors, heading, resume: undefined, type: '' }
  const idleMinutes = limits['wizard.idle-minutes']
  return { view: 'intake/start', model: { ...model, idleMinutes }, status: 422 }
}

export const askCheck =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const outcome = await deps.db.piecemeal(async (tx): Promise<Outcome> => {
      const here = await hereOf(tx, deps, req, res)
      if (here.draft === undefined) return withoutDraft(tx, deps, req, res)
      const missing = firstMissing(here.answers)
      if (missing !== undefined || !isWhole(here.answers))
        return { go: stepPath(missing ?? 'subject') }
      return drawCheck(deps, here, here.answers, {})
    })
    send(res, outcome)
  }

const keepAndLeave = async (deps: IntakeDeps, req: Request, res: Response): Promise<Outcome> => {
  const held = heldDraft(deps, res)
  const fresh = await codeToPutAside(deps, held)
  return deps.db.inTransaction(async tx => {
    const draft = await holdDraft(tx, deps, res)
    if (draft === undefined) return withoutDraft(tx, deps, req, res)
    await deps.intake.drafts.save(tx, draft, { answers: { ...draft.answers, at: 'check' } })
    return { go: await putAside(tx, deps, res, { draft, fresh }) }
  })
}

/**
 * One transaction. The draft's row is the turnstile: of several POSTs the first to lock it makes the
 * report and puts the code into the session that all of them share; the others find no draft and are
 * led to the same receipt.
 */
const submitOnce = async (
  tx: Tx,
  deps: IntakeDeps,
  { req, res, receipt }: { req: Request; res: Response; receipt: FreshReceipt },
): Promise<Outcome> => {
  const [draft, visit] = await Promise.all([holdDraft(tx, deps, res), deps.visits.hold(tx, res)])
  if (draft === undefined) return withoutDraft(tx, deps, req, res)
  const { answers } = draft
  const missing = firstMissing(answers)
  if (missing !== undefined || !isWhole(answers))
    return { go: `${stepPath(missing ?? 'subject')}?from=check` }
  const read = readForm(CheckForm, fieldsOf(req))
  const here = await hereWith(tx, deps, { req, res, draft })
  if (!read.ok) return drawCheck(deps, here, answers, read.form.errors)
  await deps.intake.submission.assertReady(tx)
  // No code without a place to show it in: nothing is sent when another window has ended this session.
  if (visit === undefined) throw refused('session.ended')
  const { lists } = here
  const minutes = lists.limits['receipt.show-minutes']
  const until = deps.clock().getTime() + minutes * 60_000
  const { follow } = visit
  const kept = follow === undefined ? {} : { follow }
  const signs = readSigns(deps, fieldsOf(req), 'check', lists)
  const suspect = signs.isSuspect(signs.note(draft.answers))
  const sent = { ...draft, suspect }
  await deps.intake.submission.submit(tx, sent, lists, {
    ...receipt,
    keep: facts =>
      deps.visits.save(tx, res, { ...kept, receipt: keepReceipt(receipt, facts, until) }),
  })
  return { go: '/report/receipt' }
}

export const doCheck =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    if (fieldsOf(req)['go'] === 'later') {
      send(res, await keepAndLeave(deps, req, res))
      return
    }
    // Before anything is held: deriving it is slow.
    const receipt = await deps.intake.submission.freshReceipt()
    send(res, await deps.db.inTransaction(tx => submitOnce(tx, deps, { req, res, receipt })))
  }

/** Instead of doCheck, for whoever comes too often. Everything typed lies in the draft. */
export const slowCheck =
  (deps: IntakeDeps): RequestHandler =>
  async (req, res) => {
    const outcome = await deps.db.piecemeal(async (tx): Promise<Outcome> => {
      const here = await hereOf(tx, deps, req, res)
      if (here.draft === undefined) return withoutDraft(tx, deps, req, res)
      const missing = firstMissing(here.answers)
      if (missing !== undefined || !isWhole(here.answers))
        return { go: `${stepPath(missing ?? 'subject')}?from=check` }
      const errors = { next: waitToSendSentence(res.locals.wait ?? '') }
      return { ...(await drawCheck(deps, here, here.answers, errors)), status: 429 }
    })
    send(res, outcome)
  }
