import { createHash, timingSafeEqual } from 'node:crypto'
import type { Audit } from '../audit'
import type { Cases, EndedCase } from '../cases'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { RunId } from '../vocabulary/ids'
import type { Due } from './due'
import { countProgress, deleteItems, insertItems, listItems } from './items.repository'
import type { Item, Progress, Run } from './run'
import {
  countWaiting,
  decideRun,
  findRun,
  holdProposals,
  insertRun,
  isKnownTo,
  listRuns,
} from './runs.repository'
import type { createTerms } from './terms.service'
import { orderTurn } from './turns'

type Deps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly termsOf: ReturnType<typeof createTerms>
}

type Place = { readonly closedOn: EndedCase['closedOn']; readonly arrival: number }

export type Runs = {
  /** What is due, those that ended longest ago first. */
  readonly due: (tx: Tx, actor: StaffActor, after?: Place) => Promise<Due>
  readonly listRuns: (tx: Tx, actor: StaffActor, before?: Date) => Promise<Run[]>
  /** How many wait for a decision of this person. */
  readonly countWaiting: (tx: Tx, actor: StaffActor) => Promise<number>
  /** @throws not-found `retention-run` also when it is another body's, or has a case that is kept from them */
  readonly getRun: (tx: Tx, actor: StaffActor, id: RunId) => Promise<Run>
  readonly itemsOf: (tx: Tx, id: RunId, part?: Parameters<typeof listItems>[2]) => Promise<Item[]>
  readonly progressOf: (tx: Tx, id: RunId) => Promise<Progress>
  /**
   * Puts all that is due, up to the longest list, on a list of that id. The same id again changes nothing.
   * @throws refused `retention.nothing-due`, `retention.changed` when it is not as many as were shown
   */
  readonly propose: (
    tx: Tx,
    actor: StaffActor,
    wanted: { readonly id: RunId; readonly shown: number },
  ) => Promise<void>
  /**
   * Approved by another person, who has seen this very list; the job begins. The route has asked for a fresh
   * code. A try by the one who drew the list up is recorded and changes nothing, so its transaction must commit.
   * @throws refused `retention.decided`, `retention.changed`
   */
  readonly approve: (
    tx: Tx,
    actor: StaffActor,
    seen: { readonly id: RunId; readonly listHash: string },
  ) => Promise<'approved' | 'same-person'>
  /** Turned down by another, or taken back by whoever drew it up. @throws refused `retention.decided` */
  readonly reject: (tx: Tx, actor: StaffActor, id: RunId) => Promise<void>
}

const limitsOf = async ({ lawbook, clock }: Deps, tx: Tx) => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return { list: limits['retention.list'], page: limits['retention.page'] }
}

const hashOf = (items: readonly Pick<Item, 'caseId' | 'closedOn' | 'dueOn' | 'outcome'>[]) =>
  createHash('sha256')
    .update(
      JSON.stringify(items.map(item => [item.caseId, item.outcome, item.closedOn, item.dueOn])),
    )
    .digest()

const due = async (deps: Deps, tx: Tx, actor: StaffActor, after?: Place): Promise<Due> => {
  const { organisationId, id: viewer } = actor
  const terms = await deps.termsOf(tx, organisationId)
  const limits = await limitsOf(deps, tx)
  const question = { organisationId, viewer, ended: terms.ended }
  const { countEnded, listEnded } = deps.cases.retained
  return {
    terms,
    count: await countEnded(tx, { ...question, limit: limits.list }),
    cases: await listEnded(tx, { ...question, after, limit: limits.page }),
  }
}

/** The lines of a list, in its order. */
const draw = async (deps: Deps, tx: Tx, { organisationId, id: viewer }: StaffActor) => {
  const terms = await deps.termsOf(tx, organisationId)
  const { list: limit } = await limitsOf(deps, tx)
  const question = { organisationId, viewer, ended: terms.ended, limit }
  const found = await deps.cases.retained.listEnded(tx, question)
  return found.flatMap(({ id: caseId, year, serial, outcome, closedOn }, position) => {
    const term = terms.dueOn(outcome, closedOn)
    if (term === undefined) return []
    const ends = { outcome, closedOn, dueOn: term.on, termVersion: term.version }
    return [{ position, caseId, year, serial, ...ends }]
  })
}

