import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Recipient } from './notice'

const idOf = (recipient: Recipient): string =>
  recipient.kind === 'intake' ? recipient.organisationId : recipient.staffId

/** In the order of their ids, so that two transactions never wait for each other. */
export const insertMarks = async (
  tx: Tx,
  recipients: readonly Recipient[],
  dueAt: Date,
): Promise<void> => {
  if (recipients.length === 0) return
  const rows = recipients
    .map(one => ({ recipient_kind: one.kind, recipient_id: idOf(one), due_at: dueAt }))
    .sort((one, other) => (one.recipient_id < other.recipient_id ? -1 : 1))
  await sql(tx)('notice_marks').insert(rows).onConflict().ignore()
}

const MarkRow = z.object({ recipient_kind: z.enum(['intake', 'staff']), recipient_id: z.string() })

const toRecipient = (row: unknown): Recipient => {
  const { recipient_kind: kind, recipient_id: id } = MarkRow.parse(row)
  return kind === 'intake'
    ? { kind, organisationId: id as OrganisationId }
    : { kind, staffId: id as StaffId }
}

/** Takes the marks whose hour is over. Only one taker gets each. */
export const takeDueMarks = async (tx: Tx, now: Date): Promise<Recipient[]> => {
  const rows: unknown[] = await sql(tx)('notice_marks')
    .where('due_at', '<=', now)
    .delete()
    .returning(['recipient_kind', 'recipient_id'])
  return rows.map(toRecipient)
}
