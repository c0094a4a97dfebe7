import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { FactorResetId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { FactorAnswer, FactorReset } from './factor-reset'

const staffId = z.string().transform(id => id as StaffId)

const Row = z.object({
  id: z.string().transform(id => id as FactorResetId),
  staff_id: staffId,
  ground: z.string(),
  asked_by: staffId,
  asked_at: z.date(),
  expires_at: z.date(),
  answer: z.enum(['approved', 'refused', 'expired', 'withdrawn']).nullable(),
  answered_by: staffId.nullable(),
})

const toReset = (row: unknown): FactorReset => {
  const read = Row.parse(row)
  return {
    id: read.id,
    staffId: read.staff_id,
    ground: read.ground,
    askedBy: read.asked_by,
    askedAt: read.asked_at,
    expiresAt: read.expires_at,
    answer: read.answer ?? undefined,
    answeredBy: read.answered_by ?? undefined,
  }
}

/** False when one for this person waits already. */
export const insertReset = async (
  tx: Tx,
  reset: Omit<FactorReset, 'answer' | 'answeredBy'>,
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('factor_resets')
    .insert({
      id: reset.id,
      staff_id: reset.staffId,
      ground: reset.ground,
      asked_by: reset.askedBy,
      asked_at: reset.askedAt,
      expires_at: reset.expiresAt,
    })
    .onConflict(sql(tx).raw('(staff_id) WHERE answer IS NULL'))
    .ignore()
    .returning('id')
  return made.length > 0
}

/** Held: two who answer take turns, and the second finds it answered. */
export const holdReset = async (tx: Tx, id: FactorResetId): Promise<FactorReset | undefined> => {
  const row: unknown = await sql(tx)('factor_resets').where({ id }).forUpdate().first()
  return row === undefined ? undefined : toReset(row)
}

export const findReset = async (tx: Tx, id: FactorResetId): Promise<FactorReset | undefined> => {
  const row: unknown = await sql(tx)('factor_resets').where({ id }).first()
  return row === undefined ? undefined : toReset(row)
}

export const findOpenReset = async (tx: Tx, id: StaffId): Promise<FactorReset | undefined> => {
  const row: unknown = await sql(tx)('factor_resets').where({ staff_id: id, answer: null }).first()
  return row === undefined ? undefined : toReset(row)
}

export const saveAnswer = async (
  tx: Tx,
  id: FactorResetId,
  given: { readonly answer: FactorAnswer; readonly by: StaffId | null; readonly at: Date },
): Promise<void> => {
  await sql(tx)('factor_resets')
    .where({ id, answer: null })
    .update({ answer: given.answer, answered_by: given.by, answered_at: given.at })
}

/** Those that waited too long are answered by the clock. */
export const expireResets = async (tx: Tx, now: Date): Promise<void> => {
  await sql(tx)('factor_resets')
    .where({ answer: null })
    .where('expires_at', '<=', now)
    .update({ answer: 'expired', answered_at: now })
}

export type Place = { readonly askedAt: Date; readonly id: FactorResetId }

type Bodies = { readonly bodies: readonly OrganisationId[] }

const ofPeopleIn = (tx: Tx, { bodies }: Bodies) =>
  sql(tx)('staff')
    .whereIn('organisation_id', [...bodies])
    .select('id')

/** Newest first, one page by keyset. */
export const listResets = async (
  tx: Tx,
  { before, limit, bodies }: Bodies & { readonly before?: Place; readonly limit: number },
): Promise<FactorReset[]> => {
  const query = sql(tx)('factor_resets')
    .whereIn('staff_id', ofPeopleIn(tx, { bodies }))
    .orderBy([
      { column: 'asked_at', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(limit)
  if (before !== undefined)
    void query.whereRaw('(asked_at, id) < (?, ?)', [before.askedAt, before.id])
  const rows: unknown[] = await query
  return rows.map(toReset)
}

const Count = z.object({ count: z.number() })

/** How many wait for somebody other than who asked or whom it concerns. */
export const countWaiting = async (
  tx: Tx,
  { viewer, bodies, now }: Bodies & { readonly viewer: StaffId; readonly now: Date },
): Promise<number> => {
  const row: unknown = await sql(tx)('factor_resets')
    .where({ answer: null })
    .whereIn('staff_id', ofPeopleIn(tx, { bodies }))
    .where('expires_at', '>', now)
    .whereNot({ staff_id: viewer })
    .whereNot({ asked_by: viewer })
    .first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}
