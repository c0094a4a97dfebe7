import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'

const caseId = z.string().transform(id => id as CaseId)
const staffId = z.string().transform(id => id as StaffId)

const CaseRow = z.object({
  id: caseId,
  organisation_id: z.string().transform(id => id as OrganisationId),
})

/** The bodies of those cases that are open, and of these others, open or not. */
export const openCasesAmong = async (
  tx: Tx,
  ids: readonly CaseId[],
  others: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, OrganisationId>> => {
  const rows: unknown[] = await sql(tx)('cases')
    .whereRaw('id = ANY(?::uuid[]) AND (is_open OR id = ANY(?::uuid[]))', [[...ids], [...others]])
    .select('id', 'organisation_id')
  return new Map(
    rows.map(row => CaseRow.parse(row)).map(({ id, organisation_id }) => [id, organisation_id]),
  )
}

const PairRow = z.object({ case_id: caseId, staff_id: staffId })

const pairs = (rows: readonly unknown[]): ReadonlyMap<CaseId, readonly StaffId[]> => {
  const found = new Map<CaseId, StaffId[]>()
  for (const row of rows) {
    const { case_id, staff_id } = PairRow.parse(row)
    found.set(case_id, [...(found.get(case_id) ?? []), staff_id])
  }
  return found
}

/** Who handles these cases and has not left. */
export const handlersAmong = async (tx: Tx, ids: readonly CaseId[]) =>
  pairs(
    await sql(tx)('case_officers as o')
      .join('staff as s', 's.id', 'o.staff_id')
      .whereRaw('o.case_id = ANY(?::uuid[])', [[...ids]])
      .where({ 'o.handling': true, 's.status': 'active' })
      .orderBy('o.number')
      .select('o.case_id', 'o.staff_id'),
  )

/** Who must keep away from these cases: they are told nothing of them. */
export const excludedAmong = async (tx: Tx, ids: readonly CaseId[]) =>
  pairs(
    await sql(tx)('case_exclusions')
      .whereRaw('case_id = ANY(?::uuid[])', [[...ids]])
      .select('case_id', 'staff_id'),
  )
