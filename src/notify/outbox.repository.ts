import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import type { MailId, MailKind } from './notice'

type NewMail = {
  readonly id: MailId
  readonly kind: MailKind
  readonly staffId: StaffId
  readonly dueAt: Date
}

/** Nothing when a mail to this person waits already. */
export const insertMail = async (tx: Tx, { id, kind, staffId, dueAt }: NewMail): Promise<void> => {
  await sql(tx)('outbox')
    .insert({ id, kind, staff_id: staffId, state: 'waiting', due_at: dueAt })
    .onConflict()
    .ignore()
}

/** The person's last mail lies so far back that another may follow. */
const rested = `NOT EXISTS (SELECT 1 FROM outbox AS last
  WHERE last.staff_id = outbox.staff_id AND last.state = 'sent' AND last.settled_at > :since)`

export type Moment = { readonly now: Date; readonly since: Date }

const Ids = z.object({ rows: z.array(z.object({ id: z.string() })) })

/** What may be sent now, and what a process that ended has left half sent. */
export const listReady = async (tx: Tx, { now, since }: Moment): Promise<MailId[]> => {
  const result: unknown = await sql(tx).raw(
    `SELECT id FROM outbox
     WHERE (state = 'waiting' AND due_at <= :now AND ${rested}) OR state = 'sending'
     ORDER BY id FOR UPDATE SKIP LOCKED`,
    { now, since },
  )
  return Ids.parse(result).rows.map(({ id }) => id)
}

/** The mail is ours to send, and whoever looks after us knows that it may be out. */
export const claimMail = async (tx: Tx, id: MailId, { now, since }: Moment): Promise<boolean> => {
  const result: unknown = await sql(tx).raw(
    `UPDATE outbox SET state = 'sending'
     WHERE id = :id AND state = 'waiting' AND due_at <= :now AND ${rested} RETURNING id`,
    { id, now, since },
  )
  return Ids.parse(result).rows.length > 0
}

const SendingRow = z.object({
  kind: z.enum(['news']),
  staff_id: z.string().transform(id => id as StaffId),
  tries: z.number(),
  cut: z.boolean(),
})
export type Sending = z.output<typeof SendingRow>

/** Held until the transaction ends; undefined when it is not being sent, or somebody else holds it. */
export const lockSending = async (tx: Tx, id: MailId): Promise<Sending | undefined> => {
  const row: unknown = await sql(tx)('outbox')
    .where({ id, state: 'sending' })
    .forUpdate()
    .skipLocked()
    .first('kind', 'staff_id', 'tries', 'cut')
  return row === undefined ? undefined : SendingRow.parse(row)
}

export const markCut = async (tx: Tx, id: MailId): Promise<void> => {
  await sql(tx)('outbox').where({ id }).update({ cut: true })
}

export const settleMail = async (
  tx: Tx,
  id: MailId,
  { state, at }: { readonly state: 'sent' | 'refused'; readonly at: Date },
): Promise<void> => {
  await sql(tx)('outbox').where({ id }).update({ state, settled_at: at })
}

export const postponeMail = async (
  tx: Tx,
  id: MailId,
  { tries, dueAt }: { readonly tries: number; readonly dueAt: Date },
): Promise<void> => {
  // Nothing went out: what a cut may have sent before is not more likely now.
  await sql(tx)('outbox').where({ id }).update({ state: 'waiting', tries, due_at: dueAt })
}

export const removeMail = async (tx: Tx, id: MailId): Promise<void> => {
  await sql(tx)('outbox').where({ id }).delete()
}

export const removeSettled = async (tx: Tx, before: Date): Promise<void> => {
  await sql(tx)('outbox').where('settled_at', '<', before).delete()
}
