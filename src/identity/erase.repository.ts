import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { ReportId } from '../vocabulary/ids'

/** Retention: requests with what was released on them, letters; seals and releases go by cascade. */
export const eraseRequests = async (tx: Tx, reportIds: readonly ReportId[]): Promise<void> => {
  await sql(tx)('identity_letters').whereIn('report_id', reportIds).delete()
  await sql(tx)('identity_requests').whereIn('report_id', reportIds).delete()
  await sql(tx)('identity_letters').whereIn('report_id', reportIds).delete()
}
