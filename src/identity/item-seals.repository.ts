import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'

/** The table of the seals, and the column that names what they belong to. */
const itemColumns = {
  identity_request_seals: 'request_id',
  identity_letter_seals: 'letter_id',
} as const
export type ItemSeals = keyof typeof itemColumns

type Seal = {
  readonly kind: 'desk' | 'staff'
  readonly id: string
  readonly version: number
  readonly sealed: Buffer
}

const SealRow = z.object({
  recipient_kind: z.enum(['desk', 'staff']),
  recipient_id: z.string(),
  version: z.number(),
  sealed: z.instanceof(Buffer),
})

export const insertItemSeals = async (
  tx: Tx,
  table: ItemSeals,
  item: string,
  seals: readonly Seal[],
): Promise<void> => {
  await sql(tx)(table).insert(
    seals.map(seal => ({
      [itemColumns[table]]: item,
      recipient_kind: seal.kind,
      recipient_id: seal.id,
      version: seal.version,
      sealed: seal.sealed,
    })),
  )
}

export const findItemSeals = async (tx: Tx, table: ItemSeals, item: string): Promise<Seal[]> => {
  const rows: unknown[] = await sql(tx)(table).where({ [itemColumns[table]]: item })
  return rows.map(row => {
    const { recipient_kind: kind, recipient_id: id, version, sealed } = SealRow.parse(row)
    return { kind, id, version, sealed }
  })
}
