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

/** Cases that are opened together, and how often one request does it; a body with more goes on with the next. */
const AT_ONCE = 300
const PIECES = 10
/** Pieces in which nothing opens cost little, and behind them may lie what does. */
const CLOSED_PIECES = 100

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
  if (found.length === 0) return { targets: [], end: undefined }
  const holders = await desks.holdersOf(tx, keys)
  const opened = await cases.keysOf(
    tx,
    holders,
    found.map(({ id }) => id),
  )
  const titles = await cases.titlesOf(tx, opened)
  const targets = found.flatMap(one => {
    const title = titles.get(one.id)
    return title === undefined ? [] : [{ found: one, target: title.target }]
  })
  return { targets, end: found.length < AT_ONCE ? undefined : found.at(-1)?.arrival }
}

type Compared = {
  readonly named: readonly Own[]
  readonly targets: Awaited<ReturnType<typeof comeSince>>['targets']
}

const excludeAmong = async (
  { cases }: Deps,
  tx: Tx,
  actor: StaffActor,
  { named, targets }: Compared,
): Promise<void> => {
  for (const { found, target } of targets) {
    const { institutionId, regionCode } = found
    const ground = touchOf(named, { institutionId, regionCode, name: target })?.target
    if (ground !== undefined)
      await cases.exclude(tx, actor, found.id, { staffId: actor.id, ground })
  }
}

type Visit = { readonly actor: StaffActor; readonly keys: StaffKeys }

/** One piece: compared, and remembered as compared as far as it opened. */
const compareSome = async (
  deps: Deps,
  tx: Tx,
  visitor: Visit,
  { named, from }: { readonly named: readonly Own[]; readonly from: number },
): Promise<{ readonly opened: boolean; readonly end: number | undefined }> => {
  const { targets, end } = await comeSince(deps, tx, visitor, from)
  await excludeAmong(deps, tx, visitor.actor, { named, targets })
  const last = targets.at(-1)?.found.arrival
  const ids = named.map(({ id }) => id)
  if (last !== undefined) await markCompared(tx, ids, last)
  return { opened: last !== undefined, end }
}

/**
 * What somebody declared by a name is compared with the target of every open case of theirs, before a list is drawn of
 * it: names are sealed in the case, so only the session of the person can do it. Each case once; what cannot be opened yet
 * is compared when it can. False: there is more to compare, and until then no list may be drawn.
 */
export const keepAwayByName = async (
  deps: Deps,
  tx: Tx,
  visitor: Visit,
  own: readonly Own[],
): Promise<boolean> => {
  const named = own.filter(({ name }) => name !== '')
  if (named.length === 0) return true
  let from = Math.min(...named.map(({ comparedTo }) => comparedTo))
  let pieces = 0
  for (let looked = 0; looked < CLOSED_PIECES && pieces < PIECES; looked += 1) {
    const { opened, end } = await compareSome(deps, tx, visitor, { named, from })
    if (end === undefined) return true
    if (opened) pieces += 1
    from = end
  }
  // Where nothing opens, no list shows a name either.
  return pieces === 0
}
