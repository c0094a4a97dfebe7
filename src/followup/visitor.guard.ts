import type { Response } from 'express'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { ReporterGuard } from '../sessions'
import { toVisitor, type Visitor } from './followup.service'

type Deps = {
  readonly db: Db
  readonly lawbook: Lawbook
  readonly guard: ReporterGuard
  readonly clock: Clock
}

/** The visitor while the session is fresh enough; undefined when the code has to be entered again. */
export const visitorOf = async (
  { db, lawbook, guard, clock }: Deps,
  res: Response,
): Promise<Visitor | undefined> => {
  const visit = guard.visitOf(res)
  if (visit?.data.follow === undefined) return undefined
  const today = dayOf(clock())
  const limits = await db.piecemeal(tx => lawbook.limits(tx, { place: '*', on: today }))
  return visit.idle > limits['follow.idle-minutes'] ? undefined : toVisitor(visit.data.follow)
}

export const messageLimit = async (
  { lawbook, clock }: Pick<Deps, 'lawbook' | 'clock'>,
  tx: Tx,
): Promise<number> => (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['message.text']
