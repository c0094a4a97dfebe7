import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId } from '../vocabulary/ids'
import { caseLabel } from './case-label.rules'
import { findCasesByNumber, listNumbers } from './case-numbers.repository'

/** Cases by their numbers and nothing else of them: for who may see that a case was acted on, and not the case. */
export type CaseNumbers = {
  /** Each body counts for itself: one number may be that of several cases. */
  readonly find: (
    tx: Tx,
    bodies: readonly OrganisationId[],
    number: { readonly year: number; readonly serial: number },
  ) => Promise<CaseId[]>
  readonly labels: (tx: Tx, ids: readonly CaseId[]) => Promise<ReadonlyMap<CaseId, string>>
}

export const createCaseNumbers = (): CaseNumbers => ({
  find: findCasesByNumber,
  labels: async (tx, ids) => {
    const numbers = await listNumbers(tx, [...new Set(ids)])
    return new Map([...numbers].map(([id, { year, serial }]) => [id, caseLabel(year, serial)]))
  },
})
