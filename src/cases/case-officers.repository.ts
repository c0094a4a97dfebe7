import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { Officer } from './case'
import { caseActions, caseStates } from './case-course.rules'

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

/** Open cases of a handler that the other one does not handle and nobody keeps from either viewer, the oldest first. */
export const listNotShared = async (
  tx: Tx,
  wanted: { handler: StaffId; other: StaffId; viewer: StaffId; limit: number },
): Promise<CaseId[]> => {
  const { handler, other, viewer, limit } = wanted
  const rows: unknown[] = await sql(tx)('cases as c')
    .join('case_officers as o', 'o.case_id', 'c.id')
    .where({ 'o.staff_id': handler, 'o.handling': true, 'c.is_open': true })
    .whereNull('o.stands_in_for')
    .whereRaw('c.id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id IN (?, ?))', [
      other,
      viewer,
    ])
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

const DecisionRow = z.object({
  id: z.string(),
  action: z.enum(caseActions),
  from_state: z.enum(caseStates),
  to_state: z.enum(caseStates),
  staff_id: z.string().transform(id => id as StaffId),
  at: z.date(),
  ground: z.string().nullable(),
  sealed_reason: z.instanceof(Buffer).nullable(),
  /** Who asked for it, where a second person agreed. */
  asked_by: z
    .string()
    .nullable()
    .transform(id => id as StaffId | null),
  /** The code of the outcome, or of who received it. */
  detail: z.string().nullable(),
})
export type DecisionRow = z.output<typeof DecisionRow>

export const insertDecision = async (
  tx: Tx,
  row: DecisionRow & { readonly case_id: CaseId },
): Promise<void> => {
  await sql(tx)('case_decisions').insert(row)
}

const LastRow = DecisionRow.pick({ id: true }).extend({
  case_id: z.string().transform(id => id as CaseId),
})

/** The decision that came last in each of these cases; none for a case on which nobody has decided. */
export const lastDecisions = async (
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<Map<CaseId, { readonly id: string }>> => {
  const rows: unknown[] = await sql(tx)('case_decisions')
    .whereIn('case_id', caseIds)
    .distinctOn('case_id')
    .orderBy([{ column: 'case_id' }, { column: 'position', order: 'desc' }])
    .select('case_id', 'id')
  return new Map(rows.map(row => LastRow.parse(row)).map(({ case_id, id }) => [case_id, { id }]))
}

export const listDecisions = async (tx: Tx, caseId: CaseId): Promise<DecisionRow[]> => {
  const rows: unknown[] = await sql(tx)('case_decisions')
    .where({ case_id: caseId })
    .orderBy('position', 'desc')
  return rows.map(row => DecisionRow.parse(row))
}
