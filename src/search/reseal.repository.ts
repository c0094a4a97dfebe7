import { z } from 'zod'
import type { DeskBelow } from '../desks'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { SearchKeyId } from '../vocabulary/ids'

const Row = z.object({
  key_id: z.string().transform(id => id as SearchKeyId),
  version: z.number(),
  sealed: z.instanceof(Buffer),
  sealed_mac: z.instanceof(Buffer),
})

/** An organisation has one search key, two while it is renewed: there are never many. */
export const listOldSeals = async (
  tx: Tx,
  { deskId, below }: DeskBelow,
): Promise<z.output<typeof Row>[]> => {
  const rows: unknown[] = await sql(tx)('search_seals')
    .where({ recipient_kind: 'desk', recipient_id: deskId })
    .where('version', '<', below)
  return rows.map(row => Row.parse(row))
}

export const deleteOldSeal = async (
  tx: Tx,
  {
    keyId,
    deskId,
    version,
  }: { readonly keyId: SearchKeyId; readonly deskId: string; readonly version: number },
): Promise<void> => {
  await sql(tx)('search_seals')
    .where({ key_id: keyId, recipient_kind: 'desk', recipient_id: deskId, version })
    .delete()
}
