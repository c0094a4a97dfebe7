import type { StaffKeys } from '../accounts'
import type { Cases } from '../cases'
import type { Desks } from '../desks'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { Relation } from './relation'
import { markCompared } from './relations.repository'
import { touchOf } from './tie.rules'

type Deps = {
  readonly cases: Pick<Cases, 'exclude' | 'keysOf' | 'listQueue' | 'scopeOf' | 'titlesOf'>
  readonly desks: Pick<Desks, 'holdersOf'>
}

/** The next request takes the rest. */
const AT_ONCE = 300

type Own = Relation & { readonly comparedTo: number }

const oldestFirst = { by: 'number', descending: false } as const

/** Those that came since the last look, with the titles that this session opens. */
const comeSince = async (
  { cases, desks }: Deps,
  tx: Tx,
  { actor, keys }: { readonly actor: StaffActor; readonly keys: StaffKeys },
  arrival: number,
) => {
  const found = await cases.listQueue(tx, {
    ...{ scope: cases.scopeOf(actor), filters: { open: true }, sort: oldestFirst },
    ...{ cursor: { value: '', arrival, backwards: false }, limit: AT_ONCE },
  })
  if (found.length === 0) return []
  const holders = await desks.holdersOf(tx, keys)
  const opened = await cases.keysOf(
    tx,
    holders,
    found.map(({ id }) => id),
  )
  const titles = await cases.titlesOf(tx, opened)
  return found.flatMap(one => {
    const title = titles.get(one.id)
    return title === undefined ? [] : [{ found: one, target: title.target }]
  })
}

/**
 * What somebody declared by a name is compared with the target of every open case of theirs, before a list is drawn of
 * it: names are sealed in the case, so only the session of the person can do it. Each case once; what cannot be opened yet
 * is compared when it can.
 */
export const keepAwayByName = async (
  deps: Deps,
  tx: Tx,
  visitor: { readonly actor: StaffActor; readonly keys: StaffKeys },
  own: readonly Own[],
): Promise<void> => {
  const named = own.filter(({ name }) => name !== '')
  if (named.length === 0) return
  const { actor } = visitor
  const from = Math.min(...named.map(({ comparedTo }) => comparedTo))
  const compared = await comeSince(deps, tx, visitor, from)
  for (const { found, target } of compared) {
    const { institutionId, regionCode } = found
    const ground = touchOf(named, { institutionId, regionCode, name: target })?.target
    if (ground !== undefined)
      await deps.cases.exclude(tx, actor, found.id, { staffId: actor.id, ground })
  }
  const last = compared.at(-1)?.found.arrival
  if (last !== undefined)
    await markCompared(
      tx,
      named.map(({ id }) => id),
      last,
    )
}
