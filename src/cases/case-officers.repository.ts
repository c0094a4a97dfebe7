import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Officer } from './case'
import { caseActions, caseStates } from './case.rules'

const OfficerRow = z.object({
  case_id: z.string().transform(id => id as CaseId),
  staff_id: z.string().transform(id => id as StaffId),
  number: z.number(),
  handling: z.boolean(),
  stands_in_for: z
    .string()
    .nullable()
    .transform(id => id as StaffId | null),
})

const toOfficer = (row: unknown): Officer & { readonly caseId: CaseId } => {
  const { case_id, staff_id, number, handling, stands_in_for } = OfficerRow.parse(row)
  return {
    ...{ caseId: case_id, staffId: staff_id, number, handling },
    ...(stands_in_for === null ? {} : { standsInFor: stands_in_for }),
  }
}

export const listOfficers = async (
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<(Officer & { readonly caseId: CaseId })[]> => {
  const rows: unknown[] = await sql(tx)('case_officers')
    .whereIn('case_id', caseIds)
    .orderBy('number')
  return rows.map(toOfficer)
}

/** The caller holds the lock on the case row, so that two officers never get one number. */
export const addOfficer = async (
  tx: Tx,
  row: { case_id: CaseId; staff_id: StaffId; handling: boolean; since: Date },
): Promise<void> => {
  await sql(tx).raw(
    `INSERT INTO case_officers (case_id, staff_id, number, handling, since)
     SELECT ?, ?, coalesce(max(number), 0) + 1, ?, ? FROM case_officers WHERE case_id = ?
     ON CONFLICT (case_id, staff_id) DO UPDATE SET
       handling = case_officers.handling OR excluded.handling,
       stands_in_for = CASE WHEN excluded.handling THEN NULL ELSE case_officers.stands_in_for END`,
    [row.case_id, row.staff_id, row.handling, row.since, row.case_id],
  )
}

/** An officer of the case already, who now handles it in somebody's place. */
export const markStandIn = async (
  tx: Tx,
  caseId: CaseId,
  staffId: StaffId,
  standsInFor: StaffId,
): Promise<void> => {
  await sql(tx)('case_officers')
    .where({ case_id: caseId, staff_id: staffId })
    .update({ handling: true, stands_in_for: standsInFor })
}

/** Which cases these were. Who was given a case for its own sake meanwhile keeps it. */
export const stopStandingIn = async (
  tx: Tx,
  staffId: StaffId,
  standsInFor?: StaffId,
): Promise<CaseId[]> => {
  const query = sql(tx)('case_officers').where({ staff_id: staffId }).whereNotNull('stands_in_for')
  if (standsInFor !== undefined) void query.where({ stands_in_for: standsInFor })
  const rows: unknown[] = await query
    .update({ handling: false, stands_in_for: null })
    .returning('case_id')
  return rows.map(row => OfficerRow.pick({ case_id: true }).parse(row).case_id)
}

/** Open cases of a handler that the other one does not handle, the oldest first. */
export const listNotShared = async (
  tx: Tx,
  { handler, other, limit }: { handler: StaffId; other: StaffId; limit: number },
): Promise<CaseId[]> => {
  const rows: unknown[] = await sql(tx)('cases as c')
    .join('case_officers as o', 'o.case_id', 'c.id')
    .where({ 'o.staff_id': handler, 'o.handling': true, 'c.is_open': true })
    .whereNull('o.stands_in_for')
    .whereRaw('c.id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [other])
    .whereNotExists(
      sql(tx)('case_officers as s')
        .whereRaw('s.case_id = c.id AND s.handling')
        .where({ 's.staff_id': other }),
    )
    .orderBy('c.arrival')
    .limit(limit)
    .select('c.id as case_id')
  return rows.map(row => OfficerRow.pick({ case_id: true }).parse(row).case_id)
}

export const stopHandling = async (
  tx: Tx,
  caseId: CaseId,
  staffIds: readonly StaffId[],
): Promise<void> => {
  await sql(tx)('case_officers')
    .where({ case_id: caseId })
    .whereIn('staff_id', staffIds)
    .update({ handling: false, stands_in_for: null })
}

const Load = z.object({ staff_id: z.string(), load: z.number() })
/** How many open cases each officer is handling, as far as the viewer may know of them. */
export const handlerLoads = async (
  tx: Tx,
  organisationId: OrganisationId,
  viewer: StaffId,
): Promise<Map<StaffId, number>> => {
  const rows: unknown[] = await sql(tx)('case_officers as o')
    .join('cases as c', 'c.id', 'o.case_id')
    .where({ 'c.organisation_id': organisationId, 'c.is_open': true, 'o.handling': true })
    .whereRaw('c.id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [viewer])
    .groupBy('o.staff_id')
    .select('o.staff_id', sql(tx).raw('count(*)::int AS load'))
  return new Map(rows.map(row => Load.parse(row)).map(row => [row.staff_id as StaffId, row.load]))
}

const DecisionRow = z.object({
  id: z.string(),
  action: z.enum(caseActions),
  from_state: z.enum(caseStates),
  to_state: z.enum(caseStates),
  staff_id: z.string().transform(id => id as StaffId),
  at: z.date(),
  ground: z.string().nullable(),
  sealed_reason: z.instanceof(Buffer).nullable(),
})
export type DecisionRow = z.output<typeof DecisionRow>

export const insertDecision = async (
  tx: Tx,
  row: DecisionRow & { readonly case_id: CaseId },
): Promise<void> => {
  await sql(tx)('case_decisions').insert(row)
}

export const listDecisions = async (tx: Tx, caseId: CaseId): Promise<DecisionRow[]> => {
  const rows: unknown[] = await sql(tx)('case_decisions')
    .where({ case_id: caseId })
    .orderBy('position', 'desc')
  return rows.map(row => DecisionRow.parse(row))
}
