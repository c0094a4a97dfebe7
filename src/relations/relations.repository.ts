import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

const Row = z.object({
  id: z.string(),
  staff_id: z.string().transform(id => id as StaffId),
  made_on: z.string().transform(asDay),
  sealed_relation: z.instanceof(Buffer),
  /** Up to which arrival it was compared with the targets of open cases, by name. */
  compared_to: z.number(),
})
export type RelationRow = z.output<typeof Row>

const valid = (tx: Tx) =>
  sql(tx)('staff_relations').whereNull('ended_on').orderBy(['made_on', 'id'])

const columns = ['id', 'staff_id', 'made_on', 'sealed_relation', 'compared_to'] as const

export const listOfPerson = async (tx: Tx, staffId: StaffId): Promise<RelationRow[]> => {
  const rows: unknown[] = await valid(tx).where({ staff_id: staffId }).select(columns)
  return rows.map(row => Row.parse(row))
}

export const listOfBody = async (
  tx: Tx,
  organisationId: OrganisationId,
): Promise<RelationRow[]> => {
  const rows: unknown[] = await valid(tx).where({ organisation_id: organisationId }).select(columns)
  return rows.map(row => Row.parse(row))
}

/** False when this form was sent before. */
export const insertRelation = async (
  tx: Tx,
  row: Omit<RelationRow, 'compared_to'> & {
    readonly organisation_id: OrganisationId
    readonly once: string
  },
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('staff_relations')
    .insert(row)
    .onConflict(['staff_id', 'once'])
    .ignore()
    .returning('id')
  return made.length > 0
}

export const markCompared = async (
  tx: Tx,
  ids: readonly string[],
  arrival: number,
): Promise<void> => {
  await sql(tx)('staff_relations')
    .whereIn('id', ids)
    .where('compared_to', '<', arrival)
    .update({ compared_to: arrival })
}

/** False when it was ended before, or is somebody else's. */
export const endRelation = async (
  tx: Tx,
  { id, staffId, on }: { readonly id: string; readonly staffId: StaffId; readonly on: Day },
): Promise<boolean> =>
  (await sql(tx)('staff_relations')
    .where({ id, staff_id: staffId })
    .whereNull('ended_on')
    // What it said goes with it: that there was one stays.
    .update({ ended_on: on, sealed_relation: null })) > 0
