import type { Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Case } from './case'
import { handOver, type Handler } from './case-handing.service'
import { insertDecision } from './case-officers.repository'
import { updateCase } from './cases.repository'
import { follow, holdLead, listByRank, lockMerged } from './merged.repository'

/** Cases about one matter: one leads, the others keep their report, code and key. */
export type Merging = {
  /** Those that were merged into it, held until the transaction ends. */
  readonly mergedInto: (tx: Tx, lead: CaseId) => Promise<CaseId[]>
  /** They follow another case from now on: a merging of its own, for what was there before is none of theirs. */
  readonly follow: (
    tx: Tx,
    caseIds: readonly CaseId[],
    to: { readonly lead: CaseId; readonly by: StaffId },
  ) => Promise<void>
  /** The case that leads this one, held; undefined where it leads itself. Before anything of this one is held. */
  readonly holdLead: (tx: Tx, caseId: CaseId) => Promise<CaseId | undefined>
  /** The case and what was merged into it, in the order of acceptance: who comes first decides the reward. */
  readonly byRank: (tx: Tx, lead: CaseId) => Promise<Case[]>
  /**
   * The handlers of the leading case, and nobody else, handle this one too.
   * @throws refused `case.excluded`
   */
  readonly joinHandlers: (
    tx: Tx,
    caseId: CaseId,
    key: SymmetricKey,
    handlers: readonly Handler[],
  ) => Promise<void>
}

type Deps = { readonly clock: Clock; readonly random: Random }

const moveAlong =
  ({ clock, random }: Deps): Merging['follow'] =>
  async (tx, caseIds, { lead, by }) => {
    await follow(tx, caseIds, lead)
    for (const case_id of caseIds)
      await insertDecision(tx, {
        ...{ id: random.uuid(), case_id, action: 'merge', staff_id: by, at: clock() },
        ...{ from_state: 'merged', to_state: 'merged' },
        ...{ ground: null, sealed_reason: null, asked_by: null, detail: null },
      })
  }

export const createMerging = (deps: Deps): Merging => ({
  mergedInto: lockMerged,
  follow: moveAlong(deps),
  holdLead,
  byRank: listByRank,
  joinHandlers: async (tx, caseId, key, handlers) => {
    await handOver(tx, caseId, { handlers, key }, deps.clock())
    await updateCase(tx, caseId, { handlers: handlers.length })
  },
})
