import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'

const Counted = z.object({
  rows: z.tuple([z.object({ failures: z.number(), locked_until: z.date().nullable() })]),
})

export type Attempt = { readonly failures: number; readonly lockedUntil: Date | undefined }

type Count = {
  readonly nameHash: Buffer
  readonly now: Date
  /** Failures older than this no longer count. */
  readonly since: Date
  readonly lockUntil: Date
  readonly allowed: number
}

/**
 * Counts an attempt before it is made, so that many at once cannot pass the limit together. The one that
 * reaches the limit locks the name and may still be made; when it succeeds, the lock goes with the count.
 */
export const countAttempt = async (tx: Tx, count: Count): Promise<Attempt> => {
  const result: unknown = await sql(tx).raw(
    `INSERT INTO sign_in_attempts AS seen (name_hash, failures, last_at)
     VALUES (:nameHash, 1, :now)
     ON CONFLICT (name_hash) DO UPDATE SET
       failures = CASE WHEN seen.last_at <= :since THEN 1 ELSE seen.failures + 1 END,
       locked_until = CASE
         WHEN seen.locked_until > :now THEN seen.locked_until
         WHEN seen.last_at > :since AND seen.failures + 1 >= :allowed THEN :lockUntil
       END,
       last_at = CASE WHEN seen.locked_until > :now THEN seen.last_at ELSE :now END
     RETURNING failures, locked_until`,
    { ...count },
  )
  const [row] = Counted.parse(result).rows
  return { failures: row.failures, lockedUntil: row.locked_until ?? undefined }
}

/** Takes back the count of an attempt that succeeded, leaving earlier failures counted. */
export const takeBackAttempt = async (tx: Tx, nameHash: Buffer, allowed: number): Promise<void> => {
  await sql(tx).raw(
    `UPDATE sign_in_attempts SET failures = greatest(least(failures, :allowed) - 1, 0), locked_until = NULL
     WHERE name_hash = :nameHash`,
    { nameHash, allowed },
  )
}

export const forgetAttempts = async (tx: Tx, nameHash: Buffer): Promise<void> => {
  await sql(tx)('sign_in_attempts').where({ name_hash: nameHash }).delete()
}

/** Also what was counted while the clock was ahead: its lock would last as long as the clock was wrong. */
export const sweepAttempts = async (tx: Tx, before: Date, after: Date): Promise<void> => {
  await sql(tx)('sign_in_attempts')
    .where('last_at', '<=', before)
    .orWhere('last_at', '>', after)
    .delete()
}
