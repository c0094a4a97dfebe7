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

type NewKey = {
  readonly id: SearchKeyId
  readonly organisationId: OrganisationId
  readonly version: number
  readonly madeOn: Day
}

/** False when there is this version already; a second maker waits until the first is done. */
export const insertKey = async (
  tx: Tx,
  { id, organisationId, version, madeOn }: NewKey,
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('search_keys')
    .insert({ id, organisation_id: organisationId, version, made_on: madeOn })
    .onConflict(['organisation_id', 'version'])
    .ignore()
    .returning('id')
  return made.length > 0
}

const KeyRow = z.object({
  id: z.string().transform(id => id as SearchKeyId),
  version: z.number(),
})
export type KeyVersion = z.output<typeof KeyRow>

/** Those that are asked, the newest first: what is indexed from now on is indexed under that one. */
export const listKeys = async (tx: Tx, id: OrganisationId): Promise<KeyVersion[]> => {
  const rows: unknown[] = await sql(tx)('search_keys')
    .where({ organisation_id: id })
    .whereNull('retired_on')
    .orderBy('version', 'desc')
    .select('id', 'version')
  return rows.map(row => KeyRow.parse(row))
}

/** Whether it is in use still; if so, it stays so until the transaction ends. */
export const holdKey = async (tx: Tx, id: SearchKeyId): Promise<boolean> =>
  (await sql(tx)('search_keys').where({ id }).whereNull('retired_on').forKeyShare().first('id')) !==
  undefined

/** Waits for whoever writes under them at this moment. */
export const lockKeys = async (tx: Tx, ids: readonly SearchKeyId[]): Promise<void> => {
  await sql(tx)('search_keys').whereIn('id', ids).orderBy('id').forUpdate().select('id')
}

/** Nobody holds them any more. */
export const retireKeys = async (
  tx: Tx,
  ids: readonly SearchKeyId[],
  retiredOn: Day,
): Promise<void> => {
  await sql(tx)('search_seals').whereIn('key_id', ids).delete()
  await sql(tx)('search_keys').whereIn('id', ids).update({ retired_on: retiredOn })
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
