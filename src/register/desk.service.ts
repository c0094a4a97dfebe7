import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { forbidden, notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import { changeOf } from './changing.service'
import type { Entry, OpenEntry, Place } from './entry'
import { type EntryState, isDecided, isPublic } from './entry.rules'
import type { RegisterDeps } from './keeping'
import {
  countAtDesk,
  findEntry,
  isKeptAway,
  listAtDesk,
  lockEntry,
  moveEntry,
  readDraft,
  writersOf,
} from './register.repository'

type Wish = { readonly id: string; readonly version: number }

/** What whoever publishes has before him: the text for the public, and nothing of the case. */
export type PublicityDesk = {
  readonly list: (
    tx: Tx,
    actor: StaffActor,
    wish: { readonly state: EntryState; readonly after: Place | undefined; readonly limit: number },
  ) => Promise<readonly Entry[]>
  /** What waits, what is to be withdrawn, and how much of that should be gone already; counting ends at a hundred. */
  readonly counts: (tx: Tx, actor: StaffActor) => Promise<Counts>
  /** `own`: the reader has written it, and another one answers. @throws notFound('decision') */
  readonly open: (
    tx: Tx,
    actor: StaffActor,
    id: string,
  ) => Promise<OpenEntry & { readonly own: boolean }>
  /** Published from now on. Sent twice it is done once. @throws refused `register.*` */
  readonly approve: (tx: Tx, actor: StaffActor, wish: Wish) => Promise<void>
  readonly giveBack: (
    tx: Tx,
    actor: StaffActor,
    wish: Wish & { readonly ground: string },
  ) => Promise<void>
  /** Ends its clock, whether that has begun or not. */
  readonly withdraw: (
    tx: Tx,
    actor: StaffActor,
    wish: { readonly id: string; readonly ground: string },
  ) => Promise<void>
  /** Whether the form's wish is done already, by the same person: it was sent twice. */
  readonly isDone: (
    tx: Tx,
    actor: StaffActor,
    wish: { readonly id: string; readonly state: EntryState },
  ) => Promise<boolean>
}

type Counts = { readonly written: number; readonly changed: number; readonly overdue: number }

const CAP = 100

const assertDesk = (actor: StaffActor): void => {
  if (!isAllowed(actor, 'register.publish')) throw forbidden('permission')
}

const deskOf = ({ organisationId, id }: StaffActor) => ({ organisationId, viewer: id })

/** @throws notFound('decision') also for another body's, and for who must keep away from its case */
const mine = async (tx: Tx, actor: StaffActor, entry: Entry | undefined): Promise<Entry> => {
  assertDesk(actor)
  if (entry?.organisationId !== actor.organisationId) throw notFound('decision')
  if (entry.caseId !== null && (await isKeptAway(tx, entry.caseId, actor.id)))
    throw notFound('decision')
  return entry
}

const record = (
  { audit }: RegisterDeps,
  tx: Tx,
  actor: StaffActor,
  { entry, ...done }: { readonly entry: Entry } & Done,
) =>
  audit.record(tx, actor, entry.organisationId, {
    ...{ subject: entry.id, ...done },
    ...(entry.caseId === null ? {} : { caseId: entry.caseId }),
  })
type Done = {
  readonly deed: 'register.approved' | 'register.returned' | 'register.withdrawn'
  readonly ground?: string
}

/** Held, of the reader's own body, as it was seen, and not the reader's own text. */
const waiting = async (tx: Tx, actor: StaffActor, { id, version }: Wish): Promise<Entry> => {
  const entry = await mine(tx, actor, await lockEntry(tx, id))
  if (entry.state !== 'written' || entry.version !== version) throw refused('register.moved-on')
  if ((await writersOf(tx, id)).includes(actor.id)) throw refused('register.own')
  return entry
}

const approve =
  (deps: RegisterDeps): PublicityDesk['approve'] =>
  async (tx, actor, wish) => {
    const entry = await waiting(tx, actor, wish)
    const found = entry.caseId === null ? undefined : await deps.cases.find(tx, entry.caseId)
    if (found === undefined || !isDecided(found)) throw refused('register.not-decided')
    const published_on = dayOf(deps.clock())
    await moveEntry(tx, wish.id, { state: 'published', answered_by: actor.id, published_on })
    await record(deps, tx, actor, { entry, deed: 'register.approved' })
  }

const giveBack =
  (deps: RegisterDeps): PublicityDesk['giveBack'] =>
  async (tx, actor, { ground, ...wish }) => {
    const entry = await waiting(tx, actor, wish)
    await moveEntry(tx, wish.id, {
      ...{ state: 'returned', answered_by: actor.id, return_ground: ground },
    })
    await record(deps, tx, actor, { entry, deed: 'register.returned', ground })
  }

const withdraw =
  (deps: RegisterDeps): PublicityDesk['withdraw'] =>
  async (tx, actor, { id, ground }) => {
    const entry = await mine(tx, actor, await lockEntry(tx, id))
    if (!isPublic(entry)) throw refused('register.moved-on')
    const by = actor.id
    const changed =
      entry.state === 'published'
        ? await changeOf(deps, tx, entry, { ground, by })
        : { change_ground: ground }
    const withdrawn_on = dayOf(deps.clock())
    await moveEntry(tx, id, {
      ...{ state: 'withdrawn', ...changed, withdrawn_on, withdrawn_by: by },
    })
    await record(deps, tx, actor, { entry, deed: 'register.withdrawn', ground })
  }

export const createPublicityDesk = (deps: RegisterDeps): PublicityDesk => ({
  list: async (tx, actor, wish) => {
    assertDesk(actor)
    return listAtDesk(tx, deskOf(actor), wish)
  },
  counts: async (tx, actor) => {
    assertDesk(actor)
    const count = (state: EntryState) => countAtDesk(tx, deskOf(actor), { state, cap: CAP })
    const dueBefore = dayOf(deps.clock())
    return {
      written: await count('written'),
      changed: await count('changed'),
      overdue: await countAtDesk(tx, deskOf(actor), { state: 'changed', dueBefore, cap: CAP }),
    }
  },
  open: async (tx, actor, id) => {
    const entry = await mine(tx, actor, await findEntry(tx, id))
    const own = (await writersOf(tx, id)).includes(actor.id)
    return { entry, own, draft: await readDraft(tx, entry) }
  },
  approve: approve(deps),
  giveBack: giveBack(deps),
  withdraw: withdraw(deps),
  isDone: async (tx, actor, { id, state }) => {
    const entry = await mine(tx, actor, await findEntry(tx, id))
    return entry.state === state && (state === 'withdrawn' || entry.answeredBy === actor.id)
  },
})
