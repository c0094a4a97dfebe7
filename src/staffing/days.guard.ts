import type { RequestHandler } from 'express'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Substitutes } from './substitutes.service'

/**
 * Stand-ins end with their last day: the first staff request of a day, in every process, takes their keys back
 * before anything is shown. Whatever reads officers and seals need not know of days.
 */
export const endStandInsOfYesterday = ({
  db,
  clock,
  substitutes,
}: {
  readonly db: Db
  readonly clock: Clock
  readonly substitutes: Substitutes
}): RequestHandler => {
  let done = ''
  return async (_req, _res, next) => {
    const today = dayOf(clock())
    if (done !== today) {
      await db.inTransaction(substitutes.endOver)
      done = today
    }
    next()
  }
}
