import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { AppealId, StaffId } from '../vocabulary/ids'

const day = z.string().transform(asDay)
const AnswerRow = z.object({
  id: z.string(),
  appeal_id: z.string().transform(id => id as AppealId),
  staff_id: z.string().transform(id => id as StaffId),
  sent_on: day,
  sent_at: z.date(),
  read_by_reporter_on: day.nullable(),
  once: z.string(),
  sealed_body: z.instanceof(Buffer),
})
export type AnswerRow = z.output<typeof AnswerRow>

/** false when this form was sent before. */
export const insertAnswer = async (tx: Tx, row: AnswerRow): Promise<boolean> => {
  const inserted: unknown[] = await sql(tx)('appeal_answers')
    .insert(row)
    .onConflict(['appeal_id', 'once'])
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** Oldest first, at most the newest 100. */
export const listAnswers = async (tx: Tx, appealId: AppealId): Promise<AnswerRow[]> => {
  const rows: unknown[] = await sql(tx)('appeal_answers')
    .where({ appeal_id: appealId })
    .orderBy([
      { column: 'sent_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(100)
  return rows.map(row => AnswerRow.parse(row)).reverse()
}

export const markAnswersRead = async (
  tx: Tx,
  appealIds: readonly AppealId[],
  on: Day,
): Promise<void> => {
  await sql(tx)('appeal_answers')
    .whereIn('appeal_id', appealIds)
    .whereNull('read_by_reporter_on')
    .update({ read_by_reporter_on: on })
}

export const deleteAnswers = async (tx: Tx, appealIds: readonly AppealId[]): Promise<void> => {
  await sql(tx)('appeal_answers').whereIn('appeal_id', appealIds).delete()
}
