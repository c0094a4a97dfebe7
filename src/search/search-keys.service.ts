import type { Accounts, Visitor } from '../accounts'
import type { Audit } from '../audit'
import type { Desks, Holder } from '../desks'
import { dayOf, type Clock } from '../platform/clock'
import {
  asSymmetricKey,
  newSymmetricKey,
  openSealedKey,
  sealKeyTo,
  type Installation,
  type SealPlace,
  type SymmetricKey,
} from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import { deskNames } from '../vocabulary/duty'
import type { OrganisationId, SearchKeyId, StaffId } from '../vocabulary/ids'
import {
  deleteSealsTo,
  insertKey,
  insertSeals,
  listKeys,
  listSeals,
  type SearchSealRow,
} from './search-keys.repository'

export type Searcher = Visitor

export type SearchKey = { readonly id: SearchKeyId; readonly key: SymmetricKey }

/** The key of an organisation under which words become what the index holds. */
export type SearchKeys = {
  /**
   * The key of the person's own organisation. The first who needs it makes it; whoever has it hands it to those
   * who should have it and do not. undefined: nobody who has it has signed in since this person should have it.
   */
  readonly open: (tx: Tx, searcher: Searcher) => Promise<SearchKey | undefined>
  /** Every version under which something may still be indexed, the newest first, as far as this person has it. */
  readonly openAll: (tx: Tx, searcher: Searcher) => Promise<readonly SearchKey[]>
  /**
   * The next version, sealed to all who should have it. False when somebody else made that version just now.
   * @throws refused('desk.last-holder') when nobody would have it
   */
  readonly renew: (tx: Tx, actor: StaffActor, version: number) => Promise<boolean>
  /** Somebody who no longer works here holds it no more. */
  readonly release: (tx: Tx, staffId: StaffId) => Promise<void>
}

type Deps = {
  readonly accounts: Accounts
  readonly audit: Audit
  readonly clock: Clock
  readonly desks: Desks
  readonly installation: Pick<Installation, 'macSeal' | 'sealHolds'>
  readonly random: Random
}

type Recipient = {
  readonly kind: 'desk' | 'staff'
  readonly id: string
  readonly version: number
}
type Reachable = Recipient & { readonly publicKey: Buffer }

const placeOf = (row: SearchKeyId, { kind, id, version }: Recipient): SealPlace => ({
  table: 'search_seals',
  column: 'sealed',
  row,
  recipient: `${kind}:${id}`,
  version,
})

const ownerOf = (key: SearchKeyId, { kind, id, version }: Recipient): string =>
  `search-seal:${key}:${kind}:${id}:${version}`

const recipientOf = (row: SearchSealRow): Recipient => ({
  kind: row.recipient_kind,
  id: row.recipient_id,
  version: row.version,
})

const isSame = (one: Recipient, other: Recipient): boolean =>
  one.kind === other.kind && one.id === other.id && one.version === other.version

/** The intake desk and each handler of today. */
const whoShouldHave = async (
  { desks, accounts }: Deps,
  tx: Tx,
  id: OrganisationId,
): Promise<Recipient[]> => {
  const intake = await desks.findOpen(tx, id, 'intake')
  const handlers = await accounts.listActive(tx, id, 'handler')
  return [
    ...(intake === undefined
      ? []
      : [{ kind: 'desk' as const, id: intake.deskId, version: intake.version }]),
    ...handlers.map(one => ({ kind: 'staff' as const, id: one.id, version: 1 })),
  ]
}

/** With the public key, its MAC checked. */
const reach = async (
  { desks, accounts }: Deps,
  tx: Tx,
  { organisationId: id, to }: { readonly organisationId: OrganisationId; readonly to: Recipient },
): Promise<Reachable[]> => {
  if (to.kind === 'staff') {
    const { publicKey } = await accounts.recipient(tx, to.id as StaffId)
    return [{ ...to, publicKey }]
  }
  const desk = await desks.findOpen(tx, id, 'intake')
  return desk === undefined ? [] : [{ ...to, publicKey: desk.publicKey }]
}

/** Rows that this service did not write are as if they were not there: they may hold somebody else's key. */
const proved = ({ installation }: Deps, id: SearchKeyId, rows: readonly SearchSealRow[]) =>
  rows.filter(row =>
    installation.sealHolds(row.sealed, ownerOf(id, recipientOf(row)), row.sealed_mac),
  )

