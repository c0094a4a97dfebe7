import type { Visitor } from '../accounts'
import type { Audit } from '../audit'
import type { Desks, DeskVersions, Holder, Resealer } from '../desks'
import type { LawEntry, Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Search, SearchKeyState } from '../search'
import type { StaffActor } from '../vocabulary/actor'
import { desksOfDuties } from '../vocabulary/duty'
import type { DeskId } from '../vocabulary/ids'
import { leftCap, type DeskRotation } from './rotation'
import { createIndexAnew } from './search-key.service'

type Deps = {
  readonly db: Db
  readonly desks: Desks
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly search: Pick<Search, 'renewal'>
  /** Every room that keeps something sealed to desks. */
  readonly resealers: readonly Resealer[]
}

/** What one press of the button did. */
type Moved = { readonly done: number; readonly closed: number; readonly openDone: boolean }

export type Rotation = {
  readonly grounds: (tx: Tx) => Promise<readonly LawEntry<'rotation-ground'>[]>
  /** The desks that this person may see to: their own, or every one for a security administrator. */
  readonly list: (tx: Tx, actor: StaffActor) => Promise<DeskRotation[]>
  /**
   * A new version for whatever comes from now on. The route has asked for a fresh code. `seen` is the version
   * that the form was drawn with: sent twice it makes one.
   * @throws not-found `desk`, refused `desk.last-holder`
   */
  readonly start: (
    tx: Tx,
    actor: StaffActor,
    wanted: { readonly deskId: DeskId; readonly ground: string; readonly seen: number },
  ) => Promise<void>
  /**
   * Moves what is left to the newest version for some seconds, batch by batch, each in a transaction of its own
   * and recorded. What is still being worked on comes first. @throws not-found `desk`
   */
  readonly reseal: (
    member: Visitor,
    wanted: { readonly deskId: DeskId; readonly openDone: boolean },
  ) => Promise<Moved>
  /** Nobody holds the earlier versions any more. @throws refused `rotation.left`, not-found `desk` */
  readonly finish: (tx: Tx, actor: StaffActor, deskId: DeskId) => Promise<void>
  /** undefined before there is a search key, and for whose affair it is not. */
  readonly searchKey: (tx: Tx, actor: StaffActor) => Promise<SearchKeyState | undefined>
  readonly indexAnew: ReturnType<typeof createIndexAnew>
  readonly renewSearchKey: Search['renewal']['start']
  readonly retireSearchKeys: Search['renewal']['finish']
}

const belongs = (actor: StaffActor, { kind }: DeskVersions): boolean =>
  desksOfDuties(actor.duties).includes(kind)

const deskOf = async ({ desks }: Deps, tx: Tx, actor: StaffActor, deskId: DeskId) => {
  const all = await desks.versionsOf(tx, actor.organisationId)
  const desk = all.find(({ id }) => id === deskId)
  const allowed = desk && (belongs(actor, desk) || actor.duties.includes('security-admin'))
  if (desk === undefined || allowed !== true) throw notFound('desk')
  return desk
}

const countLeft = async ({ resealers }: Deps, tx: Tx, desk: DeskVersions): Promise<number> => {
  if (desk.older.length === 0) return 0
  const below = { deskId: desk.id, below: desk.newest }
  let left = 0
  for (const resealer of resealers) left += await resealer.left(tx, below, leftCap - left)
  return left
}

const limitsOf = async ({ lawbook, clock }: Deps, tx: Tx) => {
  const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
  return { batch: limits['rotation.batch'], seconds: limits['rotation.seconds'] }
}

const pause = (): Promise<void> => new Promise(resolve => setImmediate(resolve))

type Work = {
  readonly member: Visitor
  readonly desk: DeskVersions
  readonly holders: readonly Holder[]
  readonly limit: number
  readonly openFirst: boolean
  readonly skip: Set<string>
}

