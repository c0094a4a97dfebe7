import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'

const Layout = z.object({ id: z.string(), sealed_name: z.instanceof(Buffer), query: z.string() })

/** Saving waits for saving: names are sealed, so no index keeps them apart. */
export const queueLayouts = async (tx: Tx, staffId: StaffId): Promise<void> => {
  await sql(tx).raw(`SELECT pg_advisory_xact_lock(hashtextextended('layouts ' || ?, 0))`, [staffId])
}

/** One's own; saving keeps them few. */
export const listLayouts = async (tx: Tx, staffId: StaffId) => {
  const rows: unknown[] = await sql(tx)('ledger_layouts').where({ staff_id: staffId }).limit(100)
  return rows.map(row => Layout.parse(row))
}

export const insertLayout = async (
  tx: Tx,
  row: z.output<typeof Layout> & { readonly staff_id: StaffId },
): Promise<void> => {
  await sql(tx)('ledger_layouts').insert(row)
}

export const updateLayout = async (tx: Tx, id: string, query: string): Promise<void> => {
  await sql(tx)('ledger_layouts').where({ id }).update({ query })
}
