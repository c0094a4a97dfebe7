import type { StaffKeys } from '../accounts'
import { shortLabel, type Cases } from '../cases'
import type { Desks } from '../desks'
import { addDays, dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { Today } from './home'

export type TodayDeps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly clock: Clock
}

const SHOWN = 5
const soonest = { by: 'due', descending: false } as const

/** Both questions walk the index of days and stop early, however many cases there are. */
export const findToday = async (
  { cases, desks, clock }: TodayDeps,
  tx: Tx,
  actor: StaffActor,
  keys: StaffKeys,
): Promise<Today> => {
  const today = dayOf(clock())
  const scope = cases.scopeOf(actor)
  const ask = { scope, sort: soonest, cursor: undefined }
  const found = await cases.listQueue(tx, {
    ...{ ...ask, limit: SHOWN + 1 },
    filters: { open: true, dueFrom: today, dueTo: today },
  })
  const [next] = await cases.listQueue(tx, {
    ...{ ...ask, limit: 1 },
    filters: { open: true, dueFrom: addDays(today, 1) },
  })
  const shown = found.slice(0, SHOWN)
  const ids = shown.map(({ id }) => id)
  const opened = await cases.keysOf(tx, await desks.holdersOf(tx, keys), ids)
  const titles = await cases.titlesOf(tx, opened)
  return {
    rows: shown.map(({ id, year, serial }) => ({
      id,
      number: shortLabel(year, serial),
      what: titles.get(id)?.target ?? '',
    })),
    more: found.length > SHOWN,
    next: next?.nextDueOn ?? undefined,
  }
}
