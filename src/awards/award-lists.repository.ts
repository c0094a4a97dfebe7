import { z } from 'zod'
import type { DeskBelow } from '../desks'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { AwardId, CaseId, OrganisationId } from '../vocabulary/ids'
import { awardNumber, type AwardState } from './award.rules'
import { toAwards, type SealedAward } from './awards.repository'

type ListQuestion = {
  readonly body: OrganisationId
  readonly side: 'case' | 'finance'
  readonly states: readonly AwardState[]
  readonly after?: number | undefined
  readonly limit: number
}

/** In the order in which they were proposed. */
export const listAwards = async (
  tx: Tx,
  { body, side, states, after, limit }: ListQuestion,
): Promise<SealedAward[]> => {
  const query = sql(tx)('awards')
    .where({ [side === 'case' ? 'organisation_id' : 'finance_body']: body })
    .whereIn('state', [...states])
    .orderBy('arrival')
    .limit(limit)
  if (after !== undefined) void query.where('arrival', '>', after)
  return toAwards(await query)
}

const Numbered = z.object({ budget_subject: z.string(), year: z.number(), serial: z.number() })

/** By what the budget knows them by. */
export const listNumbers = async (
  tx: Tx,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const rows: unknown[] = await sql(tx)('awards')
    .whereIn('budget_subject', [...subjects])
    .select('budget_subject', 'year', 'serial')
  const numbered = rows.map(row => Numbered.parse(row))
  return new Map(numbered.map(one => [one.budget_subject, awardNumber(one.year, one.serial)]))
}

const Count = z.object({ count: z.coerce.number() })

/** Counted up to `cap`. */
export const countAwards = async (
  tx: Tx,
  { body, side, states, limit: cap }: ListQuestion,
): Promise<number> => {
  const some = sql(tx)('awards')
    .where({ [side === 'case' ? 'organisation_id' : 'finance_body']: body })
    .whereIn('state', [...states])
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*) AS count'))
  return Count.parse(row).count
}

const ReturnedRow = z.object({ case_id: z.string().transform(text => text as CaseId) })

/** Of this person's proposals those that went back and were not made anew, oldest first. */
export const listReturnedTo = async (
  tx: Tx,
  { id, organisationId }: Pick<StaffActor, 'id' | 'organisationId'>,
  limit: number,
): Promise<CaseId[]> => {
  const rows: unknown[] = await sql(tx)('awards as a')
    .where({ organisation_id: organisationId, state: 'returned', proposed_by: id })
    .whereRaw(
      'NOT EXISTS (SELECT FROM awards AS b WHERE b.report_id = a.report_id AND b.arrival > a.arrival)',
    )
    .orderBy('arrival')
    .limit(limit)
    .select('case_id')
  return rows.map(row => ReturnedRow.parse(row).case_id)
}

/** Whose day has passed, oldest first; held, and what another one holds is left out. */
export const takeLapsed = async (tx: Tx, today: Day, limit: number): Promise<SealedAward[]> =>
  toAwards(
    await sql(tx)('awards')
      .where({ state: 'approved' })
      .where('claim_until', '<', today)
      // A share of it has arrived: the rest is not given up.
      .whereRaw(
        `NOT EXISTS (SELECT FROM payments AS p WHERE p.award_id = awards.id AND p.state = 'paid')`,
      )
      .orderBy(['claim_until', 'id'])
      .limit(limit)
      .forUpdate()
      .skipLocked(),
  )

export const countOldSeals = async (
  tx: Tx,
  { deskId, below }: DeskBelow,
  cap: number,
): Promise<number> => {
  const some = sql(tx)('awards')
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
): Promise<SealedAward[]> =>
  toAwards(
    await sql(tx)('awards')
      .where({ desk_id: deskId })
      .where('desk_version', '<', below)
      .whereNotIn('id', [...skip])
      .limit(limit)
      .forUpdate()
      .skipLocked(),
  )

export const saveSeal = async (
  tx: Tx,
  { id: awardId, version, bytes }: { id: AwardId; version: number; bytes: Buffer },
): Promise<void> => {
  await sql(tx)('awards')
    .where({ id: awardId })
    .update({ desk_version: version, desk_sealed_key: bytes })
}
