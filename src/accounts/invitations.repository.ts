import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffId } from '../vocabulary/ids'

const InvitationRow = z.object({
  staff_id: z.string().transform(id => id as StaffId),
  expires_at: z.date(),
  used_at: z.date().nullable(),
})

export type Invitation = {
  readonly staffId: StaffId
  readonly expiresAt: Date
  readonly usedAt: Date | undefined
}

type NewInvitation = {
  readonly staffId: StaffId
  readonly tokenHash: Buffer
  readonly madeBy: StaffId
  readonly madeAt: Date
  readonly expiresAt: Date
}

/** An earlier link of the person opens nothing from now on. */
export const saveInvitation = async (tx: Tx, invitation: NewInvitation): Promise<void> => {
  await sql(tx)('staff_invitations')
    .insert({
      staff_id: invitation.staffId,
      token_hash: invitation.tokenHash,
      made_by: invitation.madeBy,
      made_at: invitation.madeAt,
      expires_at: invitation.expiresAt,
      used_at: null,
    })
    .onConflict('staff_id')
    .merge()
}

/** Held: the same link opened twice takes turns. */
export const holdInvitation = async (
  tx: Tx,
  tokenHash: Buffer,
): Promise<Invitation | undefined> => {
  const row: unknown = await sql(tx)('staff_invitations')
    .where({ token_hash: tokenHash })
    .forUpdate()
    .first()
  if (row === undefined) return undefined
  const read = InvitationRow.parse(row)
  return { staffId: read.staff_id, expiresAt: read.expires_at, usedAt: read.used_at ?? undefined }
}

export const markInvitationUsed = async (tx: Tx, staffId: StaffId, at: Date): Promise<void> => {
  await sql(tx)('staff_invitations').where({ staff_id: staffId }).update({ used_at: at })
}
