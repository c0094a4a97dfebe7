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
  holdDesk,
  listNewestSealed,
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

type OpenDesks = Readonly<Partial<Record<DeskKind, OpenDesk>>>
type NearestDesk = {
  readonly organisationId: OrganisationId
  readonly desk: OpenDesk
  readonly beside: OpenDesks
}

export type Desks = Members &
  Renewal & {
    readonly findOpen: (
      tx: Tx,
      organisationId: OrganisationId,
      kind: DeskKind,
    ) => Promise<OpenDesk | undefined>
    /** The open ones among some desks of a body, as findOpen, with as many statements as for one. */
    readonly findOpenAmong: (
      tx: Tx,
      organisationId: OrganisationId,
      kinds: readonly DeskKind[],
    ) => Promise<OpenDesks>
    /**
     * The organisation's own desk, else that of the nearest organisation above which has one; and which of the desks
     * asked for beside it that same body has.
     */
    readonly nearestWith: (
      tx: Tx,
      organisationId: OrganisationId,
      kind: DeskKind,
      beside?: readonly DeskKind[],
    ) => Promise<NearestDesk | undefined>
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

const findingOpen =
  (deps: DeskDeps): Desks['findOpenAmong'] =>
  async (tx, organisationId, kinds) => {
    const newest = (await listNewestSealed(tx, organisationId, kinds)).map(({ key, seals }) => ({
      key,
      holders: provedOf(deps, seals).map(({ staffId }) => staffId),
    }))
    if (newest.length === 0) return {}
    const [active, later] = await Promise.all([
      deps.accounts.activeAmong(tx, [...new Set(newest.flatMap(({ holders }) => holders))]),
      listLaterMarks(
        tx,
        newest.map(({ key }) => key),
      ),
    ])
    const open = newest.filter(({ holders }) => holders.some(id => active.includes(id)))
    return Object.fromEntries(
      open.map(({ key }) => {
        const { deskId, version, publicKey } = key
        checkDeskKey(deps, key)
        refuseLater(
          deps,
          later.filter(mark => mark.deskId === deskId),
        )
        return [key.kind, { deskId, version, publicKey }]
      }),
    )
  }

export const createDesks = (deps: DeskDeps): Desks => {
  const findOpenAmong = findingOpen(deps)
  const findOpen: Desks['findOpen'] = async (tx, organisationId, kind) =>
    (await findOpenAmong(tx, organisationId, [kind]))[kind]

  return {
    ...createMembers(deps),
    ...createRenewal(deps),
    versionsOf: listVersions,
    bodyOf: findBody,
    dropOlder,
    findOpen,
    findOpenAmong,

    nearestWith: async (tx, organisationId, kind, beside = []) => {
      let at: OrganisationId | undefined = organisationId
      while (at !== undefined) {
        const open = await findOpenAmong(tx, at, [kind, ...beside])
        const desk = open[kind]
        if (desk !== undefined) return { organisationId: at, desk, beside: open }
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
