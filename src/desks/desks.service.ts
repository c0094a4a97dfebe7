import type { StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { Organisations } from '../organisations'
import type { KeyPair } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import { desksOfDuties, type DeskKind } from '../vocabulary/duty'
import type { DeskId, OrganisationId } from '../vocabulary/ids'
import {
  checkDeskKey,
  makeDeskKey,
  openDeskKey,
  provedOf,
  refuseLater,
  type KeyDeps,
} from './desk-keys.service'
import {
  findBody,
  findNewestKey,
  findNewestSealed,
  holdDesk,
  listSealsOf,
  newestVersion,
} from './desks.repository'
import { listLaterMarks } from './marks.repository'
import { createMembers, type Members } from './members.service'
import { createRenewal, type Renewal } from './renewal.service'
import { dropOlder, listVersions } from './versions.repository'

/** Somebody whose private key is open in this request, and to whom keys may have been sealed. */
export type Holder = {
  readonly kind: 'desk' | 'staff' | 'reporter'
  readonly id: string
  readonly version: number
  readonly pair: KeyPair
}

/** A desk that can receive: it has a key, and at least one active person who opens it. */
export type OpenDesk = {
  readonly deskId: DeskId
  readonly version: number
  readonly publicKey: Buffer
}

export type Desks = Members &
  Renewal & {
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
    /** Of which body it is a desk. */
    readonly bodyOf: typeof findBody
    /** The person's own key first, then every desk key it opens, all versions. */
    readonly holdersOf: (tx: Tx, keys: StaffKeys) => Promise<Holder[]>
    /** For rotation: every desk of a body with its versions; and how nobody holds the earlier ones any more. */
    readonly versionsOf: typeof listVersions
    readonly dropOlder: typeof dropOlder
    /** Called at the end of every full sign-in: the first member of a desk makes its key pair. */
    readonly ensureForMember: (tx: Tx, actor: StaffActor, keys: StaffKeys) => Promise<void>
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
    const [holders, later] = await Promise.all([
      deps.accounts.activeAmong(
        tx,
        seals.map(({ staffId }) => staffId),
      ),
      listLaterMarks(tx, key.deskId, key.version),
    ])
    if (holders.length === 0) return undefined
    checkDeskKey(deps, key)
    refuseLater(deps, later)
    return { deskId: key.deskId, version: key.version, publicKey: key.publicKey }
  }

  return {
    ...createMembers(deps),
    ...createRenewal(deps),
    versionsOf: listVersions,
    bodyOf: findBody,
    dropOlder,
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
