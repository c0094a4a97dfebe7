import { shortLabel, type Case, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import type { RelatedCase } from './answer'
import { listPairs, listRelated } from './entries.repository'
import type { Searcher } from './search-keys.service'

type Deps = { readonly cases: Cases; readonly desks: Desks }

/** Asked for, so that a few remain when some are not this person's to see. */
const ASKED = 40
const SHOWN = 5

export type Related = {
  /** Other cases about the same target, those with nearly the same text first; only what the person may see. */
  readonly relatedTo: (tx: Tx, searcher: Searcher, caseId: CaseId) => Promise<RelatedCase[]>
  /** Others with nearly the same text about the same target that the person may see, the likest first, by case. */
  readonly alikeOf: (
    tx: Tx,
    actor: StaffActor,
    ids: readonly CaseId[],
  ) => Promise<ReadonlyMap<CaseId, readonly Case[]>>
}

const titlesFor = async (
  { cases, desks }: Deps,
  tx: Tx,
  { keys }: Searcher,
  ids: readonly CaseId[],
) => cases.titlesOf(tx, await cases.keysOf(tx, await desks.holdersOf(tx, keys), ids))

export const createRelated = (deps: Deps): Related => ({
  relatedTo: async (tx, searcher, caseId) => {
    const rows = await listRelated(tx, caseId, ASKED)
    const order = [...new Set(rows.map(row => row.case_id))]
    if (order.length === 0) return []
    const alike = new Set(rows.filter(row => row.percent !== null).map(row => row.case_id))
    const visible = await deps.cases.visibleAmong(tx, searcher.actor, order)
    const shown = order.flatMap(id => visible.filter(one => one.id === id)).slice(0, SHOWN)
    const ids = shown.map(({ id }) => id)
    const titles = await titlesFor(deps, tx, searcher, ids)
    return shown.map(found => ({
      found,
      number: shortLabel(found.year, found.serial),
      target: titles.get(found.id)?.target ?? '',
      alike: alike.has(found.id),
    }))
  },

  alikeOf: async (tx, actor, ids) => {
    const alike = new Map<CaseId, Case[]>()
    const pairs = ids.length === 0 ? [] : await listPairs(tx, ids)
    const others = [...new Set(pairs.map(({ otherId }) => otherId))]
    const found = await deps.cases.visibleAmong(tx, actor, others)
    const visible = new Map(found.map(one => [one.id, one]))
    for (const { caseId, otherId } of pairs) {
      const other = visible.get(otherId)
      if (other !== undefined) alike.set(caseId, [...(alike.get(caseId) ?? []), other])
    }
    return alike
  },
})
