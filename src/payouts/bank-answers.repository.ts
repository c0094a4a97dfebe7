import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

type NewAnswer = {
  readonly id: string
  readonly organisation_id: OrganisationId
  readonly digest: Buffer
  readonly rows: number
  readonly paid: number
  readonly failed: number
  readonly taken_by: StaffId
  readonly taken_at: Date
}

/** false: the same file was taken before. */
export const insertAnswer = async (tx: Tx, answer: NewAnswer): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('bank_answers')
    .insert(answer)
    .onConflict(['organisation_id', 'digest'])
    .ignore()
    .returning('id')
  return made.length > 0
}

const AnswerRow = z.object({
  rows: z.number(),
  paid: z.number(),
  failed: z.number(),
  taken_by: z.string().transform(text => text as StaffId),
  taken_at: z.date(),
})

/** Newest first. */
export const listAnswers = async (tx: Tx, body: OrganisationId, limit: number) => {
  const rows: unknown[] = await sql(tx)('bank_answers')
    .where({ organisation_id: body })
    .orderBy('taken_at', 'desc')
    .limit(limit)
  return rows.map(row => AnswerRow.parse(row))
}

export const wasTaken = async (tx: Tx, body: OrganisationId, digest: Buffer): Promise<boolean> => {
  const row: unknown = await sql(tx)('bank_answers')
    .where({ organisation_id: body, digest })
    .first('id')
  return row !== undefined
}
