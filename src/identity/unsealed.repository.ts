import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, ReportId } from '../vocabulary/ids'

const ListedRow = z.object({
  id: z.string().transform(id => id as ReportId),
  organisation_id: z.string().transform(id => id as OrganisationId),
})
const Row = z.object({
  public_key: z.instanceof(Buffer),
  public_key_mac: z.instanceof(Buffer),
  has_row: z.boolean(),
})
export type Listed = z.output<typeof ListedRow>
export type Unsealed = z.output<typeof Row>

const NOT_SEALED = `NOT EXISTS (
  SELECT FROM identity_seals s WHERE s.report_id = r.id AND s.recipient_kind = 'desk')`

/**
 * Reports of which no identity desk holds anything, in the order of their ids: from before every report had its row,
 * or from a time without such a desk. Nothing is held: each is looked at again when its turn comes.
 */
export const listUnsealed = async (
  tx: Tx,
  after: string | undefined,
  limit: number,
): Promise<Listed[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT r.id, c.organisation_id FROM reports r JOIN cases c ON c.id = r.case_id
     WHERE r.id > ? AND ${NOT_SEALED} ORDER BY r.id LIMIT ?`,
    [after ?? '00000000-0000-0000-0000-000000000000', limit],
  )
  return z.object({ rows: z.array(ListedRow) }).parse(found).rows
}

/**
 * The report, if nothing of it is sealed to a desk still. Its case is held first, and the question asked after that, by a
 * statement of its own: one that locks what it finds sees other tables as they were before the reporter gave a name.
 * Undefined also while the reporter is at it.
 */
export const holdUnsealed = async (tx: Tx, id: ReportId): Promise<Unsealed | undefined> => {
  const held: unknown = await sql(tx).raw(
    `SELECT c.id FROM cases c WHERE c.id = (SELECT case_id FROM reports WHERE id = ?)
     FOR UPDATE SKIP LOCKED`,
    [id],
  )
  if (z.object({ rows: z.array(z.unknown()) }).parse(held).rows.length === 0) return undefined
  const found: unknown = await sql(tx).raw(
    `SELECT r.public_key, r.public_key_mac,
       EXISTS (SELECT FROM report_identities i WHERE i.report_id = r.id) AS has_row
     FROM reports r WHERE r.id = ? AND ${NOT_SEALED}`,
    [id],
  )
  return z.object({ rows: z.array(Row) }).parse(found).rows[0]
}
