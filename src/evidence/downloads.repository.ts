import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { EvidenceId, StaffId } from '../vocabulary/ids'

const Row = z.object({
  id: z.string(),
  staff_id: z.string().transform(id => id as StaffId),
  at: z.date(),
  sealed_reason: z.instanceof(Buffer),
})
export type DownloadRow = z.output<typeof Row>

export const insertDownload = async (
  tx: Tx,
  row: DownloadRow & { readonly evidence_id: EvidenceId },
): Promise<void> => {
  await sql(tx)('evidence_downloads').insert(row)
}

/** Newest first. */
export const listDownloads = async (tx: Tx, id: EvidenceId): Promise<DownloadRow[]> => {
  const rows: unknown[] = await sql(tx)('evidence_downloads')
    .where({ evidence_id: id })
    .orderBy('at', 'desc')
  return rows.map(row => Row.parse(row))
}
