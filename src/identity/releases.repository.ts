import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { IdentityRequestId, StaffId } from '../vocabulary/ids'

const ReleaseRow = z.object({
  staff_id: z.string().transform(id => id as StaffId),
  sealed_key: z.instanceof(Buffer),
  sealed: z.instanceof(Buffer),
  until: z.date(),
})
export type ReleaseRow = z.output<typeof ReleaseRow>

export const insertRelease = async (
  tx: Tx,
  requestId: IdentityRequestId,
  row: ReleaseRow,
): Promise<void> => {
  await sql(tx)('identity_releases').insert({ request_id: requestId, ...row })
}

export const findRelease = async (
  tx: Tx,
  requestId: IdentityRequestId,
): Promise<ReleaseRow | undefined> => {
  const row: unknown = await sql(tx)('identity_releases').where({ request_id: requestId }).first()
  return row === undefined ? undefined : ReleaseRow.parse(row)
}

export const endRelease = async (
  tx: Tx,
  requestId: IdentityRequestId,
  until: Date,
): Promise<void> => {
  await sql(tx)('identity_releases').where({ request_id: requestId }).update({ until })
}

export const deleteRelease = async (tx: Tx, requestId: IdentityRequestId): Promise<void> => {
  await sql(tx)('identity_releases').where({ request_id: requestId }).delete()
}

export const deleteEndedReleases = async (tx: Tx, now: Date): Promise<number> =>
  sql(tx)('identity_releases').where('until', '<=', now).delete()

/** How many answers this person may still read, up to a cap. */
export const countReleases = async (
  tx: Tx,
  staffId: StaffId,
  now: Date,
  cap: number,
): Promise<number> => {
  const rows: unknown[] = await sql(tx)('identity_releases')
    .where({ staff_id: staffId })
    .where('until', '>', now)
    .limit(cap)
    .select('request_id')
  return rows.length
}
