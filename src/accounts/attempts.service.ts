import { createHmac } from 'node:crypto'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { countAttempt, forgetAttempts, sweepAttempts, takeBackAttempt } from './attempts.repository'

const ALLOWED = 5
const LOCK_MINUTES = 15
const MINUTE = 60_000

type Deps = { readonly clock: Clock; readonly attemptsKey: Buffer }

export type Attempts = {
  /** Counts one attempt. `refusedUntil`: it must not be made. `lockedUntil`: it may, as the last one. */
  readonly count: (
    tx: Tx,
    username: string,
  ) => Promise<{ readonly refusedUntil?: Date; readonly lockedUntil?: Date }>
  readonly takeBack: (tx: Tx, username: string) => Promise<void>
  readonly forget: (tx: Tx, username: string) => Promise<void>
}

/** How often a name may be tried, whether or not anybody has it. Names are kept as HMACs only. */
export const createAttempts = ({ clock, attemptsKey }: Deps): Attempts => {
  const hashOf = (username: string) =>
    createHmac('sha256', attemptsKey).update(`sign-in ${username}`).digest()
  const later = (minutes: number) => new Date(clock().getTime() + minutes * MINUTE)

  return {
    count: async (tx, username) => {
      const since = later(-LOCK_MINUTES)
      await sweepAttempts(tx, since, later(LOCK_MINUTES))
      const { failures, lockedUntil } = await countAttempt(tx, {
        nameHash: hashOf(username),
        now: clock(),
        since,
        lockUntil: later(LOCK_MINUTES),
        allowed: ALLOWED,
      })
      if (lockedUntil === undefined) return {}
      return failures > ALLOWED ? { refusedUntil: lockedUntil } : { lockedUntil }
    },
    takeBack: (tx, username) => takeBackAttempt(tx, hashOf(username), ALLOWED),
    forget: (tx, username) => forgetAttempts(tx, hashOf(username)),
  }
}
