import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, ReportId } from '../vocabulary/ids'

const Row = z.object({
  id: z.string().transform(id => id as ReportId),
  public_key: z.instanceof(Buffer),
  public_key_mac: z.instanceof(Buffer),
  organisation_id: z.string().transform(id => id as OrganisationId),
  has_row: z.boolean(),
})
export type Unsealed = z.output<typeof Row>

/**
 * Reports of which no identity desk holds anything, in the order of their ids: from before every report had its row,
 * or from a time without such a desk. Their cases are held, so that no reporter gives a name meanwhile.
 */
export const takeUnsealed = async (
  tx: Tx,
  after: string | undefined,
  limit: number,
): Promise<Unsealed[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT r.id, r.public_key, r.public_key_mac, c.organisation_id,
       EXISTS (SELECT FROM report_identities i WHERE i.report_id = r.id) AS has_row
     FROM reports r JOIN cases c ON c.id = r.case_id
     WHERE r.id > ? AND NOT EXISTS (
       SELECT FROM identity_seals s WHERE s.report_id = r.id AND s.recipient_kind = 'desk')
     ORDER BY r.id LIMIT ? FOR UPDATE OF c SKIP LOCKED`,
    [after ?? '00000000-0000-0000-0000-000000000000', limit],
  )
  return z.object({ rows: z.array(Row) }).parse(found).rows
}
