import type { Request, RequestHandler, Response } from 'express'
import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { Deadlines } from '../deadlines'
import type { Dialogue } from '../dialogue'
import type { Evidence } from '../evidence'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { ReporterDoors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import type { Random } from '../platform/random'
import type { Receipts } from '../receipts'
import { carriedOver, type ReporterGuard } from '../sessions'
import { readContent } from './content.schema'
import { replyForm } from './followup.schema'
import type { Followup, Visitor } from './followup.service'
import { deedsShown, toFollowPage, waitSentence } from './followup.view'
import { messageLimit, visitorOf } from './visitor.guard'

export type FollowupDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly receipts: Receipts
  readonly cases: Cases
  readonly deadlines: Deadlines
  readonly dialogue: Dialogue
  readonly evidence: Evidence
  readonly guard: ReporterGuard
  readonly followup: Followup
}

const slip = '有一位数字可能抄错了，请对照回执'
const unknown = '没有找到这个查询码对应的举报'
const wrongLength = '查询码是 24 位数字，请对照回执再看一看有没有少抄或者多抄'

export const openFollowupDoors = (doors: ReporterDoors, deps: FollowupDeps): void => {
  doors.get('/follow', askCode)
  doors.post('/follow', enter(deps), enterLater)
  doors.get('/follow/case', showCase(deps))
  doors.post('/follow/messages', reply(deps), replyLater(deps))
  doors.post('/follow/logout', leave(deps))
  doors.post('/follow/stay', stay(deps))
}

type Entry = { readonly code?: string; readonly unsent?: string }

const drawEntry = (res: Response, status: number, { code, unsent }: Entry) => {
  // The code is not drawn again: it would stay in the page of a browser that may be shared.
  const errors = code === undefined ? {} : { code }
  res.status(status).render('followup/enter', { errors, unsent })
}

const askCode: RequestHandler = (_req, res) => {
  drawEntry(res, 200, {})
}

const fieldOf = (req: Request, name: string): string => {
  const body = (req.body ?? {}) as Readonly<Record<string, unknown>>
  const value = body[name]
  return typeof value === 'string' ? value : ''
}

const enter =
  ({ db, receipts, followup, guard, clock }: FollowupDeps): RequestHandler =>
  async (req, res) => {
    const read = receipts.readCode(fieldOf(req, 'code'))
    const unsent = fieldOf(req, 'unsent')
    if (!read.ok) {
      res.locals.slip = true
      drawEntry(res, 422, { code: read.slip ? slip : wrongLength, unsent })
      return
    }
    // Costly on purpose, and the same for every code: before the transaction, off the event loop.
    const derived = await receipts.derive(read.code)
    const opened = await db.inTransaction(async tx => {
      // The form sent twice finds the session replaced by the first: it goes on with what it came with.
      const held = (await guard.hold(tx, res)) ?? guard.visitOf(res)?.data ?? {}
      const follow = await followup.enter(tx, derived)
      if (follow === undefined) return false
      await guard.begin(tx, res, {
        ...carriedOver(held, clock()),
        follow: unsent === '' ? follow : { ...follow, unsent },
      })
      return true
    })
    if (opened) res.redirect(303, '/follow/case')
    else drawEntry(res, 422, { code: unknown, unsent })
  }

/** Too many wrong tries from this network. Whether this one would have been right is not looked at. */
const enterLater: RequestHandler = (req, res) => {
  const code = `试得太多了，请 ${res.locals.wait ?? ''}后再来`
  drawEntry(res, 429, { code, unsent: fieldOf(req, 'unsent') })
}

/** The session ended under the form: what was typed is carried over, never sent by itself. */
export const backToEntry = (res: Response, unsent: string): void => {
  const code = '太久没有操作，为了安全已经退出。请再输入一次查询码'
  drawEntry(res, 422, { code, unsent })
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
  const page = await deps.db.inTransaction(tx => gather(deps, tx, visitor))
  res.render('followup/case', { page, ...form })
}

const gather = async (deps: FollowupDeps, tx: Tx, visitor: Visitor) => {
  const { cases, dialogue, evidence, audit, lawbook, random, clock } = deps
  const { caseId, reportId } = visitor
  const key = await deps.followup.keyOf(tx, visitor)
  const today = dayOf(clock())
  const found = await cases.get(tx, caseId)
  const limits = await lawbook.limits(tx, { place: '*', on: today })
  const contents = await cases.contentsOf(tx, key, caseId)
  const page = toFollowPage({
    found,
    content: readContent(contents.find(one => one.reportId === reportId)?.content),
    due: await dueOf(deps, tx, visitor),
    messages: await dialogue.list(tx, key, caseId, reportId),
    officers: await cases.officersOf(tx, [caseId]),
    deeds: await audit.listForCase(tx, caseId, { deeds: deedsShown, limit: 200 }),
    files: await evidence.count(tx, caseId),
    code: await deps.followup.codes.standing(tx, visitor),
    once: random.uuid(),
    limits: { message: limits['message.text'], idle: limits['follow.idle-minutes'] },
  })
  await dialogue.readByReporter(tx, reportId)
  return page
}

const dueOf = async ({ deadlines, clock }: FollowupDeps, tx: Tx, { caseId }: Visitor) => {
  const next = await deadlines.nextDue(tx, caseId)
  if (next === undefined) return undefined
  return { ...next, ...(await deadlines.lamp(tx, dayOf(clock()), next.dueOn)) }
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