const propose =
  (deps: Deps): Runs['propose'] =>
  async (tx, actor, { id, shown }) => {
    const { organisationId } = actor
    await holdProposals(tx, organisationId)
    const known = await findRun(tx, id)
    if (known?.proposedBy === actor.id) return
    const items = await draw(deps, tx, actor)
    if (items.length === 0) throw refused('retention.nothing-due')
    const listed = await deps.cases.retained.markListed(
      tx,
      items.map(({ caseId }) => caseId),
    )
    if (items.length !== shown || listed !== shown) throw refused('retention.changed')
    const size = items.length
    const made = { proposedBy: actor.id, proposedAt: deps.clock() }
    await insertRun(tx, { id, organisationId, ...made, size, listHash: hashOf(items) })
    await insertItems(tx, id, items)
    const done = { deed: 'retention.proposed', subject: id, ground: String(size) } as const
    await deps.audit.record(tx, actor, organisationId, done)
  }

const sameHash = (hex: string, hash: Buffer): boolean => {
  const said = Buffer.from(hex, 'hex')
  return said.length === hash.length && timingSafeEqual(said, hash)
}

const getRun = async (tx: Tx, actor: StaffActor, id: RunId, hold = false): Promise<Run> => {
  const run = await findRun(tx, id, hold)
  if (run === undefined || !(await isKnownTo(tx, id, actor))) throw notFound('retention-run')
  return run
}

const approve =
  (deps: Deps): Runs['approve'] =>
  async (tx, actor, { id, listHash }) => {
    const run = await getRun(tx, actor, id, true)
    const about = { subject: id, ground: String(run.size) }
    if (run.proposedBy === actor.id) {
      const denied = { deed: 'retention.denied', ...about } as const
      await deps.audit.record(tx, actor, run.organisationId, denied)
      return 'same-person'
    }
    if (run.decidedBy === actor.id && run.state !== 'rejected') return 'approved'
    if (run.state !== 'proposed') throw refused('retention.decided')
    if (!sameHash(listHash, run.listHash)) throw refused('retention.changed')
    const decision = { decidedBy: actor.id, decidedAt: deps.clock() }
    await decideRun(tx, id, { state: 'approved', ...decision })
    await orderTurn(tx, { id, turn: 'a' })
    const done = { deed: 'retention.approved', ...about } as const
    await deps.audit.record(tx, actor, run.organisationId, done)
    return 'approved'
  }

const reject =
  (deps: Deps): Runs['reject'] =>
  async (tx, actor, id) => {
    const run = await getRun(tx, actor, id, true)
    if (run.state === 'rejected' && run.decidedBy === actor.id) return
    if (run.state !== 'proposed') throw refused('retention.decided')
    await decideRun(tx, id, { state: 'rejected', decidedBy: actor.id, decidedAt: deps.clock() })
    await deps.cases.retained.unmarkListed(tx, await deleteItems(tx, id))
    const done = { deed: 'retention.rejected', subject: id, ground: String(run.size) } as const
    await deps.audit.record(tx, actor, run.organisationId, done)
  }

export const createRuns = (deps: Deps): Runs => ({
  due: (tx, actor, after) => due(deps, tx, actor, after),
  listRuns: async (tx, actor, before) => {
    const { page: limit } = await limitsOf(deps, tx)
    return listRuns(tx, actor, { limit, before })
  },
  countWaiting,
  getRun: (tx, actor, id) => getRun(tx, actor, id),
  itemsOf: listItems,
  progressOf: countProgress,
  propose: propose(deps),
  approve: approve(deps),
  reject: reject(deps),
})
