import type { RequestHandler, Response } from 'express'
import { z } from 'zod'
import { actorOf } from '../accounts'
import type { Audit } from '../audit'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import type { FormState } from '../platform/http/form'
import type { StaffId } from '../vocabulary/ids'
import type { Permission } from '../vocabulary/permission'
import { verdicts } from './review.repository'
import type { Review } from './review.service'
import { toReviewPage } from './review.view'
import { recordingRefusal } from './step-up.guard'

type Deps = {
  readonly db: Db
  readonly audit: Audit
  readonly organisations: Organisations
  readonly review: Review
}

export const openReviewDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/admin/review', 'access.review', show(deps))
  staff.post('/staff/admin/review', 'access.review', save(deps))
  staff.post('/staff/admin/review/finish', 'access.review', finish(deps))
}

const PAGE = 25

const draw = async (
  { db, organisations, review }: Deps,
  res: Response,
  errors: FormState['errors'],
): Promise<void> => {
  const actor = actorOf(res)
  const page = await db.inTransaction(async tx => {
    const period = await review.period(tx)
    return {
      period,
      finished: await review.isFinished(tx, actor.organisationId, period),
      left: await review.left(tx, actor, PAGE),
      removals: await review.removals(tx, actor),
      bodies: await organisations.list(tx),
    }
  })
  res.render('staffing/review', toReviewPage({ ...page, errors }))
}

const show =
  (deps: Deps): RequestHandler =>
  (_req, res) =>
    draw(deps, res, {})

/** `v-` and the person's id; a line that nobody answered is not among them. */
const Lines = z.record(z.string(), z.unknown()).transform(fields =>
  Object.entries(fields).flatMap(([field, value]) => {
    const id = z.uuid().safeParse(/^v-(.+)$/.exec(field)?.[1])
    const verdict = z.enum(verdicts).safeParse(value)
    return id.success && verdict.success
      ? [{ staffId: id.data as StaffId, verdict: verdict.data }]
      : []
  }),
)

const save =
  (deps: Deps): RequestHandler =>
  async (req, res) => {
    const actor = actorOf(res)
    const lines = Lines.catch([]).parse(req.body)
    if (lines.length === 0) {
      await draw(deps, res.status(422), { lines: '还没有选。请至少核对一个人' })
      return
    }
    const work = deps.db.inTransaction(tx => deps.review.save(tx, actor, lines))
    await recordingRefusal(deps, actor, actor.organisationId, work)
    res.redirect(303, '/staff/admin/review')
  }

const finish =
  (deps: Deps): RequestHandler =>
  async (_req, res) => {
    const actor = actorOf(res)
    const work = deps.db.inTransaction(tx => deps.review.finish(tx, actor))
    await recordingRefusal(deps, actor, actor.organisationId, work)
    res.redirect(303, '/staff/admin/review')
  }
