import type { RequestHandler, Response } from 'express'
import type { Tx } from '../platform/db/transaction'
import type { ReporterDoors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { carriedOver } from '../sessions'
import { openAboveDoors } from './above.reporter.routes'
import { openAmendingDoors } from './amending.reporter.routes'
import { openClaimDoors } from './claim.reporter.routes'
import { openCodeDoors } from './code.reporter.routes'
import { backToEntry, fieldOf, openEntryDoors } from './entry.reporter.routes'
import type { FollowupDeps } from './followup'
import { replyForm } from './followup.schema'
import type { Visitor } from './followup.service'
import { toFollowPage, waitSentence } from './followup.view'
import { gatherCase } from './gathering.service'
import { openSupplementDoors } from './supplement.reporter.routes'
import { messageLimit, visitorOf } from './visitor.guard'

export const openFollowupDoors = (doors: ReporterDoors, deps: FollowupDeps): void => {
  openEntryDoors(doors, deps)
  openCodeDoors(doors, deps)
  openSupplementDoors(doors, deps)
  openAmendingDoors(doors, deps)
  openAboveDoors(doors, deps)
  openClaimDoors(doors, deps)
  doors.get('/follow/case', showCase(deps))
  doors.post('/follow/messages', reply(deps), replyLater(deps))
  doors.post('/follow/logout', leave(deps))
  doors.post('/follow/stay', stay(deps))
}

const showCase =
  (deps: FollowupDeps): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      res.redirect(303, '/follow')
      return
    }
    const unsent = deps.guard.visitOf(res)?.data.follow?.unsent
    const form = unsent === undefined ? blankForm : { values: { body: unsent }, errors: {} }
    await drawCase(deps, res, visitor, form)
  }

const drawCase = async (
  deps: FollowupDeps,
  res: Response,
  visitor: Visitor,
  form: FormState,
): Promise<void> => {
  const page = await deps.db.inTransaction(async tx => {
    const facts = await gatherCase(deps, tx, visitor)
    await deps.dialogue.readByReporter(tx, visitor.reportId)
    return toFollowPage(facts)
  })
  res.render('followup/case', { page, ...form })
}

const reply =
  (deps: FollowupDeps): RequestHandler =>
  async (req, res) => {
    const { db, dialogue } = deps
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      backToEntry(res, fieldOf(req, 'body'))
      return
    }
    const limit = await db.piecemeal(tx => messageLimit(deps, tx))
    const read = readForm(replyForm(limit), req.body)
    if (!read.ok) {
      res.status(422)
      await drawCase(deps, res, visitor, read.form)
      return
    }
    await db.inTransaction(async tx => {
      const key = await deps.followup.keyOf(tx, visitor)
      const { caseId, reportId } = visitor
      await forgetUnsent(deps, tx, res)
      await dialogue.fromReporter(tx, visitor.actor, { caseId, reportId, key, ...read.value })
    })
    res.redirect(303, '/follow/case')
  }

const replyLater =
  (deps: FollowupDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, res)
    const body = fieldOf(req, 'body')
    if (visitor === undefined) {
      backToEntry(res, body)
      return
    }
    const errors = { body: waitSentence(res.locals.wait ?? '') }
    await drawCase(deps, res, visitor, { values: { body }, errors })
  }

const forgetUnsent = async ({ guard }: FollowupDeps, tx: Tx, res: Response): Promise<void> => {
  if (guard.visitOf(res)?.data.follow?.unsent === undefined) return
  const data = await guard.hold(tx, res)
  if (data?.follow?.unsent === undefined) return
  await guard.save(tx, res, { ...data, follow: { ...data.follow, unsent: undefined } })
}

/** 继续看. The request itself moved the end of the visit; this tells whether there is one left to move. */
const stay =
  (deps: FollowupDeps): RequestHandler =>
  async (_req, res) => {
    res.status((await visitorOf(deps, res)) === undefined ? 410 : 204).end()
  }

const leave =
  (deps: FollowupDeps): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    const { db, guard, clock, followup } = deps
    await db.inTransaction(async tx => {
      // Another report may be half written in this browser, or its code not be written down yet: that is
      // not what is being left. A session that another window has replaced is not this one's to end.
      const held = await guard.hold(tx, res)
      const rest = carriedOver(held ?? {}, clock())
      if (Object.keys(rest).length > 0) await guard.begin(tx, res, rest)
      else if (held !== undefined) await guard.end(tx, res)
      if (visitor !== undefined && held !== undefined) await followup.leave(tx, visitor)
    })
    res.redirect(303, '/')
  }
