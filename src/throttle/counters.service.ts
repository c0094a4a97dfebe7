import { createHmac } from 'node:crypto'
import type { Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import { findSalt, lockRotation, replaceSalt, takeFrom } from './counters.repository'
import { createTally } from './tally.service'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly installation: Pick<Installation, 'throttleKey'>
}

/** What is counted: which budget, of which network, in windows of how many minutes. */
type Count = {
  readonly budget: string
  readonly network: string
  readonly minutes: number
}

export type Counters = {
  /** Adds to a count that all nodes share; what it came to. One statement. */
  readonly add: (count: Count, amount: number) => Promise<number>
  readonly takeBack: (count: Count, amount: number) => Promise<void>
  /** Until the window ends and everybody may again. */
  readonly secondsLeft: (minutes: number) => number
  /** Replaces and destroys the salt when a new hour has begun. Counts nothing; safe to repeat. */
  readonly rotate: () => Promise<void>
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const hourOf = (now: Date): number => Math.floor(now.getTime() / HOUR)

type Salted = { readonly hour: number; readonly key: Buffer }

/**
 * A newer salt than ours was made by a node whose clock is a little ahead: it is taken over. One of another
 * day was made by a clock that has been set right since.
 */
const stillServes = (made: number, hour: number): boolean => made === hour || made === hour + 1

export const createCounters = ({ db, clock, random, installation }: Deps): Counters => {
  const tally = createTally(db)
  let held: Promise<Salted> | undefined
  let heldFor = Number.NaN

  const saltOf = async (tx: Tx, hour: number): Promise<Buffer> => {
    await lockRotation(tx)
    const found = await findSalt(tx)
    if (found !== undefined && stillServes(found.hour, hour)) return found.salt
    const salt = random.bytes(32)
    await replaceSalt(tx, { hour, salt })
    return salt
  }

  const readSalt = async (hour: number): Promise<Salted> => {
    const salt = await db.inTransaction(tx => saltOf(tx, hour))
    // The stolen table alone is no use even within the hour: there are only 2^24 networks to try.
    const key = createHmac('sha256', installation.throttleKey).update(salt).digest()
    return { hour, key }
  }

  /** Asked for once an hour, however many requests come at its first second. */
  const salted = (): Promise<Salted> => {
    const hour = hourOf(clock())
    if (held !== undefined && heldFor === hour) return held
    const asked = readSalt(hour)
    held = asked
    heldFor = hour
    asked.catch(() => {
      if (held === asked) held = undefined
    })
    return asked
  }

  /** Windows begin with the hour, so that none outlives its salt; the row itself tells no time. */
  const keyOf = async ({ budget, network, minutes }: Count): Promise<Buffer> => {
    const { key } = await salted()
    const window = Math.floor(clock().getTime() / (minutes * MINUTE))
    return createHmac('sha256', key).update(`${budget} ${network} ${window}`).digest()
  }

  return {
    add: async (count, amount) => tally(await keyOf(count), amount),
    takeBack: async (count, amount) => {
      const key = await keyOf(count)
      await db.piecemeal(tx => takeFrom(tx, key, amount))
    },
    secondsLeft: minutes => {
      const length = minutes * MINUTE
      return Math.ceil((length - (clock().getTime() % length)) / 1000)
    },
    rotate: async () => {
      await salted()
    },
  }
}
