import type { Audit } from '../audit'
import type { Lawbook } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Installation } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import {
  deleteView,
  findUsual,
  findView,
  insertView,
  listOwn,
  listViews,
  queueViews,
  sealViewName,
  setUsual,
  shareView,
  type SealedView,
} from './views.repository'

export const viewDeeds = ['usual', 'unusual', 'share', 'unshare', 'remove'] as const
type ViewDeed = (typeof viewDeeds)[number]

type SavedView = Omit<SealedView, 'name' | 'sealedName'> & { readonly name: string }

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
  readonly installation: Pick<Installation, 'sealOwn' | 'openOwn'>
}

const readerOf = ({ id, organisationId }: StaffActor) => ({ staffId: id, organisationId })

const namePlace = (id: string) => ({ table: 'saved_views', column: 'sealed_name', row: id })

/** A name that somebody changed by other ways takes its list's name, and nothing else of the page. */
const TAMPERED = '名字打不开'

/** A name of before names were sealed is sealed now. */
const opened = async (
  { installation }: Deps,
  tx: Tx,
  { sealedName, ...view }: SealedView,
): Promise<SavedView> => {
  const place = namePlace(view.id)
  if (sealedName === null) {
    const name = view.name ?? ''
    await sealViewName(tx, view.id, installation.sealOwn(place, name))
    return { ...view, name }
  }
  try {
    return { ...view, name: installation.openOwn(place, sealedName) }
  } catch (error) {
    if (!(error instanceof KnownError) || error.kind !== 'broken') throw error
    return { ...view, name: TAMPERED }
  }
}

const openAll = async (deps: Deps, tx: Tx, views: readonly SealedView[]): Promise<SavedView[]> => {
  const all: SavedView[] = []
  for (const view of views) all.push(await opened(deps, tx, view))
  return all
}

const limitsOf =
  ({ lawbook, clock }: Deps): Views['limits'] =>
  async tx => {
    const limits = await lawbook.limits(tx, { place: '*', on: dayOf(clock()) })
    return { name: limits['queue.view-name'], count: limits['queue.views'] }
  }

const save =
  (deps: Deps): Views['save'] =>
  async (tx, actor, { name, query, shared, usual }) => {
    await queueViews(tx, actor.id)
    const own = await openAll(deps, tx, await listOwn(tx, readerOf(actor)))
    const same = own.find(one => one.name === name)
    if (same !== undefined) return same.query === query ? 'saved' : 'name-taken'
    if (own.length >= (await limitsOf(deps)(tx)).count) return 'too-many'
    const id = deps.random.uuid()
    await insertView(tx, {
      ...{ id, query, shared, sealed_name: deps.installation.sealOwn(namePlace(id), name) },
      staff_id: actor.id,
      organisation_id: actor.organisationId,
      made_at: deps.clock(),
    })
    if (usual) await setUsual(tx, actor.id, id)
    await deps.audit.record(tx, actor, actor.organisationId, { deed: 'view.saved', subject: id })
    return 'saved'
  }

/** Whether something changed. */
const changed = async (
  tx: Tx,
  { id: staffId }: StaffActor,
  view: SealedView,
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
  list: async (tx, actor) => openAll(deps, tx, await listViews(tx, readerOf(actor))),
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
