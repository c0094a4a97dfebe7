import type { RequestHandler } from 'express'
import { visitorOf } from '../accounts'
import type { Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Doors } from '../platform/http/doors'
import { readPath } from '../platform/http/path'
import type { Permission } from '../vocabulary/permission'
import type { Legal } from './legal'
import { toListPage } from './list.view'
import { readWish } from './review-course'
import { ReviewPath } from './review.schema'
import { toOwnPage } from './review.view'

type Deps = { readonly db: Db; readonly clock: Clock; readonly legal: Legal }

export const openLegalListDoors = (staff: Doors<Permission>, deps: Deps): void => {
  staff.get('/staff/legal', 'review.view', list(deps))
  staff.get('/staff/legal/:reviewId', 'review.view', own(deps))
}

const list =
  ({ db, clock, legal }: Deps): RequestHandler =>
  async (req, res) => {
    const wish = readWish(req.query)
    const found = await db.inTransaction(tx => legal.list(tx, visitorOf(res), wish))
    res.render('legal/list', toListPage(wish, { ...found, now: clock() }))
  }

const own =
  ({ db, legal }: Deps): RequestHandler =>
  async (req, res) => {
    const { reviewId } = readPath(ReviewPath, req.params)
    const page = await db.inTransaction(async tx =>
      toOwnPage(await legal.own(tx, visitorOf(res), reviewId)),
    )
    res.render('legal/opinion', page)
  }
