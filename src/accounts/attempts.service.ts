import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import { countAttempt, forgetAttempts, sweepAttempts, takeBackAttempt } from './attempts.repository'

const ALLOWED = 5
const LOCK_MINUTES = 15
const MINUTE = 60_000

type Deps = { readonly clock: Clock; readonly random: Random; readonly attemptsKey: Buffer }

/** What is counted together. */
type Bucket = readonly string[]

export type Attempts = {
  /**
   * Passwords for a name. A browser in which its owner has signed in before counts for itself: whoever
   * tries elsewhere locks that name for all unknown browsers, and its owner still gets in from the usual one.
   */
  readonly passwordsOf: (username: string, browser: string | undefined) => Bucket
  /** Only who has given the password gets this far, so nobody else can lock it. */
  readonly codesOf: (username: string) => Bucket
  /** For the cookie of a browser after a full sign-in: a random number, bound to the name, which it does not tell. */
  readonly newBrowser: (username: string) => string
  /** Counts one attempt. `refusedUntil`: it must not be made. `lockedUntil`: it may, as the last one. */
  readonly count: (
    tx: Tx,
    bucket: Bucket,
  ) => Promise<{ readonly refusedUntil?: Date; readonly lockedUntil?: Date }>
  readonly takeBack: (tx: Tx, bucket: Bucket) => Promise<void>
  readonly forget: (tx: Tx, bucket: Bucket) => Promise<void>
}

/** How often a name may be tried, whether or not anybody has it. Names are kept as HMACs only. */
export const createAttempts = ({ clock, random, attemptsKey }: Deps): Attempts => {
  const hashOf = (bucket: Bucket) =>
    createHmac('sha256', attemptsKey).update(JSON.stringify(bucket)).digest()
  const bindingOf = (id: string, username: string) => hashOf(['browser', id, username])
  const isKnown = (id: string, binding: string, username: string) => {
    const shown = Buffer.from(binding, 'base64url')
    const own = bindingOf(id, username)
    return shown.length === own.length && timingSafeEqual(shown, own)
  }
  const later = (minutes: number) => new Date(clock().getTime() + minutes * MINUTE)

  return {
    passwordsOf: (username, browser) => {
      const [id = '', binding = ''] = (browser ?? '').split('.')
      return isKnown(id, binding, username) ? ['password', username, id] : ['password', username]
    },
    codesOf: username => ['code', username],
    newBrowser: username => {
      const id = random.uuid()
      return `${id}.${bindingOf(id, username).toString('base64url')}`
    },
    count: async (tx, bucket) => {
      const since = later(-LOCK_MINUTES)
      await sweepAttempts(tx, since, later(LOCK_MINUTES))
      const { failures, lockedUntil } = await countAttempt(tx, {
        nameHash: hashOf(bucket),
        now: clock(),
        since,
        lockUntil: later(LOCK_MINUTES),
        allowed: ALLOWED,
      })
      if (lockedUntil === undefined) return {}
      return failures > ALLOWED ? { refusedUntil: lockedUntil } : { lockedUntil }
    },
    takeBack: (tx, bucket) => takeBackAttempt(tx, hashOf(bucket), ALLOWED),
    forget: (tx, bucket) => forgetAttempts(tx, hashOf(bucket)),
  }
}
