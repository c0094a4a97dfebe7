import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, MessageId, ReportId, StaffId } from '../vocabulary/ids'

const MessageRow = z.object({
  id: z.string().transform(id => id as MessageId),
  case_id: z.string().transform(id => id as CaseId),
  report_id: z.string().transform(id => id as ReportId),
  from_side: z.enum(['reporter', 'staff']),
  staff_id: z
    .string()
    .nullable()
    .transform(id => id as StaffId | null),
  sent_on: z.string().transform(asDay),
  sent_at: z.date().nullable(),
  read_by_reporter_on: z.string().transform(asDay).nullable(),
  read_by_staff_at: z.date().nullable(),
  once: z.string(),
  sealed_body: z.instanceof(Buffer),
})
export type MessageRow = z.output<typeof MessageRow>

/** false when this form was sent before: there is one message, however often it comes. */
export const insertMessage = async (tx: Tx, row: MessageRow): Promise<boolean> => {
  // Whoever writes to the case waits, so that each message gets a place of its own in it.
  await sql(tx).raw('SELECT 1 FROM cases WHERE id = ? FOR NO KEY UPDATE', [row.case_id])
  const arrival = sql(tx).raw(
    '(SELECT coalesce(max(arrival), 0) + 1 FROM messages WHERE case_id = ?)',
    [row.case_id],
  )
  const inserted: unknown[] = await sql(tx)('messages')
    .insert({ ...row, arrival })
    .onConflict(['case_id', 'once'])
    .ignore()
    .returning('id')
  return inserted.length > 0
}

export const listMessageRows = async (
  tx: Tx,
  caseId: CaseId,
  reportId?: ReportId,
): Promise<MessageRow[]> => {
  const query = sql(tx)('messages').where({ case_id: caseId })
  if (reportId !== undefined) void query.where({ report_id: reportId })
  // A thread is short; the bound keeps a flooded one from filling the page's memory.
  const rows: unknown[] = await query.orderBy('arrival', 'desc').limit(500)
  return rows.map(row => MessageRow.parse(row)).reverse()
}

/** As many as a page of found cases can have between them, the newest of each first. */
const MANY = 5_000

export const listMessagesOf = async (tx: Tx, caseIds: readonly CaseId[]): Promise<MessageRow[]> => {
  const rows: unknown[] = await sql(tx)('messages')
    .whereIn('case_id', caseIds)
    .orderBy('arrival', 'desc')
    .limit(MANY)
  return rows.map(row => MessageRow.parse(row))
}

export const markReadByReporter = async (tx: Tx, reportId: ReportId, on: Day): Promise<void> => {
  await sql(tx)('messages')
    .where({ report_id: reportId, from_side: 'staff' })
    .whereNull('read_by_reporter_on')
    .update({ read_by_reporter_on: on })
}

export const markReadByStaff = async (tx: Tx, caseId: CaseId, at: Date): Promise<void> => {
  await sql(tx)('messages')
    .where({ case_id: caseId, from_side: 'reporter' })
    .whereNull('read_by_staff_at')
    .update({ read_by_staff_at: at })
}

export const deleteMessages = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('messages').where({ case_id: caseId }).delete()
}
