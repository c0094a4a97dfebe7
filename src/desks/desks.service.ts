import { clashOf, type Staff, type StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { Organisations } from '../organisations'
import { dayOf } from '../platform/clock'
import type { KeyPair } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import { desksOfDuties, type DeskKind } from '../vocabulary/duty'
import type { DeskId, OrganisationId, StaffId } from '../vocabulary/ids'
import { checkDeskKey, makeDeskKey, openDeskKey, provedOf, type KeyDeps } from './desk-keys.service'
import {
  deleteSealsOf,
  findNewestKey,
  findNewestSealed,
  holdDesk,
  listSealsOf,
  listSealsTo,
  newestVersion,
  retireKeys,
  type SealedDeskKey,
} from './desks.repository'
import { createMembers, type Members } from './members.service'

/** Somebody whose private key is open in this request, and to whom keys may have been sealed. */
export type Holder = {
  readonly kind: 'desk' | 'staff' | 'reporter'
  readonly id: string
  readonly version: number
  readonly pair: KeyPair
}

type NewEntry = Parameters<Audit['recordMany']>[2][number]

/** A desk that can receive: it has a key, and at least one active person who opens it. */
export type OpenDesk = {
  readonly deskId: DeskId
  readonly version: number
  readonly publicKey: Buffer
}

export type Desks = Members & {
  readonly findOpen: (
    tx: Tx,
    organisationId: OrganisationId,
    kind: DeskKind,
  ) => Promise<OpenDesk | undefined>
  /** The organisation's own desk, else that of the nearest organisation above which has one. */
  readonly nearestWith: (
    tx: Tx,
    organisationId: OrganisationId,
    kind: DeskKind,
  ) => Promise<{ organisationId: OrganisationId; desk: OpenDesk } | undefined>
  /** The person's own key first, then every desk key it opens, all versions. */
  readonly holdersOf: (tx: Tx, keys: StaffKeys) => Promise<Holder[]>
  /** Called at the end of every full sign-in: the first member of a desk makes its key pair. */
  readonly ensureForMember: (tx: Tx, actor: StaffActor, keys: StaffKeys) => Promise<void>
  /**
   * Takes the keys away from somebody who leaves, and gives the desks new ones for what comes from now on.
   * @throws refused('desk.last-holder')
   */
  readonly release: (tx: Tx, staffId: StaffId) => Promise<void>
}

export type DeskDeps = KeyDeps & {
  readonly organisations: Pick<Organisations, 'above'>
  readonly audit: Audit
  readonly random: Random
}

export const createDesks = (deps: DeskDeps): Desks => {
  const findOpen: Desks['findOpen'] = async (tx, organisationId, kind) => {
    const newest = await findNewestSealed(tx, organisationId, kind)
    if (newest === undefined) return undefined
    const { key } = newest
    const seals = provedOf(deps, newest.seals)
    const holders = await deps.accounts.activeAmong(
      tx,
      seals.map(({ staffId }) => staffId),
    )
    if (holders.length === 0) return undefined
    checkDeskKey(deps, key)
    return { deskId: key.deskId, version: key.version, publicKey: key.publicKey }
  }

  return {
    ...createMembers(deps),
    findOpen,

    nearestWith: async (tx, organisationId, kind) => {
      let at: OrganisationId | undefined = organisationId
      while (at !== undefined) {
        const desk = await findOpen(tx, at, kind)
        if (desk !== undefined) return { organisationId: at, desk }
        at = (await deps.organisations.above(tx, at))?.id
      }
      return undefined
    },

    holdersOf: async (tx, keys) => {
      const own: Holder = { kind: 'staff', id: keys.staffId, version: 1, pair: keys }
      const seals = provedOf(deps, await listSealsOf(tx, keys.staffId))
      const opened = seals.map((seal): Holder => {
        const pair = openDeskKey(deps, keys, seal)
        return { kind: 'desk', id: seal.deskId, version: seal.version, pair }
      })
      return [own, ...opened]
    },

    ensureForMember: async (tx, actor) => {
      const { organisationId } = actor
      const opened: DeskKind[] = []
      for (const kind of desksOfDuties(actor.duties))
        if (await ensureDesk(deps, tx, { actor, kind })) opened.push(kind)
      const deeds = opened.map(
        kind => ({ organisationId, deed: 'desk.opened', ground: kind }) as const,
      )
      if (deeds.length > 0) await deps.audit.recordMany(tx, actor, deeds)
    },

    release: async (tx, staffId) => {
      const { organisationId } = await deps.accounts.get(tx, staffId)
      const deeds: NewEntry[] = []
      for (const seal of provedOf(deps, await listSealsOf(tx, staffId)))
        deeds.push(...(await renewWithout(deps, tx, { seal, organisationId })))
      await deleteSealsOf(tx, staffId)
      if (deeds.length > 0) await deps.audit.recordMany(tx, { side: 'system' }, deeds)
    },
  }
}

type First = { readonly actor: StaffActor; readonly kind: DeskKind }

/** True when the desk had no key and this member made it. */
const ensureDesk = async (deps: DeskDeps, tx: Tx, { actor, kind }: First): Promise<boolean> => {
  const { organisationId } = actor
  if ((await findNewestKey(tx, organisationId, kind)) !== undefined) return false
  const id = deps.random.uuid() as DeskId
  const deskId = await holdDesk(tx, { id, organisationId, kind })
  if ((await newestVersion(tx, deskId)) !== undefined) return false
  await makeDeskKey(deps, tx, { key: { deskId, version: 1 }, to: [actor.id] })
  return true
}

type Leaving = { readonly seal: SealedDeskKey; readonly organisationId: OrganisationId }

/** Who belongs to a desk today: of this body, active, with the duty, and with none that must be kept apart. */
const belongs = (staff: Staff, kind: DeskKind, organisationId: OrganisationId): boolean =>
  staff.organisationId === organisationId &&
  staff.status === 'active' &&
  desksOfDuties(staff.duties).includes(kind) &&
  clashOf(staff.duties) === undefined

/** A new version for whoever stays and still belongs here; what is to be recorded about it. */
const renewWithout = async (
  deps: DeskDeps,
  tx: Tx,
  { seal, organisationId }: Leaving,
): Promise<NewEntry[]> => {
  const { deskId, version, key } = seal
  if ((await newestVersion(tx, deskId)) !== version) return []
  const seals = provedOf(deps, await listSealsTo(tx, seal))
  const staying = seals.filter(({ staffId }) => staffId !== seal.staffId)
  const people = await Promise.all(staying.map(({ staffId }) => deps.accounts.get(tx, staffId)))
  const to = people.filter(one => belongs(one, key.kind, organisationId)).map(({ id }) => id)
  if (to.length === 0) throw refused('desk.last-holder')
  await retireKeys(tx, deskId, dayOf(deps.clock()))
  await makeDeskKey(deps, tx, { key: { deskId, version: version + 1 }, to })
  const renewed = { organisationId, deed: 'desk.key-renewed', subject: deskId } as const
  const handed = { organisationId, deed: 'desk.key-handed', ground: deskId } as const
  return [
    { ...renewed, ground: `${key.kind} ${version + 1} ${to.length}` },
    ...to.map(subject => ({ ...handed, subject })),
  ]
}
