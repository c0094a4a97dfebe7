import type { Audit } from '../audit'
import type { Cases } from '../cases'
import type { LawEntry, Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { HeldCase } from './hold'
import { findHold, findHoldOfCase, insertHold, liftHold, listHolds } from './holds.repository'
import { findTombstone } from './tombstones.repository'

type Deps = {
  readonly audit: Audit
  readonly cases: Cases
  readonly lawbook: Lawbook
  readonly organisations: Pick<Organisations, 'get'>
  readonly clock: Clock
  readonly random: Random
}

type CaseNumber = { readonly year: number; readonly serial: number }

export type Holds = {
  readonly grounds: (
    tx: Tx,
    actor: StaffActor,
    use: 'set' | 'lift',
  ) => Promise<readonly LawEntry<'hold-ground'>[]>
  /** Those in force, newest first; the last one of a page is `after` of the next. */
  readonly list: (tx: Tx, actor: StaffActor, after?: string) => Promise<HeldCase[]>
  /** @throws not-found `hold` */
  readonly get: (tx: Tx, actor: StaffActor, id: string) => Promise<HeldCase>
  /**
   * From then on the case is never due, and no list that it stands on takes it. A second hold of a held case
   * changes nothing. 'unknown' also for a number that this person may not know of.
   */
  readonly set: (
    tx: Tx,
    actor: StaffActor,
    wanted: { readonly number: CaseNumber; readonly ground: string },
  ) => Promise<'set' | 'unknown' | 'erased'>
  /** Lifting it twice changes nothing. @throws not-found `hold` */
  readonly lift: (
    tx: Tx,
    actor: StaffActor,
    lifted: { readonly id: string; readonly ground: string },
  ) => Promise<void>
}

const getHold = async (
  { cases }: Deps,
  tx: Tx,
  actor: StaffActor,
  id: string,
): Promise<HeldCase> => {
  const hold = await findHold(tx, id)
  if (hold === undefined) throw notFound('hold')
  const found = await cases.findVisible(tx, actor, hold.case_id)
  if (found === undefined) throw notFound('hold')
  return { hold, found }
}

const set =
  (deps: Deps): Holds['set'] =>
  async (tx, actor, { number, ground }) => {
    const { organisationId } = actor
    const { cases, random, clock, audit } = deps
    const caseId = await cases.retained.findByNumber(tx, organisationId, number)
    if (caseId === undefined || (await cases.findVisible(tx, actor, caseId)) === undefined) {
      const stone = await findTombstone(tx, organisationId, number)
      return stone === undefined ? 'unknown' : 'erased'
    }
    // The job that destroys holds the same row: one of the two is first, and the other sees it.
    await cases.lock(tx, caseId)
    if ((await findHoldOfCase(tx, caseId)) !== undefined) return 'set'
    await cases.retained.setHeld(tx, caseId, true)
    const made = { set_by: actor.id, set_at: clock() }
    await insertHold(tx, {
      id: random.uuid(),
      case_id: caseId,
      organisation_id: organisationId,
      ground,
      ...made,
    })
    await audit.record(tx, actor, organisationId, { deed: 'hold.set', caseId, ground })
    return 'set'
  }

const lift =
  (deps: Deps): Holds['lift'] =>
  async (tx, actor, { id, ground }) => {
    const { hold, found } = await getHold(deps, tx, actor, id)
    if (hold.lifted_at !== null) return
    await deps.cases.lock(tx, found.id)
    const lifted = { lift_ground: ground, lifted_by: actor.id, lifted_at: deps.clock() }
    await liftHold(tx, id, lifted)
    await deps.cases.retained.setHeld(tx, found.id, false)
    const done = { deed: 'hold.lifted', caseId: found.id, ground } as const
    await deps.audit.record(tx, actor, found.organisationId, done)
  }

export const createHolds = (deps: Deps): Holds => {
  const today = () => dayOf(deps.clock())
  return {
    grounds: async (tx, { organisationId }, use) => {
      const { regionCode } = await deps.organisations.get(tx, organisationId)
      const entries = await deps.lawbook.list(tx, 'hold-ground', { place: regionCode, on: today() })
      return entries.filter(({ data }) => data.use === use)
    },
    list: async (tx, actor, after) => {
      const limits = await deps.lawbook.limits(tx, { place: '*', on: today() })
      const last = after === undefined ? undefined : await findHold(tx, after)
      const page = { after: last, limit: limits['retention.page'] }
      const rows = await listHolds(tx, actor.organisationId, page)
      const known: HeldCase[] = []
      for (const hold of rows) {
        const found = await deps.cases.findVisible(tx, actor, hold.case_id)
        if (found !== undefined) known.push({ hold, found })
      }
      return known
    },
    get: (tx, actor, id) => getHold(deps, tx, actor, id),
    set: set(deps),
    lift: lift(deps),
  }
}
