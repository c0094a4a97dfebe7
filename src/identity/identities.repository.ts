import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { DeskId, ReportId } from '../vocabulary/ids'

const SealedRow = z.object({ sealed: z.instanceof(Buffer) })

type SealRow = {
  readonly report_id: ReportId
  readonly recipient_kind: 'reporter' | 'desk'
  readonly recipient_id: string
  readonly version: number
  readonly sealed: Buffer
}

export const insertIdentity = async (tx: Tx, reportId: ReportId, sealed: Buffer): Promise<void> => {
  await sql(tx)('report_identities').insert({ report_id: reportId, sealed })
}

export const insertIdentitySeals = async (tx: Tx, rows: readonly SealRow[]): Promise<void> => {
  await sql(tx)('identity_seals').insert([...rows])
}

export const findIdentity = async (tx: Tx, reportId: ReportId): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('report_identities').where({ report_id: reportId }).first()
  return row === undefined ? undefined : SealedRow.parse(row).sealed
}

export const findIdentitySeal = async (
  tx: Tx,
  reportId: ReportId,
  recipient: { readonly kind: string; readonly id: string; readonly version: number },
): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('identity_seals')
    .where({
      report_id: reportId,
      recipient_kind: recipient.kind,
      recipient_id: recipient.id,
      version: recipient.version,
    })
    .first('sealed')
  return row === undefined ? undefined : SealedRow.parse(row).sealed
}

/** The keys first: without them the rest is noise already. */
export const deleteIdentities = async (tx: Tx, reportIds: readonly ReportId[]): Promise<void> => {
  await sql(tx)('identity_seals').whereIn('report_id', reportIds).delete()
  await sql(tx)('report_identities').whereIn('report_id', reportIds).delete()
}

export const hasIdentity = async (tx: Tx, reportId: ReportId): Promise<boolean> => {
  const row: unknown = await sql(tx)('report_identities')
    .where({ report_id: reportId })
    .first('report_id')
  return row !== undefined
}

const DeskRow = z.object({ recipient_id: z.string().transform(id => id as DeskId) })

/** The desks to which an identity is sealed. */
export const listIdentityDesks = async (tx: Tx, reportId: ReportId): Promise<DeskId[]> => {
  const rows: unknown[] = await sql(tx)('identity_seals')
    .where({ report_id: reportId, recipient_kind: 'desk' })
    .orderBy('recipient_id')
    .distinct('recipient_id')
  return rows.map(row => DeskRow.parse(row).recipient_id)
}
