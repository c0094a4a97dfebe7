import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { AppealId, CaseId, DeskId, OrganisationId, ReportId, StaffId } from '../vocabulary/ids'
import { appealKinds } from './appeal'

const day = z.string().transform(asDay)
const id = <Id extends string>() => z.string().transform(text => text as Id)

const AppealRow = z.object({
  id: id<AppealId>(),
  kind: z.enum(appealKinds),
  case_id: id<CaseId>(),
  report_id: id<ReportId>(),
  organisation_id: id<OrganisationId>(),
  desk_id: id<DeskId>(),
  desk_version: z.number(),
  made_on: day,
  rule_code: z.string(),
  rule_place: z.string(),
  rule_version: z.number(),
  due_on: day,
  provisional: z.boolean(),
  read_on: day.nullable(),
  acted_on: day.nullable(),
  acted_by: id<StaffId>().nullable(),
  once: z.string(),
  sealed_key_reporter: z.instanceof(Buffer),
  sealed_key_desk: z.instanceof(Buffer),
  sealed_told: z.instanceof(Buffer),
  sealed_action: z.instanceof(Buffer).nullable(),
})
export type AppealRow = z.output<typeof AppealRow>

const rowsOf = (rows: readonly unknown[]): AppealRow[] => rows.map(row => AppealRow.parse(row))

/** false when this form was sent before. */
export const insertAppeal = async (tx: Tx, row: AppealRow): Promise<boolean> => {
  const inserted: unknown[] = await sql(tx)('appeals')
    .insert(row)
    .onConflict(['report_id', 'once'])
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** Oldest first; a reporter has few. */
export const listOfReport = async (tx: Tx, reportId: ReportId): Promise<AppealRow[]> =>
  rowsOf(
    await sql(tx)('appeals').where({ report_id: reportId }).orderBy(['made_on', 'id']).limit(100),
  )

export const findAppeal = async (tx: Tx, appealId: AppealId): Promise<AppealRow | undefined> =>
  rowsOf(await sql(tx)('appeals').where({ id: appealId }))[0]

export const findAppealForUpdate = async (
  tx: Tx,
  appealId: AppealId,
): Promise<AppealRow | undefined> =>
  rowsOf(await sql(tx)('appeals').where({ id: appealId }).forUpdate())[0]

type Viewed = Pick<AppealQuery, 'organisationId' | 'viewer'>

/** What waits, by the day on which it is due; or what was acted on, the newest first. */
export type AppealQuery = {
  readonly organisationId: OrganisationId
  /** Who asks: what they are excluded from is in no page and no count. */
  readonly viewer: StaffId
  readonly acted: boolean
  /** Where the page before it ended. */
  readonly after?: { readonly day: Day; readonly id: string } | undefined
  readonly limit: number
}

const knownTo = (tx: Tx, { organisationId, viewer }: Viewed) =>
  sql(tx)('appeals')
    .where({ organisation_id: organisationId })
    .whereRaw('case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [viewer])

export const listOfBody = async (
  tx: Tx,
  { acted, after, limit, ...viewed }: AppealQuery,
): Promise<AppealRow[]> => {
  const query = knownTo(tx, viewed)
  const [column, order, beyond] = acted
    ? (['acted_on', 'desc', '<'] as const)
    : (['due_on', 'asc', '>'] as const)
  void (acted ? query.whereNotNull('acted_on') : query.whereNull('acted_on'))
  if (after !== undefined)
    void query.whereRaw(`(??, id) ${beyond} (?, ?)`, [column, after.day, after.id])
  return rowsOf(
    await query
      .orderBy([
        { column, order },
        { column: 'id', order },
      ])
      .limit(limit),
  )
}

const Counts = z.object({
  waiting: z.number(),
  unread: z.number(),
  overdue: z.number(),
  today: z.number(),
  next: day.nullable(),
})

/** How many wait, and which day comes next; counting stops at `cap`. */
export const countWaiting = async (
  tx: Tx,
  { today, cap, ...viewed }: Viewed & { readonly today: Day; readonly cap: number },
): Promise<z.output<typeof Counts>> => {
  const some = knownTo(tx, viewed)
    .whereNull('acted_on')
    .orderBy(['due_on', 'id'])
    .limit(cap)
    .select('read_on', 'due_on')
  const row: unknown = await sql(tx)
    .from(some.as('some'))
    .first(
      sql(tx).raw(
        `count(*)::int AS waiting, (count(*) FILTER (WHERE read_on IS NULL))::int AS unread,
         (count(*) FILTER (WHERE due_on < ?))::int AS overdue,
         (count(*) FILTER (WHERE due_on = ?))::int AS today, min(due_on) FILTER (WHERE due_on > ?) AS next`,
        [today, today, today],
      ),
    )
  return Counts.parse(row)
}

export const updateAppeal = async (
  tx: Tx,
  appealId: AppealId,
  change: Partial<Pick<AppealRow, 'read_on' | 'acted_on' | 'acted_by' | 'sealed_action'>>,
): Promise<void> => {
  await sql(tx)('appeals').where({ id: appealId }).update(change)
}

/** Their answers go first. */
export const deleteAppeals = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('appeals').where({ case_id: caseId }).delete()
}

export const idsOfCase = async (tx: Tx, caseId: CaseId): Promise<AppealId[]> =>
  sql(tx)('appeals').where({ case_id: caseId }).pluck('id')
