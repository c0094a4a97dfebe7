import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { LawDraftId, StaffId } from '../vocabulary/ids'
import { draftStates, type DraftState, type LawDraft } from './draft'

const staffId = z.string().transform(id => id as StaffId)
const Row = z
  .object({
    id: z.string().transform(id => id as LawDraftId),
    kind: z.string(),
    code: z.string(),
    place: z.string(),
    version: z.number(),
    valid_from: z.string().transform(asDay),
    words: z.string(),
    before_words: z.string(),
    source: z.string(),
    status: z.enum(['P', 'N', 'S', 'M', 'E', 'D']),
    state: z.enum(draftStates),
    made_by: staffId,
    made_at: z.date(),
    decided_by: staffId.nullable(),
    decided_at: z.date().nullable(),
    decided_why: z.string().nullable(),
  })
  .transform(
    ({
      valid_from,
      before_words,
      made_by,
      made_at,
      decided_by,
      decided_at,
      decided_why,
      ...rest
    }): LawDraft => ({
      ...{ ...rest, validFrom: valid_from, beforeWords: before_words },
      ...{ madeBy: made_by, madeAt: made_at, decidedBy: decided_by, decidedAt: decided_at },
      decidedWhy: decided_why,
    }),
  )

type NewDraft = Omit<LawDraft, 'state' | 'decidedBy' | 'decidedAt' | 'decidedWhy'>

const toRow = ({ validFrom, beforeWords, madeBy, madeAt, ...rest }: NewDraft) => ({
  ...{ ...rest, state: 'draft', valid_from: validFrom, before_words: beforeWords },
  ...{ made_by: madeBy, made_at: madeAt },
})

/** false when another one of this entry is open. */
export const insertDraft = async (tx: Tx, draft: NewDraft): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('law_drafts')
    .insert(toRow(draft))
    .onConflict()
    .ignore()
    .returning('id')
  return made.length > 0
}

/** What its author has amended; false once it is a draft of theirs no more. */
export const updateDraft = async (tx: Tx, draft: NewDraft): Promise<boolean> => {
  const count = await sql(tx)('law_drafts')
    .where({ id: draft.id, state: 'draft', made_by: draft.madeBy })
    .update(toRow(draft))
  return count > 0
}

export const findDraft = async (
  tx: Tx,
  id: LawDraftId,
  hold: 'no' | 'wait' = 'no',
): Promise<LawDraft | undefined> => {
  const query = sql(tx)('law_drafts').where({ id })
  if (hold === 'wait') void query.forUpdate()
  const row: unknown = await query.first()
  return row === undefined ? undefined : Row.parse(row)
}

const OPEN = ['draft', 'proposed']

export const findOpenOf = async (
  tx: Tx,
  entry: Pick<LawDraft, 'kind' | 'code' | 'place'>,
): Promise<LawDraft | undefined> => {
  const { kind, code, place } = entry
  const row: unknown = await sql(tx)('law_drafts')
    .where({ kind, code, place })
    .whereIn('state', OPEN)
    .forUpdate()
    .first()
  return row === undefined ? undefined : Row.parse(row)
}

/** Wherever they are to hold. */
export const listOpenOfCode = async (
  tx: Tx,
  { kind, code }: Pick<LawDraft, 'kind' | 'code'>,
): Promise<LawDraft[]> => {
  const rows: unknown[] = await sql(tx)('law_drafts').where({ kind, code }).whereIn('state', OPEN)
  return rows.map(row => Row.parse(row))
}

const LISTED = 50

/** Theirs that were not agreed to, until they are written anew. */
export const listRefusedOf = async (tx: Tx, madeBy: StaffId): Promise<LawDraft[]> => {
  const rows: unknown[] = await sql(tx)('law_drafts as one')
    .where({ state: 'refused', made_by: madeBy })
    .whereNotExists(query => {
      void query
        .from('law_drafts as other')
        .whereRaw('(other.kind, other.code, other.place) = (one.kind, one.code, one.place)')
        .whereRaw('other.made_at > one.made_at')
    })
    .orderBy('made_at', 'desc')
    .limit(LISTED)
  return rows.map(row => Row.parse(row))
}

export const listOpen = async (tx: Tx): Promise<LawDraft[]> => {
  const rows: unknown[] = await sql(tx)('law_drafts')
    .whereIn('state', OPEN)
    .orderBy('made_at')
    .limit(LISTED)
  return rows.map(row => Row.parse(row))
}

type Decided = { readonly by: StaffId; readonly at: Date; readonly why: string | null }

export const setState = async (
  tx: Tx,
  id: LawDraftId,
  state: DraftState,
  decided?: Decided,
): Promise<void> => {
  await sql(tx)('law_drafts')
    .where({ id })
    .update({
      state,
      ...(decided && { decided_by: decided.by, decided_at: decided.at, decided_why: decided.why }),
    })
}
