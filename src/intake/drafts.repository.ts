import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, DraftId } from '../vocabulary/ids'

/** Read with nearly every request of a report, so its shape is not looked at again: the table keeps it. */
export type DraftRow = {
  readonly id: DraftId
  readonly case_id: CaseId
  readonly expires_on: Day
  readonly sealed_case_key: Buffer
  readonly sealed_identity_key: Buffer
  readonly sealed_answers: Buffer
  readonly sealed_identity: Buffer | null
  readonly resume_lookup: Buffer | null
  readonly resume_wrapped_key: Buffer | null
  readonly sealed_resume_code: Buffer | null
  readonly sealed_unfinished: Buffer | null
  readonly sealed_unfinished_identity: Buffer | null
  /** The database's own mark of the row's version (xmin): another one after every change. */
  readonly version: string
}
type Found = { readonly rows: readonly DraftRow[] }

/** A new draft has no code yet, and no page half filled in. */
export const insertDraft = async (
  tx: Tx,
  row: Omit<
    DraftRow,
    'resume_lookup' | 'resume_wrapped_key' | 'sealed_resume_code' | 'sealed_unfinished' | 'version'
  >,
): Promise<void> => {
  await sql(tx)('drafts').insert(row)
}

/** `hold`: keeps the row until the transaction ends, so that the same form sent twice takes turns. */
export const findDraft = async (
  tx: Tx,
  id: DraftId,
  { today, hold }: { readonly today: Day; readonly hold: boolean },
): Promise<DraftRow | undefined> => {
  const { rows } = await sql(tx).raw<Found>(
    `SELECT *, xmin::text AS version FROM drafts WHERE id = ? AND expires_on >= ?${hold ? ' FOR UPDATE' : ''}`,
    [id, today],
  )
  return rows[0]
}

/** Held until the transaction ends: which writing of the row it is now. */
export const holdVersion = async (tx: Tx, id: DraftId, today: Day): Promise<string | undefined> => {
  const { rows } = await sql(tx).raw<{ readonly rows: readonly { readonly version: string }[] }>(
    'SELECT xmin::text AS version FROM drafts WHERE id = ? AND expires_on >= ? FOR UPDATE',
    [id, today],
  )
  return rows[0]?.version
}

/** Held until the transaction ends. */
export const findDraftByCode = async (
  tx: Tx,
  lookups: readonly Buffer[],
  today: Day,
): Promise<DraftRow | undefined> => {
  const { rows } = await sql(tx).raw<Found>(
    `SELECT *, xmin::text AS version FROM drafts
     WHERE resume_lookup = ANY(?::bytea[]) AND expires_on >= ? FOR UPDATE`,
    [[...lookups], today],
  )
  return rows[0]
}

type Change = Partial<Omit<DraftRow, 'id' | 'case_id' | 'version'>>

export const updateDraft = async (tx: Tx, id: DraftId, change: Change): Promise<void> => {
  await sql(tx)('drafts').where({ id }).update(change)
}

/** @returns whether the row was still the one that was read */
export const updateSame = async (
  tx: Tx,
  { id, version }: { readonly id: DraftId; readonly version: string },
  change: Change,
): Promise<boolean> => {
  const changed: number = await sql(tx)('drafts')
    .where({ id })
    .whereRaw('xmin::text = ?', [version])
    .update(change)
  return changed > 0
}

export const deleteDraft = async (tx: Tx, id: DraftId): Promise<void> => {
  await sql(tx)('drafts').where({ id }).delete()
}

const Ids = z.array(z.object({ id: z.string().transform(id => id as DraftId) }))
export const listExpiredDrafts = async (tx: Tx, today: Day): Promise<DraftId[]> => {
  const rows: unknown = await sql(tx)('drafts').where('expires_on', '<', today).select('id')
  return Ids.parse(rows).map(({ id }) => id)
}
