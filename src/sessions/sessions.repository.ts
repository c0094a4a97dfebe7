import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'
import type { Side } from './session'

type SessionRow = {
  readonly id_hash: Buffer
  readonly side: Side
  readonly stage: string
  readonly staff_id: StaffId | null
  readonly sealed: Buffer
  readonly expires_at: Date
}

type Wanted = { readonly side: Side; readonly idHash: Buffer; readonly now: Date }

export const insertSession = async (tx: Tx, row: SessionRow): Promise<void> => {
  await sql(tx)<SessionRow>('sessions').insert(row)
}

export const findSession = async (
  tx: Tx,
  { side, idHash, now }: Wanted,
  hold: boolean,
): Promise<SessionRow | undefined> => {
  const { rows } = await sql(tx).raw<{ readonly rows: readonly SessionRow[] }>(
    `SELECT * FROM sessions WHERE id_hash = ? AND side = ? AND expires_at > ?${hold ? ' FOR UPDATE' : ''}`,
    [idHash, side, now],
  )
  return rows[0]
}

/** How many rows it met: none, when the session ended meanwhile. */
export const updateSession = (
  tx: Tx,
  idHash: Buffer,
  changes: Pick<SessionRow, 'sealed'> & Partial<Pick<SessionRow, 'expires_at'>>,
): Promise<number> => sql(tx)<SessionRow>('sessions').where({ id_hash: idHash }).update(changes)

/** Writes only when the end moves: a reporter's row is touched once an hour at most. */
export const postponeExpiry = async (tx: Tx, idHash: Buffer, until: Date): Promise<void> => {
  await sql(tx)<SessionRow>('sessions')
    .where({ id_hash: idHash })
    .where('expires_at', '<', until)
    .update({ expires_at: until })
}

export const deleteSession = async (tx: Tx, idHash: Buffer): Promise<void> => {
  await sql(tx)('sessions').where({ id_hash: idHash }).delete()
}

export const deleteSessionsOf = async (tx: Tx, staffId: StaffId): Promise<void> => {
  await sql(tx)('sessions').where({ staff_id: staffId }).delete()
}

export const deleteExpired = (tx: Tx, now: Date): Promise<number> =>
  sql(tx)('sessions').where('expires_at', '<=', now).delete()