const handTo = async (
  deps: Deps,
  tx: Tx,
  actor: StaffActor,
  { id, key, to }: SearchKey & { readonly to: readonly Recipient[] },
): Promise<void> => {
  const { organisationId } = actor
  const reachable: Reachable[] = []
  for (const one of to) reachable.push(...(await reach(deps, tx, { organisationId, to: one })))
  if (reachable.length === 0) return
  const rows = reachable.map((one): SearchSealRow => {
    const sealed = sealKeyTo(one.publicKey, placeOf(id, one), key)
    const mac = deps.installation.macSeal(sealed, ownerOf(id, one))
    return {
      recipient_kind: one.kind,
      recipient_id: one.id,
      version: one.version,
      sealed,
      sealed_mac: mac,
    }
  })
  await insertSeals(tx, id, rows)
  await deps.audit.recordMany(
    tx,
    actor,
    reachable.map(one => ({
      organisationId,
      deed: 'search-key.handed',
      subject: one.id,
      ground: one.kind,
    })),
  )
}

/** Made by whoever will be able to open it again. */
const make = async (
  deps: Deps,
  tx: Tx,
  searcher: Searcher,
  { to, holders }: { readonly to: readonly Recipient[]; readonly holders: readonly Holder[] },
): Promise<SearchKey | undefined> => {
  const { actor } = searcher
  const { organisationId } = actor
  const id = deps.random.uuid() as SearchKeyId
  if (!to.some(one => holders.some(holder => isSame(one, holder as Recipient)))) return undefined
  const madeOn = dayOf(deps.clock())
  if (!(await insertKey(tx, { id, organisationId, version: 1, madeOn }))) return undefined
  const key = newSymmetricKey(deps.random)
  await handTo(deps, tx, actor, { id, key, to })
  await deps.audit.record(tx, actor, organisationId, { deed: 'search-key.made' })
  return { id, key }
}

const openOne = (
  id: SearchKeyId,
  rows: readonly SearchSealRow[],
  holders: readonly Holder[],
): SymmetricKey | undefined => {
  for (const row of rows) {
    const recipient = recipientOf(row)
    const holder = holders.find(one => isSame(one as Recipient, recipient))
    if (holder !== undefined)
      return asSymmetricKey(openSealedKey(holder.pair, placeOf(id, recipient), row.sealed))
  }
  return undefined
}

/** The key there is, for who can open it, which hands it on to those who lack it. */
const openThis = async (
  deps: Deps,
  tx: Tx,
  searcher: Searcher,
  {
    id,
    holders,
    should,
  }: { id: SearchKeyId; holders: readonly Holder[]; should: readonly Recipient[] },
): Promise<SearchKey | undefined> => {
  const rows = proved(deps, id, await listSeals(tx, id))
  const key = openOne(id, rows, holders)
  if (key === undefined) return undefined
  const to = should.filter(one => !rows.some(row => isSame(recipientOf(row), one)))
  await handTo(deps, tx, searcher.actor, { id, key, to })
  return { id, key }
}

const openAll =
  (deps: Deps): SearchKeys['openAll'] =>
  async (tx, searcher) => {
    const { organisationId } = searcher.actor
    const holders = await deps.desks.holdersOf(tx, searcher.keys)
    const should = await whoShouldHave(deps, tx, organisationId)
    let versions = await listKeys(tx, organisationId)
    if (versions.length === 0) {
      const made = await make(deps, tx, searcher, { to: should, holders })
      if (made !== undefined) return [made]
      // Two at once: the second waited for the first, and finds what that one sealed.
      versions = await listKeys(tx, organisationId)
    }
    const opened: SearchKey[] = []
    for (const { id } of versions) {
      const one = await openThis(deps, tx, searcher, { id, holders, should })
      if (one !== undefined) opened.push(one)
    }
    return opened
  }

const renew =
  (deps: Deps): SearchKeys['renew'] =>
  async (tx, actor, version) => {
    const { organisationId } = actor
    const to = await whoShouldHave(deps, tx, organisationId)
    if (to.length === 0) throw refused('desk.last-holder', { desk: deskNames.intake })
    const id = deps.random.uuid() as SearchKeyId
    const madeOn = dayOf(deps.clock())
    if (!(await insertKey(tx, { id, organisationId, version, madeOn }))) return false
    await handTo(deps, tx, actor, { id, key: newSymmetricKey(deps.random), to })
    return true
  }

export const createSearchKeys = (deps: Deps): SearchKeys => ({
  open: async (tx, searcher) => {
    const [newest] = await listKeys(tx, searcher.actor.organisationId)
    const opened = await openAll(deps)(tx, searcher)
    return newest === undefined ? opened[0] : opened.find(({ id }) => id === newest.id)
  },
  openAll: openAll(deps),
  renew: renew(deps),
  release: deleteSealsTo,
})
