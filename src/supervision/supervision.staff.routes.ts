import type { Request, RequestHandler, Response } from 'express'
import { actorOf, visitorOf } from '../accounts'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import { notFound } from '../platform/errors'
import type { Doors } from '../platform/http/doors'
import { blankForm, readForm, type FormState } from '../platform/http/form'
import { readPath } from '../platform/http/path'
import type { Random } from '../platform/random'
import type { AppealId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { readWish } from './list.rules'
import { actionForm, answerForm, AppealParams } from './supervision.schema'
import type { Supervision } from './supervision.service'
import { toAppealPage, toListPage } from './supervision.view'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly supervision: Supervision
}

export const openSupervisionDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/supervise', 'appeal.answer', list(deps))
  staff.get('/staff/supervise/:appealId', 'appeal.answer', show(deps))
  staff.post('/staff/supervise/:appealId/answers', 'appeal.answer', answer(deps))
  staff.post('/staff/supervise/:appealId/acted', 'appeal.answer', act(deps))
}

/** What was laid before another body does not exist here; the attempt is recorded there. */
const admitted = async (
  { db, supervision }: Deps,
  req: Request,
  res: Response,
): Promise<AppealId> => {
  const { appealId } = readPath(AppealParams, req.params)
  const hidden = await db.inTransaction(tx => supervision.isHidden(tx, actorOf(res), appealId))
  if (hidden) throw notFound('appeal')
  return appealId
}

const list =
  ({ db, clock, supervision }: Deps): RequestHandler =>
  async (req, res) => {
    const wish = readWish(req.query)
    const found = await db.inTransaction(tx => supervision.list(tx, visitorOf(res), wish))
    res.render('supervision/list', toListPage(wish, { ...found, now: clock() }))
  }

const draw = async (
  { db, random, supervision }: Deps,
  res: Response,
  appealId: AppealId,
  form: FormState,
): Promise<void> => {
  const page = await db.inTransaction(async tx => {
    const limits = await supervision.limits(tx)
    const file = await supervision.open(tx, visitorOf(res), appealId)
    return toAppealPage(file, { form, once: random.uuid(), limits })
  })
  res.render('supervision/appeal', page)
}

const show =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    await draw(deps, res, await admitted(deps, req, res), blankForm)
  }

const answer =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, supervision } = deps
    const appealId = await admitted(deps, req, res)
    const limits = await db.inTransaction(supervision.limits)
    const read = readForm(answerForm(limits.answer), req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), appealId, read.form)
      return
    }
    await db.inTransaction(tx => supervision.answer(tx, visitorOf(res), appealId, read.value))
    res.redirect(303, `/staff/supervise/${appealId}`)
  }

const act =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const { db, supervision, clock } = deps
    const appealId = await admitted(deps, req, res)
    const at = await db.inTransaction(async tx => ({
      limits: await supervision.limits(tx),
      madeOn: await supervision.madeOn(tx, appealId),
    }))
    const form = actionForm(at.limits.done, { madeOn: at.madeOn, now: clock() })
    const read = readForm(form, req.body)
    if (!read.ok) {
      await draw(deps, res.status(422), appealId, read.form)
      return
    }
    await db.inTransaction(tx => supervision.act(tx, visitorOf(res), appealId, read.value))
    res.redirect(303, `/staff/supervise/${appealId}`)
  }
