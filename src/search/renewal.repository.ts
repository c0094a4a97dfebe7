import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, SearchKeyId } from '../vocabulary/ids'

type Old = { readonly organisationId: OrganisationId; readonly keyIds: readonly SearchKeyId[] }

/** Of the organisation's own cases: one that went to another body is indexed there. */
const oldEntries = (tx: Tx, { organisationId, keyIds }: Old) =>
  sql(tx)('search_cases as s')
    .join('cases as c', 'c.id', 's.case_id')
    .whereIn('s.key_id', keyIds)
    .where('c.organisation_id', organisationId)

/** Counting stops at `cap`. */
export const countOldEntries = async (tx: Tx, old: Old, cap: number): Promise<number> =>
  (await oldEntries(tx, old).limit(cap).select(sql(tx).raw('1'))).length

/** The newest cases that are still indexed under an earlier key. */
export const listOldEntries = async (
  tx: Tx,
  { limit, skip, ...old }: Old & { readonly limit: number; readonly skip: readonly CaseId[] },
): Promise<CaseId[]> =>
  oldEntries(tx, old)
    .whereRaw('NOT (s.case_id = ANY(?::uuid[]))', [[...skip]])
    .orderBy('s.arrival', 'desc')
    .limit(limit)
    .pluck<CaseId[]>('s.case_id')

/** What is left of keys that are retired: cases that went elsewhere. */
export const dropEntriesOf = async (tx: Tx, keyIds: readonly SearchKeyId[]): Promise<void> => {
  await sql(tx)('search_cases').whereIn('key_id', keyIds).delete()
}
