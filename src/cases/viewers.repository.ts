import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'

/** Here now; who has not looked since then is forgotten on the way. */
export const putViewer = async (
  tx: Tx,
  viewer: { readonly caseId: CaseId; readonly staffId: StaffId; readonly at: Date },
  forgetBefore: Date,
): Promise<void> => {
  // Whoever is forgetting the same rows just now needs no help.
  await sql(tx).raw(
    `DELETE FROM case_viewers WHERE (case_id, staff_id) IN
       (SELECT case_id, staff_id FROM case_viewers WHERE seen_at < ? FOR UPDATE SKIP LOCKED)`,
    [forgetBefore],
  )
  await sql(tx)('case_viewers')
    .insert({ case_id: viewer.caseId, staff_id: viewer.staffId, seen_at: viewer.at })
    .onConflict(['case_id', 'staff_id'])
    .merge(['seen_at'])
}

const Row = z.object({
  case_id: z.string().transform(id => id as CaseId),
  staff_id: z.string().transform(id => id as StaffId),
})

type Asked = {
  readonly caseIds: readonly CaseId[]
  readonly since: Date
  readonly but: StaffId
}

/** None who must keep away from the case: they are not seen in it either. */
export const listViewers = async (
  tx: Tx,
  { caseIds, since, but }: Asked,
): Promise<{ readonly caseId: CaseId; readonly staffId: StaffId }[]> => {
  const rows: unknown[] = await sql(tx)('case_viewers as v')
    .whereIn('v.case_id', caseIds)
    .where('v.seen_at', '>=', since)
    .whereNot('v.staff_id', but)
    .whereNotExists(
      sql(tx)('case_exclusions as x').whereRaw('x.case_id = v.case_id AND x.staff_id = v.staff_id'),
    )
    .orderBy('v.seen_at')
    .select('v.case_id', 'v.staff_id')
  return rows
    .map(row => Row.parse(row))
    .map(({ case_id, staff_id }) => ({ caseId: case_id, staffId: staff_id }))
}

export const deleteViewers = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('case_viewers').where({ case_id: caseId }).delete()
}
