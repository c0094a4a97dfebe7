import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, StaffId } from '../vocabulary/ids'
import { deleteViewers, listViewers, putViewer } from './viewers.repository'

const MINUTE = 60_000

/** A soft lock: it says who else is looking, and keeps nobody out. */
export type Viewers = {
  /** The actor has the case open, for so many minutes from now. */
  readonly noteViewer: (tx: Tx, actor: StaffActor, caseId: CaseId, minutes: number) => Promise<void>
  /** Who else has looked within these minutes, by case; none who must keep away from it. */
  readonly viewersOf: (
    tx: Tx,
    actor: StaffActor,
    caseIds: readonly CaseId[],
    minutes: number,
  ) => Promise<ReadonlyMap<CaseId, readonly StaffId[]>>
  readonly forgetViewers: (tx: Tx, caseId: CaseId) => Promise<void>
}

export const createViewers = ({ clock }: { readonly clock: Clock }): Viewers => {
  const since = (minutes: number) => new Date(clock().getTime() - minutes * MINUTE)
  return {
    noteViewer: (tx, { id: staffId }, caseId, minutes) =>
      putViewer(tx, { caseId, staffId, at: clock() }, since(minutes)),

    viewersOf: async (tx, { id: but }, caseIds, minutes) => {
      const byCase = new Map<CaseId, StaffId[]>()
      if (caseIds.length === 0) return byCase
      for (const { caseId, staffId } of await listViewers(tx, {
        caseIds,
        but,
        since: since(minutes),
      }))
        byCase.set(caseId, [...(byCase.get(caseId) ?? []), staffId])
      return byCase
    },

    forgetViewers: deleteViewers,
  }
}
