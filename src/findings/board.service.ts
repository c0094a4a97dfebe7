import type { Visitor } from '../accounts'
import type { Case } from '../cases'
import { dayOf, type Day } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { BoardRow, BoardWish } from './board'
import { measureKindsOf } from './finding-law.service'
import type { MeasureLine } from './measure'
import type { MeasureDeps } from './measure-people.service'
import { countOpenMeasures, listOpenMeasures, type MeasureScope } from './measures.repository'

export type Board = {
  /** The open measures of the body that this person may know of, due first. */
  readonly list: (
    tx: Tx,
    visitor: Visitor,
    wish: BoardWish,
  ) => Promise<{
    readonly rows: readonly BoardRow[]
    readonly names: ReadonlyMap<StaffId, string>
    readonly next: MeasureLine | undefined
    readonly today: Day
    readonly near: Day
  }>
  readonly count: (
    tx: Tx,
    actor: StaffActor,
  ) => Promise<{ readonly open: number; readonly overdue: number }>
}

/** Counting stops here. */
export const COUNTED = 1000

const scopeOf = (actor: StaffActor, mine: boolean): MeasureScope => {
  const { organisationId, id: viewer, duties } = actor
  return {
    organisationId,
    viewer,
    mine,
    handled: !duties.includes('intake') && !duties.includes('principal'),
  }
}

const toRows = async (
  { cases, desks, lawbook, clock }: MeasureDeps,
  tx: Tx,
  { keys }: Visitor,
  lines: readonly MeasureLine[],
): Promise<BoardRow[]> => {
  const ids = [...new Set(lines.map(({ caseId }) => caseId))]
  const opened = await cases.keysOf(tx, await desks.holdersOf(tx, keys), ids)
  const titles = await cases.titlesOf(tx, opened)
  const founds = new Map<CaseId, Case>()
  for (const id of ids) founds.set(id, await cases.get(tx, id))
  const rows: BoardRow[] = []
  for (const measure of lines) {
    const found = founds.get(measure.caseId)
    if (found === undefined) continue
    const kinds = await measureKindsOf(lawbook, tx, found, dayOf(clock()))
    rows.push({
      ...{ measure, found },
      target: titles.get(measure.caseId)?.target,
      kind: kinds.find(({ code }) => code === measure.kind)?.data.name ?? measure.kind,
    })
  }
  return rows
}

export const createBoard = (deps: MeasureDeps): Board => ({
  list: async (tx, visitor, { mine, after }) => {
    const today = dayOf(deps.clock())
    const limits = await deps.lawbook.limits(tx, { place: '*', on: today })
    const size = limits['measure.page']
    const scope = scopeOf(visitor.actor, mine)
    const lines = await listOpenMeasures(tx, scope, { after, limit: size + 1 })
    const shown = lines.slice(0, size)
    const names = await deps.accounts.namesOf(
      tx,
      shown.map(({ responsibleId }) => responsibleId),
    )
    return {
      ...{ names, today, near: await deps.deadlines.nearUntil(tx, today) },
      rows: await toRows(deps, tx, visitor, shown),
      next: lines.length > size ? shown.at(-1) : undefined,
    }
  },

  count: async (tx, actor) => {
    const scope = scopeOf(actor, true)
    const today = dayOf(deps.clock())
    return {
      open: await countOpenMeasures(tx, scope, { cap: COUNTED }),
      overdue: await countOpenMeasures(tx, scope, { dueBefore: today, cap: COUNTED }),
    }
  },
})
