import type { Audit } from '../audit'
import type { Case } from '../cases'
import type { Desks } from '../desks'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import { desksOfDuties } from '../vocabulary/duty'
import type { CaseId } from '../vocabulary/ids'
import { findMarks } from './entries.repository'
import { indexPieces } from './index.service'
import { readCases, type Deps as ReadDeps } from './reading.service'
import { countOldEntries, dropEntriesOf, listOldEntries } from './renewal.repository'
import { holdKey, listKeys, lockKeys, retireKeys, type KeyVersion } from './search-keys.repository'
import type { Searcher, SearchKey, SearchKeys } from './search-keys.service'
import type { OpenedCase } from './words'

type Deps = Pick<ReadDeps, 'cases' | 'dialogue' | 'evidence'> & {
  readonly audit: Audit
  readonly clock: Clock
  readonly desks: Desks
  readonly searchKeys: SearchKeys
}

export type SearchKeyState = {
  readonly newest: number
  readonly older: readonly number[]
  /** Cases that are still indexed under an earlier version; counted up to the cap. */
  readonly left: number
  /** The first of them that this person may see. */
  readonly cases: readonly Case[]
  /** Whether this person opens the body's cases, and so can index them anew. */
  readonly mine: boolean
}

type Batch = { readonly limit: number; readonly skip: readonly CaseId[] }
type Indexed = { readonly done: number; readonly closed: readonly CaseId[] }

/** A new search key beside the earlier one: case by case moves over, and searching goes on over both. */
export type SearchRenewal = {
  /** undefined before there is a key, and for whoever neither opens the cases nor looks after keys. */
  readonly state: (tx: Tx, actor: StaffActor, cap: number) => Promise<SearchKeyState | undefined>
  /**
   * A new version for what is indexed from now on. The route has asked for a fresh code. `seen` is the version that
   * the form was drawn with: sent twice it makes one. @throws notFound('desk'), refused('desk.last-holder')
   */
  readonly start: (
    tx: Tx,
    actor: StaffActor,
    wanted: { readonly ground: string; readonly seen: number },
  ) => Promise<void>
  /** Some of what is left; `closed` are those that this person cannot open or must keep away from. */
  readonly indexAnew: (tx: Tx, member: Searcher, batch: Batch) => Promise<Indexed>
  /** Nobody holds the earlier versions any more. @throws refused('search-key.left'), notFound('desk') */
  readonly finish: (tx: Tx, actor: StaffActor) => Promise<void>
}

/** How many of what is left are named. */
const NAMED = 20

const opensCases = ({ duties }: StaffActor): boolean => desksOfDuties(duties).includes('intake')

const idsOf = (keys: readonly KeyVersion[]) => keys.map(({ id }) => id)

const state =
  ({ cases }: Deps): SearchRenewal['state'] =>
  async (tx, actor, cap) => {
    const { organisationId } = actor
    const mine = opensCases(actor)
    const [newest, ...older] = await listKeys(tx, organisationId)
    if (newest === undefined || !(mine || actor.duties.includes('security-admin'))) return undefined
    const shown = { newest: newest.version, older: older.map(({ version }) => version), mine }
    if (older.length === 0) return { ...shown, left: 0, cases: [] }
    const old = { organisationId, keyIds: idsOf(older) }
    const first = mine ? await listOldEntries(tx, { ...old, limit: NAMED, skip: [] }) : []
    return {
      ...shown,
      left: await countOldEntries(tx, old, cap),
      cases: await cases.visibleAmong(tx, actor, first),
    }
  }

const start =
  ({ searchKeys, audit }: Deps): SearchRenewal['start'] =>
  async (tx, actor, { ground, seen }) => {
    const { organisationId } = actor
    const [newest] = await listKeys(tx, organisationId)
    if (newest === undefined) throw notFound('desk')
    // The same form again, or a colleague was quicker: there is a newer version than the one that was seen.
    if (newest.version !== seen || !(await searchKeys.renew(tx, actor, seen + 1))) return
    await audit.record(tx, actor, organisationId, { deed: 'search-key.renewed', ground })
  }

type Work = { readonly key: SearchKey; readonly opened: readonly OpenedCase[] }

const indexThese = async (deps: Deps, tx: Tx, { key, opened }: Work): Promise<number> => {
  const keys = new Map(opened.map(({ found, caseKey }) => [found.id, caseKey]))
  const found = opened.map(one => one.found)
  const reads = await readCases(deps, tx, found, keys)
  let done = 0
  for (const one of opened) {
    const { id } = one.found
    // Holds the case: a colleague who is at the same one has moved it when this goes on.
    await deps.cases.markIndexed(tx, id)
    if ((await findMarks(tx, { caseId: id, keyId: key.id })).length > 0) continue
    const read = reads.find(({ found: { id: other } }) => other === id)
    await indexPieces(tx, one, read?.pieces ?? [], key)
    done += 1
  }
  return done
}

/** Those of the cases that this person may see and can open. */
const openThese = async (
  { cases, desks }: Deps,
  tx: Tx,
  member: Searcher,
  ids: readonly CaseId[],
): Promise<OpenedCase[]> => {
  const visible = await cases.visibleAmong(tx, member.actor, ids)
  const holders = await desks.holdersOf(tx, member.keys)
  const keys = await cases.keysOf(
    tx,
    holders,
    visible.map(({ id }) => id),
  )
  return visible.flatMap(found => {
    const caseKey = keys.get(found.id)
    return caseKey === undefined ? [] : [{ found, caseKey }]
  })
}

const indexAnew =
  (deps: Deps): SearchRenewal['indexAnew'] =>
  async (tx, member, { limit, skip }) => {
    const { organisationId } = member.actor
    const [newest, ...older] = await listKeys(tx, organisationId)
    const key = await deps.searchKeys.open(tx, member)
    if (older.length === 0 || key === undefined || key.id !== newest?.id)
      return { done: 0, closed: [] }
    await holdKey(tx, key.id)
    const old = { organisationId, keyIds: idsOf(older) }
    const ids = await listOldEntries(tx, { ...old, limit, skip })
    const opened = await openThese(deps, tx, member, ids)
    const done = await indexThese(deps, tx, { key, opened })
    if (done > 0) {
      const deed = { deed: 'search-key.indexed', ground: `${newest.version} ${done}` } as const
      await deps.audit.record(tx, member.actor, organisationId, deed)
    }
    return { done, closed: ids.filter(id => !opened.some(({ found }) => found.id === id)) }
  }

const finish =
  ({ audit, clock }: Deps): SearchRenewal['finish'] =>
  async (tx, actor) => {
    const { organisationId } = actor
    if (!opensCases(actor)) throw notFound('desk')
    const [, ...older] = await listKeys(tx, organisationId)
    if (older.length === 0) return
    const keyIds = idsOf(older)
    await lockKeys(tx, keyIds)
    if ((await countOldEntries(tx, { organisationId, keyIds }, 1)) > 0)
      throw refused('search-key.left')
    await dropEntriesOf(tx, keyIds)
    await retireKeys(tx, keyIds, dayOf(clock()))
    const ground = older.map(({ version }) => version).join(' ')
    await audit.record(tx, actor, organisationId, { deed: 'search-key.retired', ground })
  }

export const createSearchRenewal = (deps: Deps): SearchRenewal => ({
  state: state(deps),
  start: start(deps),
  indexAnew: indexAnew(deps),
  finish: finish(deps),
})
