import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { addJob } from '../platform/jobs/jobs.repository'
import type { Random } from '../platform/random'
import type { Actor } from '../vocabulary/actor'
import type { OrganisationId } from '../vocabulary/ids'
import { listHeads } from './audit.repository'
import type { Audit } from './audit.service'
import { createCheckPieces } from './check-pieces.service'
import {
  findLastWhole,
  insertCheck,
  listChecks,
  listVerified,
  lockCheck,
  moveCheck,
  type Check,
} from './checks.repository'
import type { Fault } from './fault'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly random: Random
  readonly audit: Audit
  readonly installation: Pick<Installation, 'auditLinkHolds' | 'headsHold' | 'macHeads'>
}

export const CHECK_TASK = 'record.check'

/** One job looks at so many batches and leaves the rest to the next, so that a stop need not wait long. */
const BATCHES = 40

const WHOLE_EVERY_MS = 7 * 24 * 3_600_000

/** One chain, how far it is known to be whole, and where it stops being so. */
export type ChainState = {
  readonly chain: string
  readonly reached: number
  readonly verified: number
  readonly checkedAt: Date | undefined
  readonly fault: Fault | undefined
}

export type Checks = {
  /**
   * Has the record verified: from the beginning, or from where it was verified last. One at a time: while one is
   * under way, that one goes on. Recorded when a person asks for it.
   * @returns false when there was one under way
   */
  readonly ask: (
    tx: Tx,
    asker: { readonly actor: Actor; readonly organisationId?: OrganisationId },
    whole: boolean,
  ) => Promise<boolean>
  /** The daily one, from the beginning once a week. */
  readonly askDaily: () => Promise<void>
  /** A piece of a check; orders the next piece. */
  readonly work: (id: string) => Promise<void>
  /** Newest first. */
  readonly list: (tx: Tx, limit: number) => Promise<Check[]>
  readonly states: (tx: Tx) => Promise<ChainState[]>
}

/** A key for each piece: the one that orders it is not finished yet. */
const order = (tx: Tx, { id, position }: Check): Promise<void> => {
  const place = `${position?.chain ?? ''}:${position?.at?.seq ?? 'end'}`
  return addJob(tx, { task: CHECK_TASK, payload: { id }, key: `${CHECK_TASK}:${id}:${place}` })
}

/** How many entries a check has before it, as far as one can tell when it begins. */
const countAhead = async (tx: Tx, whole: boolean): Promise<number> => {
  const known = new Map((await listVerified(tx)).map(({ chain, seq }) => [chain, seq]))
  const ahead = (await listHeads(tx)).map(({ chain, seq, first }) => {
    const start = whole ? 0 : (known.get(chain) ?? 0)
    return Math.max(0, seq - Math.max(start, first - 1))
  })
  return ahead.reduce((sum, one) => sum + one, 0)
}

const createAsk =
  ({ audit, clock, random }: Deps): Checks['ask'] =>
  async (tx, { actor, organisationId }, whole) => {
    const check = {
      id: random.uuid(),
      whole,
      startedAt: clock(),
      total: await countAhead(tx, whole),
    }
    const isNew = await insertCheck(tx, {
      ...check,
      askedBy: actor.side === 'staff' ? actor.id : null,
    })
    const [open] = await listChecks(tx, 1)
    // Its jobs may have been lost on the way: ordered twice, a piece is done once.
    if (open !== undefined) await order(tx, open)
    if (organisationId !== undefined)
      await audit.record(tx, actor, organisationId, {
        deed: 'record.check-asked',
        ...(open === undefined ? {} : { subject: open.id }),
        ground: whole ? 'whole' : 'new',
      })
    return isNew
  }

export const createChecks = (deps: Deps): Checks => {
  const { db, clock } = deps
  const piece = createCheckPieces(deps)
  const ask = createAsk(deps)

  const advance = (id: string, isLast: boolean): Promise<boolean> =>
    db.inTransaction(async tx => {
      const check = await lockCheck(tx, id)
      if (check === undefined) return false
      const moved = await piece(tx, check)
      await moveCheck(tx, moved)
      const goesOn = moved.endedAt === undefined
      if (goesOn && isLast) await order(tx, moved)
      return goesOn
    })

  return {
    ask,
    askDaily: () =>
      db.inTransaction(async tx => {
        const [last] = await listChecks(tx, 1)
        const now = clock()
        const isOpen = last !== undefined && last.endedAt === undefined
        if (last !== undefined && !isOpen && dayOf(last.startedAt) === dayOf(now)) return
        const whole = await findLastWhole(tx)
        const isDue =
          whole === undefined || now.getTime() - whole.startedAt.getTime() >= WHOLE_EVERY_MS
        await ask(tx, { actor: { side: 'system' } }, isDue)
      }),
    work: async id => {
      for (let done = 1; done <= BATCHES; done += 1)
        if (!(await advance(id, done === BATCHES))) return
    },
    list: listChecks,
    states: async tx => {
      const known = new Map((await listVerified(tx)).map(one => [one.chain, one]))
      const heads = await listHeads(tx)
      const chains = new Set([...heads.map(({ chain }) => chain), ...known.keys()])
      const reached = new Map(heads.map(({ chain, seq }) => [chain, seq]))
      return [...chains].sort().map(chain => ({
        chain,
        reached: reached.get(chain) ?? 0,
        verified: known.get(chain)?.seq ?? 0,
        checkedAt: known.get(chain)?.checkedAt,
        fault: known.get(chain)?.fault,
      }))
    },
  }
}
