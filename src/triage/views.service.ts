import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import {
  countOwn,
  deleteView,
  findNamed,
  findUsual,
  findView,
  insertView,
  listViews,
  setUsual,
  shareView,
  type SavedView,
} from './views.repository'

export const viewDeeds = ['usual', 'unusual', 'share', 'unshare', 'remove'] as const
type ViewDeed = (typeof viewDeeds)[number]

type Wanted = {
  readonly name: string
  /** As it stands in the address, without what is as usual. */
  readonly query: string
  readonly shared: boolean
  readonly usual: boolean
}

export type Views = {
  readonly limits: (tx: Tx) => Promise<{ readonly name: number; readonly count: number }>
  /** One's own first, then what colleagues share. */
  readonly list: (tx: Tx, actor: StaffActor) => Promise<SavedView[]>
  /** What the bare address of the list stands for; undefined: the whole list. */
  readonly usual: (tx: Tx, actor: StaffActor) => Promise<string | undefined>
  /** The same again changes nothing. */
  readonly save: (
    tx: Tx,
    actor: StaffActor,
    wanted: Wanted,
  ) => Promise<'saved' | 'name-taken' | 'too-many'>
  /** Anybody may make a shared one their usual one; the rest is its owner's. @throws notFound `page` */
  readonly change: (tx: Tx, actor: StaffActor, id: string, deed: ViewDeed) => Promise<void>
}

type Deps = {
  readonly audit: Audit
  readonly lawbook: Lawbook
  readonly clock: Clock
  readonly random: Random
}

const readerOf = ({ id, organisationId }: StaffActor) => ({ staffId: id, organisationId })

const limitsOf =
  ({ lawbook, clock }: Deps): Views['limits'] =>
  async tx => {
    const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { name: limits['queue.view-name'], count: limits['queue.views'] }
  }

const save =
  (deps: Deps): Views['save'] =>
  async (tx, actor, { name, query, shared, usual }) => {
    const same = await findNamed(tx, actor.id, name)
    if (same !== undefined) return same.query === query ? 'saved' : 'name-taken'
    if ((await countOwn(tx, actor.id)) >= (await limitsOf(deps)(tx)).count) return 'too-many'
    const id = deps.random.uuid()
    const made = await insertView(tx, {
      ...{ id, name, query, shared },
      staff_id: actor.id,
      organisation_id: actor.organisationId,
      made_at: deps.clock(),
    })
    if (!made) return 'name-taken'
    if (usual) await setUsual(tx, actor.id, id)
    await deps.audit.record(tx, actor, actor.organisationId, { deed: 'view.saved', subject: id })
    return 'saved'
  }

/** Whether something changed. */
const changed = async (
  tx: Tx,
  { id: staffId }: StaffActor,
  view: SavedView,
  deed: ViewDeed,
): Promise<boolean> => {
  const { id } = view
  if (deed === 'usual' || deed === 'unusual') {
    await setUsual(tx, staffId, deed === 'usual' ? id : undefined)
    return view.usual !== (deed === 'usual')
  }
  if (view.staffId !== staffId) throw notFound('page')
  return deed === 'remove'
    ? deleteView(tx, staffId, id)
    : shareView(tx, staffId, { id, shared: deed === 'share' })
}

export const createViews = (deps: Deps): Views => ({
  limits: limitsOf(deps),
  list: (tx, actor) => listViews(tx, readerOf(actor)),
  usual: (tx, actor) => findUsual(tx, readerOf(actor)),
  save: save(deps),
  change: async (tx, actor, id, deed) => {
    const view = await findView(tx, readerOf(actor), id)
    if (view === undefined) throw notFound('page')
    if (!(await changed(tx, actor, view, deed))) return
    const done = deed === 'remove' ? 'view.removed' : 'view.changed'
    await deps.audit.record(tx, actor, actor.organisationId, { deed: done, subject: id })
  },
})
