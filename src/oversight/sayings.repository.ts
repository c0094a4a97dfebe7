import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { LetterId, StaffId } from '../vocabulary/ids'

const staff = z.string().transform(text => text as StaffId)

const AnswerRow = z.object({
  letter_id: z.string().transform(text => text as LetterId),
  number: z.number(),
  once: z.string(),
  answered_by: staff,
  answered_at: z.date(),
  returned_by: staff.nullable(),
  returned_at: z.date().nullable(),
  sealed_words: z.instanceof(Buffer),
  sealed_return: z.instanceof(Buffer).nullable(),
})
export type AnswerRow = z.output<typeof AnswerRow>

const DoneRow = z.object({
  number: z.number(),
  once: z.string(),
  done_by: staff,
  done_at: z.date(),
  sealed_words: z.instanceof(Buffer),
})
const TermRow = DoneRow.extend({
  from_day: z.string().transform(asDay),
  to_day: z.string().transform(asDay),
})
export type DoneRow = z.output<typeof DoneRow>
export type TermRow = z.output<typeof TermRow>

export const listAnswers = async (tx: Tx, letterId: LetterId): Promise<AnswerRow[]> => {
  const rows: unknown[] = await sql(tx)('oversight_answers')
    .where({ letter_id: letterId })
    .orderBy('number')
  return rows.map(row => AnswerRow.parse(row))
}
export const listChases = async (tx: Tx, letterId: LetterId): Promise<DoneRow[]> => {
  const rows: unknown[] = await sql(tx)('oversight_chases')
    .where({ letter_id: letterId })
    .orderBy('number')
  return rows.map(row => DoneRow.parse(row))
}
export const listTerms = async (tx: Tx, letterId: LetterId): Promise<TermRow[]> => {
  const rows: unknown[] = await sql(tx)('oversight_terms')
    .where({ letter_id: letterId })
    .orderBy('number')
  return rows.map(row => TermRow.parse(row))
}

const tables = {
  answer: 'oversight_answers',
  chase: 'oversight_chases',
  prolong: 'oversight_terms',
} as const
type Said = keyof typeof tables

const Found = z.object({ letter_id: z.string(), by: z.string() })

/** Which letter a form was sent for before, and by whom. */
export const findSaid = async (
  tx: Tx,
  kind: Said,
  once: string,
): Promise<{ readonly letterId: string; readonly by: string } | undefined> => {
  const by = kind === 'answer' ? 'answered_by as by' : 'done_by as by'
  const row: unknown = await sql(tx)(tables[kind]).where({ once }).first('letter_id', by)
  if (row === undefined) return undefined
  const found = Found.parse(row)
  return { letterId: found.letter_id, by: found.by }
}

type NewSaid = {
  answer: Omit<AnswerRow, 'returned_by' | 'returned_at' | 'sealed_return'>
  chase: DoneRow & { readonly letter_id: LetterId }
  prolong: TermRow & { readonly letter_id: LetterId }
}

export const insertSaid = async <K extends Said>(
  tx: Tx,
  kind: K,
  row: NewSaid[K],
): Promise<void> => {
  await sql(tx)(tables[kind]).insert(row)
}

export const returnAnswer = async (
  tx: Tx,
  { letter_id, number }: Pick<AnswerRow, 'letter_id' | 'number'>,
  change: Pick<AnswerRow, 'returned_by' | 'returned_at' | 'sealed_return'>,
): Promise<void> => {
  await sql(tx)('oversight_answers').where({ letter_id, number }).update(change)
}
