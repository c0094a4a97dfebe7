import type { Clock } from '../platform/clock'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Case } from './case'
import { handOver, type Handler } from './case-handing.service'
import { updateCase } from './cases.repository'
import { follow, holdLead, listByRank, lockMerged } from './merged.repository'

/** Cases about one matter: one leads, the others keep their report, code and key. */
export type Merging = {
  /** Those that were merged into it, held until the transaction ends. */
  readonly mergedInto: (tx: Tx, lead: CaseId) => Promise<CaseId[]>
  /** They follow another case from now on. */
  readonly follow: (tx: Tx, caseIds: readonly CaseId[], lead: CaseId) => Promise<void>
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

export const createMerging = ({ clock }: { readonly clock: Clock }): Merging => ({
  mergedInto: lockMerged,
  follow,
  holdLead,
  byRank: listByRank,
  joinHandlers: async (tx, caseId, key, handlers) => {
    await handOver(tx, caseId, { handlers, key }, clock())
    await updateCase(tx, caseId, { handlers: handlers.length })
  },
})
