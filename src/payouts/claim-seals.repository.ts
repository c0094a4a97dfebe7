import { z } from 'zod'
import type { DeskBelow } from '../desks'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { ClaimId } from '../vocabulary/ids'
import { toClaim, type SealedClaim } from './claims.repository'

const Count = z.object({ count: z.coerce.number() })

export const countOldSeals = async (
  tx: Tx,
  { deskId, below }: DeskBelow,
  cap: number,
): Promise<number> => {
  const some = sql(tx)('award_claims')
    .where({ desk_id: deskId })
    .where('desk_version', '<', below)
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*) AS count'))
  return Count.parse(row).count
}

export const takeOldSeals = async (
  tx: Tx,
  { deskId, below, skip, limit }: DeskBelow & { skip: readonly string[]; limit: number },
): Promise<SealedClaim[]> => {
  const rows: unknown[] = await sql(tx)('award_claims')
    .where({ desk_id: deskId })
    .where('desk_version', '<', below)
    .whereNotIn('id', [...skip])
    .limit(limit)
    .forUpdate()
    .skipLocked()
  return rows.map(toClaim)
}

export const saveSeal = async (
  tx: Tx,
  { id, version, bytes }: { id: ClaimId; version: number; bytes: Buffer },
): Promise<void> => {
  await sql(tx)('award_claims')
    .where({ id })
    .update({ desk_version: version, desk_sealed_key: bytes })
}
