import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, DeskId, OrganisationId, ReviewId, StaffId } from '../vocabulary/ids'
import { reviewResults, type Review } from './review'

const id = <Id extends string>() => z.string().transform(text => text as Id)

const Row = z.object({
  id: id<ReviewId>(),
  case_id: id<CaseId>(),
  version: z.number(),
  organisation_id: id<OrganisationId>(),
  desk_id: id<DeskId>(),
  ground: z.string(),
  submitted_by: id<StaffId>(),
  submitted_at: z.date(),
  due_on: z.string().transform(asDay),
  sealed_note: z.instanceof(Buffer),
  result: z.enum(reviewResults).nullable(),
  reviewed_by: id<StaffId>().nullable(),
  reviewed_at: z.date().nullable(),
  changes: z.number(),
  sealed_opinion: z.instanceof(Buffer).nullable(),
})
export type ReviewTableRow = z.output<typeof Row>

const rowsOf = (rows: readonly unknown[]): ReviewTableRow[] => rows.map(row => Row.parse(row))

export const toReview = (row: ReviewTableRow): Review => ({
  id: row.id,
  caseId: row.case_id,
  version: row.version,
  organisationId: row.organisation_id,
  deskId: row.desk_id,
  ground: row.ground,
  submittedBy: row.submitted_by,
  submittedAt: row.submitted_at,
  dueOn: row.due_on,
  result: row.result,
  reviewedBy: row.reviewed_by,
  reviewedAt: row.reviewed_at,
  changes: row.changes,
})

type Submitted = Omit<
  ReviewTableRow,
  'result' | 'reviewed_by' | 'reviewed_at' | 'changes' | 'sealed_opinion'
>

export const insertReview = async (tx: Tx, row: Submitted): Promise<void> => {
  await sql(tx)('case_reviews').insert(row)
}

/** The newest first; a case has few. */
export const reviewsOf = async (tx: Tx, caseId: CaseId): Promise<ReviewTableRow[]> =>
  rowsOf(
    await sql(tx)('case_reviews').where({ case_id: caseId }).orderBy('version', 'desc').limit(100),
  )

/** Who has given an opinion on the case: they do not work on it afterwards. */
export const reviewersOf = async (tx: Tx, caseId: CaseId): Promise<ReadonlySet<StaffId>> =>
  new Set((await reviewsOf(tx, caseId)).flatMap(row => row.reviewed_by ?? []))

export const findReview = async (tx: Tx, reviewId: ReviewId): Promise<ReviewTableRow | undefined> =>
  rowsOf(await sql(tx)('case_reviews').where({ id: reviewId }))[0]

type Given = Pick<
  ReviewTableRow,
  'result' | 'reviewed_by' | 'reviewed_at' | 'changes' | 'sealed_opinion'
>

export const giveOpinion = async (tx: Tx, reviewId: ReviewId, given: Given): Promise<void> => {
  await sql(tx)('case_reviews').where({ id: reviewId }).update(given)
}

/** Cases on which the person has worked, or from which they keep away, are not theirs to review. */
const apart = `NOT EXISTS (SELECT FROM case_officers o WHERE o.case_id = r.case_id AND o.staff_id = ?)
  AND NOT EXISTS (SELECT FROM case_exclusions x WHERE x.case_id = r.case_id AND x.staff_id = ?)`

type Query = {
  readonly after: { readonly key: string; readonly id: string } | undefined
  readonly limit: number
}

/** What waits at the desk, by its due day. */
export const listWaiting = async (
  tx: Tx,
  { id: staffId, organisationId }: StaffActor,
  { after, limit }: Query,
): Promise<ReviewTableRow[]> => {
  const query = sql(tx)('case_reviews as r')
    .where({ organisation_id: organisationId })
    .whereNull('result')
    .whereRaw(apart, [staffId, staffId])
  if (after !== undefined)
    void query.whereRaw('(r.due_on, r.id) > (?::date, ?)', [after.key.slice(0, 10), after.id])
  return rowsOf(await query.orderBy(['due_on', 'id']).limit(limit).select('r.*'))
}

/** One's own opinions, the newest first. */
export const listGiven = async (
  tx: Tx,
  { id: staffId, organisationId }: StaffActor,
  { after, limit }: Query,
): Promise<ReviewTableRow[]> => {
  const query = sql(tx)('case_reviews as r')
    .where({ organisation_id: organisationId, reviewed_by: staffId })
    .whereNotNull('result')
    .whereRaw(apart, [staffId, staffId])
  // The key of a page is cut to milliseconds; the database keeps more.
  if (after !== undefined)
    void query.whereRaw(`(date_trunc('milliseconds', r.reviewed_at), r.id) < (?, ?)`, [
      new Date(after.key),
      after.id,
    ])
  return rowsOf(
    await query
      .orderByRaw(`date_trunc('milliseconds', r.reviewed_at) DESC, r.id DESC`)
      .limit(limit)
      .select('r.*'),
  )
}

const Counts = z.object({
  waiting: z.number(),
  overdue: z.number(),
  /** The next day on which one is due. */
  next: z
    .string()
    .nullable()
    .transform(day => (day === null ? undefined : asDay(day))),
})

/** Counting stops at `cap`. */
export const countWaiting = async (
  tx: Tx,
  { id: staffId, organisationId }: StaffActor,
  { today, cap }: { readonly today: Day; readonly cap: number },
): Promise<z.output<typeof Counts>> => {
  const some = sql(tx)('case_reviews as r')
    .where({ organisation_id: organisationId })
    .whereNull('result')
    .whereRaw(apart, [staffId, staffId])
    .orderBy(['due_on', 'id'])
    .limit(cap)
    .select('due_on')
  const row: unknown = await sql(tx)
    .from(some.as('some'))
    .first(
      sql(tx).raw(
        `count(*)::int AS waiting, (count(*) FILTER (WHERE due_on < ?))::int AS overdue,
         min(due_on) FILTER (WHERE due_on >= ?) AS next`,
        [today, today],
      ),
    )
  return Counts.parse(row)
}

const AnswerRow = z.object({
  review_id: id<ReviewId>(),
  change: z.number(),
  staff_id: id<StaffId>(),
  answered_at: z.date(),
  sealed_answer: z.instanceof(Buffer),
})
export type AnswerRow = z.output<typeof AnswerRow>

/** False when it was answered before. */
export const insertAnswer = async (tx: Tx, row: AnswerRow): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('case_review_answers')
    .insert(row)
    .onConflict(['review_id', 'change'])
    .ignore()
    .returning('change')
  return made.length > 0
}

export const answersOf = async (tx: Tx, reviewIds: readonly ReviewId[]): Promise<AnswerRow[]> => {
  const rows: unknown[] = await sql(tx)('case_review_answers')
    .whereIn('review_id', reviewIds)
    .orderBy(['review_id', 'change'])
  return rows.map(row => AnswerRow.parse(row))
}

/** Answers go first. */
export const deleteReviews = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('case_review_answers')
    .whereIn('review_id', sql(tx)('case_reviews').where({ case_id: caseId }).select('id'))
    .delete()
  await sql(tx)('case_reviews').where({ case_id: caseId }).delete()
}
