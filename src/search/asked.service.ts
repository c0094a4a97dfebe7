import { z } from 'zod'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Session, Sessions } from '../sessions'

/** How many questions a session remembers; the oldest goes first. */
const KEPT = 5

const Kept = z.object({
  searches: z.array(z.object({ id: z.string(), q: z.string() })).catch([]),
})
const Data = z.record(z.string(), z.unknown()).catch({})

const keptIn = (data: unknown) => Kept.catch({ searches: [] }).parse(data).searches

/**
 * What somebody asked for lies in their session, sealed under the cookie's secret, and goes with it: the address of
 * an answer bears a random name for it, so that it can be reloaded, gone back to and paged without a word in it.
 */
export type Questions = {
  /** The name under which it is found again. @throws refused `session.ended` */
  readonly keep: (tx: Tx, session: Session, q: string) => Promise<string>
  readonly find: (session: Session, id: string) => string | undefined
}

export const createQuestions = ({
  sessions,
  random,
}: {
  readonly sessions: Sessions
  readonly random: Random
}): Questions => ({
  keep: async (tx, session, q) => {
    const now = (await sessions.holdAgain(tx, session)) ?? session
    const earlier = keptIn(now.data)
    const same = earlier.find(one => one.q === q)
    if (same !== undefined) return same.id
    const id = random.uuid()
    const searches = [...earlier, { id, q }].slice(-KEPT)
    await sessions.save(tx, now, { data: { ...Data.parse(now.data), searches } })
    return id
  },
  find: (session, id) => keptIn(session.data).find(one => one.id === id)?.q,
})
