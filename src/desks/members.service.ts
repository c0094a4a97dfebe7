import type { Staff, StaffKeys } from '../accounts'
import type { Audit } from '../audit'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import { deskKinds, desksOfDuties, type DeskKind } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { openDeskKey, provedOf, sealDeskKeyTo, type KeyDeps } from './desk-keys.service'
import { listSealed, listSealsOf } from './desks.repository'
import type { DeskOverview, PendingMember } from './member'

/** Who belongs to a desk, who holds its key, and how a key is handed on. */
export type Members = {
  /** Who waits for a key of a desk that this person holds. */
  readonly pending: (tx: Tx, actor: StaffActor) => Promise<PendingMember[]>
  /** Whether this person has a duty at a desk whose key nobody has handed to them yet. */
  readonly isPending: (tx: Tx, actor: StaffActor) => Promise<boolean>
  /**
   * Hands a pending member every key of the desks that both belong to. The route has asked for a fresh code.
   * Confirming somebody who is confirmed changes nothing. @throws refused('desk.not-held')
   */
  readonly confirm: (tx: Tx, actor: StaffActor, keys: StaffKeys, staffId: StaffId) => Promise<void>
  /** Whether both hold every key that this person could have handed over: then there is nothing left to do. */
  readonly hasConfirmed: (tx: Tx, actor: StaffActor, staffId: StaffId) => Promise<boolean>
  /** The desks of the actor's organisation: names, never keys. */
  readonly overview: (tx: Tx, actor: StaffActor) => Promise<DeskOverview[]>
}

type Deps = KeyDeps & { readonly audit: Audit }

/** One active person at one desk; `version` is the desk's newest key, when it is sealed to them. */
type Membership = {
  readonly person: Staff
  readonly kind: DeskKind
  readonly version: number | undefined
}

const holds = ({ version }: Membership): boolean => version !== undefined
const waits = ({ version }: Membership): boolean => version === undefined
const nameOf = ({ person }: Membership): string => person.displayName

export const createMembers = (deps: Deps): Members => {
  const membersOf = async (tx: Tx, organisationId: OrganisationId): Promise<Membership[]> => {
    const sealed = provedOf(deps, await listSealed(tx, organisationId))
    const staff = await deps.accounts.listActive(tx, organisationId)
    return staff.flatMap(person =>
      desksOfDuties(person.duties).map(kind => ({
        person,
        kind,
        version: sealed.find(seal => seal.kind === kind && seal.staffId === person.id)?.version,
      })),
    )
  }

  return {
    pending: async (tx, actor) => {
      const members = await membersOf(tx, actor.organisationId)
      const held = members.filter(member => member.person.id === actor.id && holds(member))
      const waiting = members.filter(
        member => waits(member) && held.some(({ kind }) => kind === member.kind),
      )
      const people = new Map(waiting.map(({ person }) => [person.id, person]))
      return [...people.values()].map(({ id, displayName, username }) => ({
        staffId: id,
        displayName,
        username,
        kinds: waiting.filter(({ person }) => person.id === id).map(({ kind }) => kind),
      }))
    },

    isPending: async (tx, actor) =>
      (await membersOf(tx, actor.organisationId)).some(
        member => member.person.id === actor.id && waits(member),
      ),

    hasConfirmed: async (tx, actor, staffId) => {
      const members = await membersOf(tx, actor.organisationId)
      const mine = members.filter(({ person }) => person.id === actor.id).filter(holds)
      const shared = members.filter(
        ({ person, kind }) => person.id === staffId && mine.some(one => one.kind === kind),
      )
      return staffId !== actor.id && shared.length > 0 && shared.every(holds)
    },

    confirm: (tx, actor, keys, staffId) => confirm(deps, tx, { actor, keys, staffId }),

    overview: async (tx, actor) => {
      const members = await membersOf(tx, actor.organisationId)
      return deskKinds
        .map(kind => ({ kind, group: members.filter(member => member.kind === kind) }))
        .filter(({ group }) => group.length > 0)
        .map(({ kind, group }) => ({
          kind,
          version: group.find(holds)?.version,
          holders: group.filter(holds).map(nameOf),
          pending: group.filter(waits).map(nameOf),
        }))
    },
  }
}

type Confirmation = {
  readonly actor: StaffActor
  readonly keys: StaffKeys
  readonly staffId: StaffId
}

const confirm = async (
  deps: Deps,
  tx: Tx,
  { actor, keys, staffId }: Confirmation,
): Promise<void> => {
  const member = await deps.accounts.get(tx, staffId)
  const kinds = desksOfDuties(member.duties)
  const held = provedOf(deps, await listSealsOf(tx, keys.staffId))
  const shared = held.filter(({ key }) => kinds.includes(key.kind))
  if (shared.length === 0 || member.organisationId !== actor.organisationId)
    throw refused('desk.not-held')

  for (const seal of shared) {
    const { privateKey } = openDeskKey(deps, keys, seal)
    await sealDeskKeyTo(deps, tx, { key: seal, privateKey, to: staffId })
  }
  await deps.audit.record(tx, actor, actor.organisationId, {
    deed: 'desk.member-confirmed',
    subject: staffId,
    ground: [...new Set(shared.map(({ key }) => key.kind))].join(' '),
  })
}
