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

/** The same statement whether there was a row or not. */
export const putIdentity = async (tx: Tx, reportId: ReportId, sealed: Buffer): Promise<void> => {
  await sql(tx)('report_identities')
    .insert({ report_id: reportId, sealed })
    .onConflict('report_id')
    .merge(['sealed'])
}

export const insertIdentitySeals = async (tx: Tx, rows: readonly SealRow[]): Promise<void> => {
  await sql(tx)('identity_seals').insert([...rows])
}

export const deleteIdentitySeals = async (tx: Tx, reportId: ReportId): Promise<void> => {
  await sql(tx)('identity_seals').where({ report_id: reportId }).delete()
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

const DeskRow = z.object({
  recipient_id: z.string().transform(id => id as DeskId),
  version: z.number(),
})
export type HeldBy = { readonly deskId: DeskId; readonly version: number }

/** The desks to which an identity is sealed. */
export const listIdentityDesks = async (tx: Tx, reportId: ReportId): Promise<HeldBy[]> => {
  const rows: unknown[] = await sql(tx)('identity_seals')
    .where({ report_id: reportId, recipient_kind: 'desk' })
    .orderBy(['recipient_id', 'version'])
    .select('recipient_id', 'version')
  return rows.map(row => {
    const { recipient_id: deskId, version } = DeskRow.parse(row)
    return { deskId, version }
  })
}