/** One batch; which of its rows could not be opened is remembered, so that they do not come up again and again. */
const moveBatch = (deps: Deps, work: Work): Promise<number> =>
  deps.db.inTransaction(async tx => {
    const { member, desk, limit, holders, openFirst, skip } = work
    const { organisationId } = member.actor
    const to = await deps.desks.findOpen(tx, organisationId, desk.kind)
    if (to?.deskId !== desk.id || to.version !== desk.newest) throw refused('conflict')
    let done = 0
    for (const { reseal } of deps.resealers) {
      const asked = { to, holders, limit: limit - done, skip: [...skip], openFirst }
      if (done >= limit) break
      const moved = await reseal(tx, asked)
      done += moved.done
      for (const id of moved.closed) skip.add(id)
    }
    if (done > 0) {
      const ground = `${desk.kind} ${desk.newest} ${done}`
      const deed = { deed: 'rotation.resealed', subject: desk.id, ground } as const
      await deps.audit.record(tx, member.actor, organisationId, deed)
    }
    return done
  })

const reseal =
  (deps: Deps): Rotation['reseal'] =>
  async (member, { deskId, openDone }) => {
    const { db, desks } = deps
    const { desk, holders, limits } = await db.inTransaction(async tx => ({
      desk: await deskOf(deps, tx, member.actor, deskId),
      holders: await desks.holdersOf(tx, member.keys),
      limits: await limitsOf(deps, tx),
    }))
    const work = { member, desk, holders, limit: limits.batch, skip: new Set<string>() }
    const until = performance.now() + limits.seconds * 1000
    let done = 0
    let openFirst = !openDone
    while (performance.now() < until) {
      const closedBefore = work.skip.size
      const moved = await moveBatch(deps, { ...work, openFirst })
      done += moved
      const idle = moved === 0 && work.skip.size === closedBefore
      if (idle && !openFirst) break
      if (idle) openFirst = false
      // Sealing is work of the processor: others are heard in between.
      await pause()
    }
    return { done, closed: work.skip.size, openDone: !openFirst }
  }

const start =
  (deps: Deps): Rotation['start'] =>
  async (tx, actor, { deskId, ground, seen }) => {
    const desk = await deskOf(deps, tx, actor, deskId)
    // The same form again, or a colleague was quicker: there is a newer version than the one that was seen.
    if (desk.newest !== seen) return
    const { organisationId } = actor
    await deps.desks.renew(tx, actor, { organisationId, kind: desk.kind })
    const deed = { deed: 'rotation.started', subject: deskId, ground } as const
    await deps.audit.record(tx, actor, organisationId, deed)
  }

const finish =
  (deps: Deps): Rotation['finish'] =>
  async (tx, actor, deskId) => {
    const desk = await deskOf(deps, tx, actor, deskId)
    if (!belongs(actor, desk)) throw notFound('desk')
    if (desk.older.length === 0) return
    if ((await countLeft(deps, tx, desk)) > 0) throw refused('rotation.left')
    await deps.desks.dropOlder(tx, { deskId, below: desk.newest })
    const ground = `${desk.kind} ${desk.older.join(' ')}`
    const deed = { deed: 'rotation.finished', subject: deskId, ground } as const
    await deps.audit.record(tx, actor, actor.organisationId, deed)
  }

export const createRotation = (deps: Deps): Rotation => ({
  grounds: tx => deps.lawbook.list(tx, 'rotation-ground', { place: '*', on: dayOf(deps.clock()) }),
  list: async (tx, actor) => {
    const all = await deps.desks.versionsOf(tx, actor.organisationId)
    const shown = actor.duties.includes('security-admin')
      ? all
      : all.filter(desk => belongs(actor, desk))
    const listed: DeskRotation[] = []
    for (const desk of shown)
      listed.push({ ...desk, left: await countLeft(deps, tx, desk), mine: belongs(actor, desk) })
    return listed
  },
  start: start(deps),
  reseal: reseal(deps),
  finish: finish(deps),
  searchKey: (tx, actor) => deps.search.renewal.state(tx, actor, leftCap),
  indexAnew: createIndexAnew(deps),
  renewSearchKey: deps.search.renewal.start,
  retireSearchKeys: deps.search.renewal.finish,
})
