import { clashOf, type Staff } from '../accounts'
import type { Audit } from '../audit'
import { dayOf } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Actor } from '../vocabulary/actor'
import { desksOfDuties, deskNames, type DeskKind } from '../vocabulary/duty'
import type { DeskId, OrganisationId, StaffId } from '../vocabulary/ids'
import { makeDeskKey, provedOf, type KeyDeps } from './desk-keys.service'
import {
  deleteSealsOf,
  findNewestKey,
  listSealsOf,
  listSealsTo,
  lockDesks,
  newestVersion,
  retireKeys,
  type SealedDeskKey,
} from './desks.repository'

type NewEntry = Parameters<Audit['recordMany']>[2][number]

/** One desk of one body, or every desk whose key this person holds. */
type Which =
  | { readonly organisationId: OrganisationId; readonly kind: DeskKind }
  | { readonly heldBy: StaffId }

type RenewedDesk = { readonly deskId: DeskId; readonly kind: DeskKind; readonly version: number }

/** New versions of desk keys: when somebody leaves, and after an incident. */
export type Renewal = {
  /**
   * A new key version for what comes from now on, sealed to everybody who holds the newest one and still
   * belongs to the desk. Seals of earlier versions stay where they are, so that old cases open as before;
   * who re-seals them (rotation) deletes those seals afterwards. Each call makes a version and is recorded.
   * @throws notFound('desk'), refused('desk.last-holder') when nobody would hold it
   */
  readonly renew: (tx: Tx, actor: Actor, which: Which) => Promise<readonly RenewedDesk[]>
  /**
   * Takes the keys (of these desks, else of all) away from somebody who leaves, and gives the desks new ones for
   * what comes from now on.
   * @throws refused('desk.last-holder') when a version of a key would be held by nobody who belongs there
   */
  readonly release: (
    tx: Tx,
    actor: Actor,
    staffId: StaffId,
    kinds?: readonly DeskKind[],
  ) => Promise<void>
}

type Deps = KeyDeps & { readonly audit: Audit }

/** Who belongs to a desk today: of this body, active, with the duty, and with none that must be kept apart. */
const belongs = (staff: Staff, kind: DeskKind, organisationId: OrganisationId): boolean =>
  staff.organisationId === organisationId &&
  staff.status === 'active' &&
  desksOfDuties(staff.duties).includes(kind) &&
  clashOf(staff.duties) === undefined

type Version = {
  readonly deskId: DeskId
  readonly kind: DeskKind
  readonly version: number
  readonly organisationId: OrganisationId
}

/** Who would still hold this version without the one who leaves. @throws refused('desk.last-holder') */
const stayingWith = async (
  deps: Deps,
  tx: Tx,
  { kind, organisationId, ...key }: Version,
  leaving?: StaffId,
): Promise<StaffId[]> => {
  const seals = provedOf(deps, await listSealsTo(tx, key))
  const others = seals.filter(({ staffId }) => staffId !== leaving)
  const people = await Promise.all(others.map(({ staffId }) => deps.accounts.get(tx, staffId)))
  const staying = people.filter(one => belongs(one, kind, organisationId)).map(({ id }) => id)
  if (staying.length === 0) throw refused('desk.last-holder', { desk: deskNames[kind] })
  return staying
}

/** The next version for these people; what is to be recorded about it. */
const makeNext = async (
  deps: Deps,
  tx: Tx,
  { deskId, kind, version, organisationId }: Version,
  to: readonly StaffId[],
): Promise<NewEntry[]> => {
  const next = version + 1
  await retireKeys(tx, deskId, dayOf(deps.clock()))
  await makeDeskKey(deps, tx, { key: { deskId, version: next }, to })
  const renewed = { organisationId, deed: 'desk.key-renewed', subject: deskId } as const
  const handed = { organisationId, deed: 'desk.key-handed', ground: deskId } as const
  return [
    { ...renewed, ground: `${kind} ${next} ${to.length}` },
    ...to.map(subject => ({ ...handed, subject })),
  ]
}

const newestOf = async (tx: Tx, which: Which, organisationId: OrganisationId) => {
  if ('kind' in which) {
    const key = await findNewestKey(tx, which.organisationId, which.kind)
    return key === undefined ? [] : [key]
  }
  const seals = await listSealsOf(tx, which.heldBy)
  const kinds = [...new Set(seals.map(({ key }) => key.kind))]
  const keys = await Promise.all(kinds.map(kind => findNewestKey(tx, organisationId, kind)))
  return keys.filter(key => key !== undefined)
}

const renew = async (
  deps: Deps,
  tx: Tx,
  actor: Actor,
  which: Which,
): Promise<readonly RenewedDesk[]> => {
  const organisationId =
    'kind' in which
      ? which.organisationId
      : (await deps.accounts.get(tx, which.heldBy)).organisationId
  await lockDesks(tx, organisationId)
  const keys = await newestOf(tx, which, organisationId)
  if (keys.length === 0) throw notFound('desk')
  const deeds: NewEntry[] = []
  for (const { deskId, kind, version } of keys) {
    const key = { deskId, kind, version, organisationId }
    deeds.push(...(await makeNext(deps, tx, key, await stayingWith(deps, tx, key))))
  }
  await deps.audit.recordMany(tx, actor, deeds)
  return keys.map(({ deskId, kind, version }) => ({ deskId, kind, version: version + 1 }))
}

type Leaving = { readonly seal: SealedDeskKey; readonly organisationId: OrganisationId }

const leaveOne = async (
  deps: Deps,
  tx: Tx,
  { seal, organisationId }: Leaving,
): Promise<NewEntry[]> => {
  const { deskId, version } = seal
  const key = { deskId, kind: seal.key.kind, version, organisationId }
  // Asked of old versions too: what is sealed to them would be closed for ever.
  const staying = await stayingWith(deps, tx, key, seal.staffId)
  return (await newestVersion(tx, deskId)) === version ? makeNext(deps, tx, key, staying) : []
}

export const createRenewal = (deps: Deps): Renewal => ({
  renew: (tx, actor, which) => renew(deps, tx, actor, which),

  release: async (tx, actor, staffId, kinds) => {
    const { organisationId } = await deps.accounts.get(tx, staffId)
    await lockDesks(tx, organisationId)
    const held = await listSealsOf(tx, staffId)
    const leaving = held.filter(({ key }) => kinds?.includes(key.kind) ?? true)
    const deeds: NewEntry[] = []
    for (const seal of provedOf(deps, leaving))
      deeds.push(...(await leaveOne(deps, tx, { seal, organisationId })))
    await deleteSealsOf(
      tx,
      staffId,
      leaving.map(({ deskId }) => deskId),
    )
    if (deeds.length > 0) await deps.audit.recordMany(tx, actor, deeds)
  },
})
