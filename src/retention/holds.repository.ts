import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Hold } from './hold'

const Row = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  ground: z.string(),
  set_by: z.string().transform(id => id as StaffId),
  set_at: z.date(),
  lifted_at: z.date().nullable(),
})

type NewHold = Omit<Hold, 'lifted_at'>

export const insertHold = async (tx: Tx, hold: NewHold): Promise<void> => {
  await sql(tx)('case_holds').insert(hold)
}

export const findHold = async (tx: Tx, id: string): Promise<Hold | undefined> => {
  const row: unknown = await sql(tx)('case_holds').where({ id }).forUpdate().first()
  return row === undefined ? undefined : Row.parse(row)
}

export const findHoldOfCase = async (tx: Tx, caseId: CaseId): Promise<Hold | undefined> => {
  const row: unknown = await sql(tx)('case_holds')
    .where({ case_id: caseId, lifted_at: null })
    .first()
  return row === undefined ? undefined : Row.parse(row)
}

export const liftHold = async (
  tx: Tx,
  id: string,
  lifted: { readonly lift_ground: string; readonly lifted_by: StaffId; readonly lifted_at: Date },
): Promise<void> => {
  await sql(tx)('case_holds').where({ id }).update(lifted)
}

/** Those in force, newest first, by keyset. */
export const listHolds = async (
  tx: Tx,
  organisationId: OrganisationId,
  { after, limit }: { readonly after?: Hold | undefined; readonly limit: number },
): Promise<Hold[]> => {
  const query = sql(tx)('case_holds').where({ organisation_id: organisationId, lifted_at: null })
  if (after !== undefined)
    void query.whereRaw('(set_at < ? OR (set_at = ? AND id > ?))', [
      after.set_at,
      after.set_at,
      after.id,
    ])
  const rows: unknown[] = await query
    .orderBy([{ column: 'set_at', order: 'desc' }, 'id'])
    .limit(limit)
  return rows.map(row => Row.parse(row))
}

export const deleteHolds = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('case_holds').where({ case_id: caseId }).delete()
}
