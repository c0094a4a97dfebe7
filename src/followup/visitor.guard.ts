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

declare global {
  namespace Express {
    // Express asks for an interface here, to merge it with its own.
    // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
    interface Locals {
      /** When the page that is drawn must say that the visit will end, and the door that lets it go on. */
      timeLimit?: {
        readonly minutes: number
        readonly warn: number
        readonly stay: string
        readonly word: string
        readonly over: string
      }
    }
  }
}

/** Too late: the report is closed in this browser. What else it holds stays. */
const close = async ({ db, guard }: Deps, res: Response): Promise<void> => {
  await db.inTransaction(async tx => {
    const held = await guard.hold(tx, res)
    if (held?.follow === undefined) return
    await guard.save(tx, res, { ...held, follow: undefined })
  })
}

/** The visitor while the session is fresh enough; undefined when the code has to be entered again. */
export const visitorOf = async (deps: Deps, res: Response): Promise<Visitor | undefined> => {
  const { db, lawbook, guard, clock } = deps
  const visit = guard.visitOf(res)
  if (visit?.data.follow === undefined) return undefined
  const today = dayOf(clock())
  const limits = await db.piecemeal(tx => lawbook.limits(tx, { place: '*', on: today }))
  const minutes = limits['follow.idle-minutes']
  if (visit.idle > minutes) {
    await close(deps, res)
    return undefined
  }
  res.locals.timeLimit = {
    minutes,
    warn: limits['follow.warn-minutes'],
    stay: '/follow/stay',
    word: '继续看',
    over: '时间到了，已经退出。没发出的话还在这一页，点发送以后再输入一次查询码就行',
  }
  return toVisitor(visit.data.follow)
}

export const messageLimit = async (
  { lawbook, clock }: Pick<Deps, 'lawbook' | 'clock'>,
  tx: Tx,
): Promise<number> => (await lawbook.limits(tx, { place: '*', on: dayOf(clock()) }))['message.text']
