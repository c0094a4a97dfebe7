import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, SearchKeyId } from '../vocabulary/ids'

const SealRow = z.object({
  recipient_kind: z.enum(['desk', 'staff']),
  recipient_id: z.string(),
  version: z.number(),
  sealed: z.instanceof(Buffer),
  sealed_mac: z.instanceof(Buffer),
})
export type SearchSealRow = z.output<typeof SealRow>

/** False when the organisation has one already; a second maker waits until the first is done. */
export const insertKey = async (
  tx: Tx,
  key: { readonly id: SearchKeyId; readonly organisationId: OrganisationId; readonly madeOn: Day },
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('search_keys')
    .insert({ id: key.id, organisation_id: key.organisationId, made_on: key.madeOn })
    .onConflict('organisation_id')
    .ignore()
    .returning('id')
  return made.length > 0
}

const KeyRow = z.object({ id: z.string().transform(id => id as SearchKeyId) })

export const findKeyId = async (tx: Tx, id: OrganisationId): Promise<SearchKeyId | undefined> => {
  const row: unknown = await sql(tx)('search_keys').where({ organisation_id: id }).first('id')
  return row === undefined ? undefined : KeyRow.parse(row).id
}

export const listSeals = async (tx: Tx, id: SearchKeyId): Promise<SearchSealRow[]> => {
  const rows: unknown[] = await sql(tx)('search_seals').where({ key_id: id })
  return rows.map(row => SealRow.parse(row))
}

/** Sealing the same key to the same recipient again heals a row that was tampered with. */
export const insertSeals = async (
  tx: Tx,
  id: SearchKeyId,
  rows: readonly SearchSealRow[],
): Promise<void> => {
  await sql(tx)('search_seals')
    .insert(rows.map(row => ({ ...row, key_id: id })))
    .onConflict(['key_id', 'recipient_kind', 'recipient_id', 'version'])
    .merge(['sealed', 'sealed_mac'])
}

export const deleteSealsTo = async (tx: Tx, recipientId: string): Promise<void> => {
  await sql(tx)('search_seals')
    .where({ recipient_kind: 'staff', recipient_id: recipientId })
    .delete()
}
