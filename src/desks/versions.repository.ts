import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { deskKinds, type DeskKind } from '../vocabulary/duty'
import type { DeskId, OrganisationId } from '../vocabulary/ids'

const Rows = z.object({
  rows: z.array(
    z.object({
      id: z.string().transform(id => id as DeskId),
      kind: z.enum(deskKinds),
      newest: z.number(),
      older: z.array(z.number()),
    }),
  ),
})

export type DeskVersions = {
  readonly id: DeskId
  readonly kind: DeskKind
  readonly newest: number
  /** Earlier versions whose private key somebody still holds. */
  readonly older: readonly number[]
}

/** The desks of a body that have a key. */
export const listVersions = async (
  tx: Tx,
  organisationId: OrganisationId,
): Promise<DeskVersions[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT d.id, d.kind, k.newest, coalesce((
       SELECT array_agg(DISTINCT s.version ORDER BY s.version) FROM desk_seals AS s
       WHERE s.desk_id = d.id AND s.version < k.newest), '{}') AS older
     FROM desks AS d
     JOIN (SELECT desk_id, max(version) AS newest FROM desk_keys GROUP BY desk_id) AS k ON k.desk_id = d.id
     WHERE d.organisation_id = ? ORDER BY d.kind`,
    [organisationId],
  )
  return Rows.parse(found).rows
}

/** Nobody holds the earlier versions any more. The database refuses while something is sealed to one of them. */
export const dropOlder = async (
  tx: Tx,
  { deskId, below }: { readonly deskId: DeskId; readonly below: number },
): Promise<void> => {
  await sql(tx)('desk_seals').where({ desk_id: deskId }).where('version', '<', below).delete()
}
