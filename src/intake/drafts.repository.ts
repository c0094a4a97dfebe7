import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, DraftId } from '../vocabulary/ids'

const buffer = z.instanceof(Buffer)
const DraftRow = z.object({
  id: z.string().transform(id => id as DraftId),
  case_id: z.string().transform(id => id as CaseId),
  expires_on: z.string().transform(asDay),
  sealed_case_key: buffer,
  sealed_identity_key: buffer,
  sealed_answers: buffer,
  sealed_identity: buffer.nullable(),
  resume_lookup: buffer.nullable(),
  resume_wrapped_key: buffer.nullable(),
  sealed_resume_code: buffer.nullable(),
  sealed_unfinished: buffer.nullable(),
  sealed_unfinished_identity: buffer.nullable(),
})
export type DraftRow = z.output<typeof DraftRow>

/** A new draft has no code yet, and no page half filled in. */
export const insertDraft = async (
  tx: Tx,
  row: Omit<
    DraftRow,
    | 'resume_lookup'
    | 'resume_wrapped_key'
    | 'sealed_resume_code'
    | 'sealed_unfinished'
    | 'sealed_unfinished_identity'
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
  const query = sql(tx)('drafts').where({ id }).where('expires_on', '>=', today)
  const row: unknown = await (hold ? query.forUpdate() : query).first()
  return row === undefined ? undefined : DraftRow.parse(row)
}

/** Held until the transaction ends. */
export const findDraftByCode = async (
  tx: Tx,
  lookup: Buffer,
  today: Day,
): Promise<DraftRow | undefined> => {
  const row: unknown = await sql(tx)('drafts')
    .where({ resume_lookup: lookup })
    .where('expires_on', '>=', today)
    .forUpdate()
    .first()
  return row === undefined ? undefined : DraftRow.parse(row)
}

export const updateDraft = async (
  tx: Tx,
  id: DraftId,
  change: Partial<Omit<DraftRow, 'id' | 'case_id'>>,
): Promise<void> => {
  await sql(tx)('drafts').where({ id }).update(change)
}

export const deleteDraft = async (tx: Tx, id: DraftId): Promise<void> => {
  await sql(tx)('drafts').where({ id }).delete()
}

const Ids = z.array(z.object({ id: z.string().transform(id => id as DraftId) }))
export const listExpiredDrafts = async (tx: Tx, today: Day): Promise<DraftId[]> => {
  const rows: unknown = await sql(tx)('drafts').where('expires_on', '<', today).select('id')
  return Ids.parse(rows).map(({ id }) => id)
}
