import { timingSafeEqual } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { caseLabel } from '../cases'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { ReporterDoors } from '../platform/http/doors'
import type { FormState } from '../platform/http/form'
import { inGroups, type ReceiptCode } from '../receipts'
import type { ReporterData } from '../sessions'
import { bare } from '../vocabulary/typing'
import type { FollowupDeps } from './followup'
import type { Visitor } from './followup.service'
import { visitorOf } from './visitor.guard'

/**
 * A code that an officer read out is changed on the web for one that only the reporter knows. The new one
 * takes effect when its last four digits come back: who closes the page too early still has the old one.
 */
export const openCodeDoors = (doors: ReporterDoors, deps: FollowupDeps): void => {
  doors.get('/follow/code', showNewCode(deps))
  doors.post('/follow/code', issueCode(deps))
  doors.post('/follow/code/done', replaceCode(deps))
}

type Fresh = { readonly code: ReceiptCode; readonly minutes: number }

const followIn = ({ guard }: FollowupDeps, res: Response): ReporterData['follow'] =>
  guard.visitOf(res)?.data.follow

const freshIn = (deps: FollowupDeps, res: Response): Fresh | undefined => {
  const fresh = followIn(deps, res)?.fresh
  const left = fresh === undefined ? 0 : fresh.until - deps.clock().getTime()
  if (fresh === undefined || left <= 0) return undefined
  const read = deps.receipts.readCode(fresh.code)
  return read.ok ? { code: read.code, minutes: Math.ceil(left / 60_000) } : undefined
}

const keep = async (
  deps: FollowupDeps,
  tx: Tx,
  res: Response,
  fresh: NonNullable<ReporterData['follow']>['fresh'],
): Promise<void> => {
  const data = await deps.guard.hold(tx, res)
  if (data?.follow === undefined) throw refused('session.ended')
  await deps.guard.save(tx, res, { ...data, follow: { ...data.follow, fresh } })
}

const issueCode =
  (deps: FollowupDeps): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    if (visitor === undefined) {
      res.redirect(303, '/follow')
      return
    }
    const { db, followup, lawbook, clock, receipts } = deps
    const issued = await db.inTransaction(async tx => {
      if ((await followup.codes.standing(tx, visitor)) !== 'seen') return false
      if (freshIn(deps, res) !== undefined) return true
      const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
      const until = clock().getTime() + limits['receipt.show-minutes'] * 60_000
      await keep(deps, tx, res, { code: receipts.newCode(), until })
      await followup.codes.recordIssue(tx, visitor)
      return true
    })
    res.redirect(303, issued ? '/follow/code' : '/follow/case')
  }

const draw = async (
  deps: FollowupDeps,
  res: Response,
  visitor: Visitor,
  shown: Fresh & { readonly errors: FormState['errors'] },
): Promise<void> => {
  const { year, serial } = await deps.db.inTransaction(tx => deps.cases.get(tx, visitor.caseId))
  const { code, minutes, errors } = shown
  res.status(Object.keys(errors).length === 0 ? 200 : 422)
  res.render('followup/code', {
    errors,
    page: { code: inGroups(code), minutes, number: caseLabel(year, serial) },
  })
}

const showNewCode =
  (deps: FollowupDeps): RequestHandler =>
  async (_req, res) => {
    const visitor = await visitorOf(deps, res)
    const fresh = freshIn(deps, res)
    if (visitor === undefined || fresh === undefined)
      res.redirect(303, visitor === undefined ? '/follow' : '/follow/case')
    else await draw(deps, res, visitor, { ...fresh, errors: {} })
  }

const wrongTail = '最后 4 位不对，请对照上面再输一次'

const isTailOf = (body: unknown, code: ReceiptCode): boolean => {
  const { tail } = (body ?? {}) as Readonly<Record<string, unknown>>
  const typed = typeof tail === 'string' ? Buffer.from(bare(tail), 'utf8') : Buffer.alloc(0)
  return typed.length === 4 && timingSafeEqual(typed, Buffer.from(code.slice(-4)))
}

const replaceCode =
  (deps: FollowupDeps): RequestHandler =>
  async (req, res) => {
    const visitor = await visitorOf(deps, res)
    const fresh = freshIn(deps, res)
    if (visitor === undefined || fresh === undefined) {
      res.redirect(303, visitor === undefined ? '/follow' : '/follow/case')
      return
    }
    if (!isTailOf(req.body, fresh.code)) {
      await draw(deps, res, visitor, { ...fresh, errors: { tail: wrongTail } })
      return
    }
    // Costly on purpose: before the transaction, off the event loop.
    const derived = await deps.receipts.derive(fresh.code)
    await deps.db.inTransaction(async tx => {
      await keep(deps, tx, res, undefined)
      await deps.followup.codes.replace(tx, visitor, derived)
    })
    res.redirect(303, '/follow/case')
  }
