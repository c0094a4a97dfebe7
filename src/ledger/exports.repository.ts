import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import type { Place } from './ledger.repository'

const buffer = z.instanceof(Buffer)

const Export = z.object({
  id: z.string(),
  query: z.string(),
  format: z.enum(['xlsx', 'csv', 'docx']),
  up_to: z.number(),
  entries: z.number(),
  sealed_reason: buffer,
  sealed_key: buffer,
  made_at: z.date(),
  expires_at: z.date(),
  parts: z.number(),
  collected: z.number(),
  reached_on: z.string().transform(asDay).nullable(),
  reached_arrival: z.number().nullable(),
  complete: z.boolean(),
})
export type LedgerExport = z.output<typeof Export>

type NewExport = Omit<LedgerExport, 'parts' | 'collected' | 'reached_on' | 'reached_arrival'>

export const insertExport = async (
  tx: Tx,
  row: NewExport & { readonly once: string; readonly staff_id: StaffId },
): Promise<void> => {
  await sql(tx)('ledger_exports').insert(row)
}

type By = { readonly id: string } | { readonly once: string }

/** @param hold until the transaction ends nobody else moves it on */
export const findExport = async (
  tx: Tx,
  staffId: StaffId,
  by: By,
  { hold = false }: { readonly hold?: boolean } = {},
): Promise<LedgerExport | undefined> => {
  const query = sql(tx)('ledger_exports').where({ ...by, staff_id: staffId })
  if (hold) void query.forUpdate()
  const row: unknown = await query.first()
  return row === undefined ? undefined : Export.parse(row)
}

/** What one piece brought: the part, if any, and where the next one begins. */
export const putPart = async (
  tx: Tx,
  { id, parts, collected }: Pick<LedgerExport, 'id' | 'parts' | 'collected'>,
  piece: {
    readonly sealed: Buffer | undefined
    readonly rows: number
    readonly reached: Place | undefined
    readonly complete: boolean
  },
): Promise<void> => {
  const { sealed, rows, reached, complete } = piece
  if (sealed !== undefined)
    await sql(tx)('ledger_export_parts').insert({ export_id: id, part: parts, sealed })
  await sql(tx)('ledger_exports')
    .where({ id })
    .update({
      complete,
      parts: parts + (sealed === undefined ? 0 : 1),
      collected: collected + rows,
      ...(reached === undefined
        ? {}
        : { reached_on: reached.receivedOn, reached_arrival: reached.arrival }),
    })
}

const Part = z.object({ sealed: buffer })

export const findPart = async (tx: Tx, id: string, part: number): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('ledger_export_parts')
    .where({ export_id: id, part })
    .first('sealed')
  return row === undefined ? undefined : Part.parse(row).sealed
}

/** Their parts go with them. */
export const dropExports = async (tx: Tx, before: Date): Promise<void> => {
  await sql(tx)('ledger_exports').where('expires_at', '<', before).delete()
}
