import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { DraftId, ReportId, StaffId } from '../vocabulary/ids'
import { channels, type Channel } from './channel.rules'

const buffer = z.instanceof(Buffer).nullable()
const SheetRow = z.object({
  id: z.string().transform(id => id as DraftId),
  staff_id: z.string().transform(id => id as StaffId),
  source: z.enum(channels),
  begun_on: z.string().transform(asDay),
  expires_on: z.string().transform(asDay),
  sealed_key: buffer,
  sealed_fields: buffer,
  report_id: z
    .string()
    .transform(id => id as ReportId)
    .nullable(),
  sealed_code: buffer,
})
export type SheetRow = z.output<typeof SheetRow>

type NewSheet = {
  readonly id: DraftId
  readonly staff_id: StaffId
  readonly source: Channel
  readonly begun_on: Day
  readonly expires_on: Day
  readonly sealed_key: Buffer
  readonly sealed_fields: Buffer
}

/** The same form sent twice writes one row; the second waits for the first. */
export const insertSheet = async (tx: Tx, row: NewSheet): Promise<void> => {
  await sql(tx)('intake_sheets').insert(row).onConflict('id').ignore()
}

/** `hold`: keeps the row until the transaction ends. */
export const findSheet = async (
  tx: Tx,
  id: DraftId,
  { today, hold }: { readonly today: Day; readonly hold: boolean },
): Promise<SheetRow | undefined> => {
  const query = sql(tx)('intake_sheets').where({ id }).where('expires_on', '>=', today)
  const row: unknown = await (hold ? query.forUpdate() : query).first()
  return row === undefined ? undefined : SheetRow.parse(row)
}

export const listSheets = async (tx: Tx, staffId: StaffId, today: Day): Promise<SheetRow[]> => {
  const rows: unknown[] = await sql(tx)('intake_sheets')
    .where({ staff_id: staffId })
    .whereNull('report_id')
    .where('expires_on', '>=', today)
    .orderBy([{ column: 'begun_on', order: 'desc' }, { column: 'id' }])
  return rows.map(row => SheetRow.parse(row))
}

export const countSheets = async (tx: Tx, staffId: StaffId, today: Day): Promise<number> => {
  const rows: unknown[] = await sql(tx)('intake_sheets')
    .where({ staff_id: staffId })
    .whereNull('report_id')
    .where('expires_on', '>=', today)
    .select('id')
  return rows.length
}

export const updateSheet = async (
  tx: Tx,
  id: DraftId,
  change: Partial<Omit<SheetRow, 'id' | 'staff_id'>>,
): Promise<void> => {
  await sql(tx)('intake_sheets').where({ id }).update(change)
}

export const deleteSheet = async (tx: Tx, id: DraftId): Promise<void> => {
  await sql(tx)('intake_sheets').where({ id }).delete()
}

export const deleteExpiredSheets = async (tx: Tx, today: Day): Promise<number> =>
  sql(tx)('intake_sheets').where('expires_on', '<', today).delete()

export const deleteSheetsOfReports = async (
  tx: Tx,
  reportIds: readonly ReportId[],
): Promise<void> => {
  await sql(tx)('intake_sheets').whereIn('report_id', reportIds).delete()
}
