import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { duties, type Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

export const verdicts = ['confirmed', 'removal'] as const
export type Verdict = (typeof verdicts)[number]

const LineRow = z.object({
  staff_id: z.string().transform(id => id as StaffId),
  duties: z.array(z.enum(duties)),
  verdict: z.enum(verdicts),
})

export type ReviewLine = {
  readonly staffId: StaffId
  readonly duties: readonly Duty[]
  readonly verdict: Verdict
}

const toLine = (row: unknown): ReviewLine => {
  const { staff_id, ...rest } = LineRow.parse(row)
  return { staffId: staff_id, ...rest }
}

export const listLines = async (
  tx: Tx,
  periodFrom: Day,
  ids: readonly StaffId[],
): Promise<ReviewLine[]> => {
  const rows: unknown[] = await sql(tx)('access_review_lines')
    .where({ period_from: periodFrom })
    .whereIn('staff_id', [...ids])
  return rows.map(toLine)
}

export const listRemovals = async (
  tx: Tx,
  {
    periodFrom,
    bodies,
    limit,
  }: {
    readonly periodFrom: Day
    readonly bodies: readonly OrganisationId[]
    readonly limit: number
  },
): Promise<ReviewLine[]> => {
  const rows: unknown[] = await sql(tx)('access_review_lines')
    .where({ period_from: periodFrom, verdict: 'removal' })
    .whereIn(
      'staff_id',
      sql(tx)('staff')
        .whereIn('organisation_id', [...bodies])
        .where({ status: 'active' })
        .select('id'),
    )
    .orderBy('staff_id')
    .limit(limit)
  return rows.map(toLine)
}

type NewLine = ReviewLine & {
  readonly periodFrom: Day
  readonly by: StaffId
  readonly at: Date
}

export const saveLine = async (tx: Tx, line: NewLine): Promise<void> => {
  await sql(tx)('access_review_lines')
    .insert({
      period_from: line.periodFrom,
      staff_id: line.staffId,
      duties: [...line.duties],
      verdict: line.verdict,
      reviewed_by: line.by,
      reviewed_at: line.at,
    })
    .onConflict(['period_from', 'staff_id'])
    .merge()
}

export const isFinished = async (
  tx: Tx,
  periodFrom: Day,
  organisationId: OrganisationId,
): Promise<boolean> =>
  (await sql(tx)('access_reviews')
    .where({ period_from: periodFrom, organisation_id: organisationId })
    .first('people')) !== undefined

/** False when it was finished before. */
export const insertFinished = async (
  tx: Tx,
  review: {
    readonly periodFrom: Day
    readonly organisationId: OrganisationId
    readonly people: number
    readonly by: StaffId
    readonly at: Date
  },
): Promise<boolean> => {
  const rows: unknown[] = await sql(tx)('access_reviews')
    .insert({
      period_from: review.periodFrom,
      organisation_id: review.organisationId,
      people: review.people,
      finished_by: review.by,
      finished_at: review.at,
    })
    .onConflict(['period_from', 'organisation_id'])
    .ignore()
    .returning('people')
  return rows.length > 0
}
