import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CalendarChangeId, CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Move, MoveCount, MoveLine, Place } from './change'

const BodyRow = z.object({ id: z.string(), organisation_id: z.string() })

export const bodiesOf = async (
  tx: Tx,
  ids: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, OrganisationId>> => {
  const rows: unknown[] = await sql(tx)('cases')
    .whereRaw('id = ANY(?::uuid[])', [[...ids]])
    .select('id', 'organisation_id')
  return new Map(
    rows
      .map(row => BodyRow.parse(row))
      .map(({ id, organisation_id }) => [id as CaseId, organisation_id as OrganisationId]),
  )
}

/** What was foreseen gives way to what has come. */
export const writeMoves = async (
  tx: Tx,
  changeId: CalendarChangeId,
  moves: readonly Move[],
): Promise<void> => {
  if (moves.length === 0) return
  await sql(tx).raw(
    `INSERT INTO calendar_moves (change_id, deadline_id, case_id, organisation_id, rule_code, before_on, after_on,
       was_provisional, is_provisional, applied)
     SELECT ?, clock, of, body, rule, was, becomes, was_unsure, is_unsure, applied
     FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::date[], ?::date[], ?::boolean[], ?::boolean[],
       ?::boolean[]) AS new (clock, of, body, rule, was, becomes, was_unsure, is_unsure, applied)
     ON CONFLICT (change_id, deadline_id) DO UPDATE SET
       before_on = CASE WHEN calendar_moves.applied THEN calendar_moves.before_on ELSE excluded.before_on END,
       after_on = excluded.after_on, is_provisional = excluded.is_provisional, applied = excluded.applied`,
    [
      changeId,
      moves.map(({ deadlineId }) => deadlineId),
      moves.map(({ caseId }) => caseId),
      moves.map(({ organisationId }) => organisationId),
      moves.map(({ ruleCode }) => ruleCode),
      moves.map(({ beforeOn }) => beforeOn),
      moves.map(({ afterOn }) => afterOn),
      moves.map(({ wasProvisional }) => wasProvisional),
      moves.map(({ isProvisional }) => isProvisional),
      moves.map(({ applied }) => applied),
    ],
  )
}

/** Foreseen, and then did not come: the clock was done before, or another day was made of it. */
export const dropForeseen = async (tx: Tx, changeId: CalendarChangeId): Promise<void> => {
  await sql(tx)('calendar_moves').where({ change_id: changeId, applied: false }).delete()
}

/** Whose cases are shown, and to whom; without a body all of them, as numbers of numbers. */
export type Eye = {
  readonly viewer: StaffId
  readonly body: OrganisationId | undefined
}

const seenBy = (tx: Tx, changeId: CalendarChangeId, { viewer, body }: Eye) => {
  const query = sql(tx)('calendar_moves as m').where({ 'm.change_id': changeId })
  return body === undefined
    ? query
    : query
        .where({ 'm.organisation_id': body })
        .whereRaw('m.case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [
          viewer,
        ])
}

const CountRow = z.object({
  organisation_id: z.string().transform(id => id as OrganisationId),
  rule_code: z.string(),
  later: z.number(),
  earlier: z.number(),
  surer: z.number(),
})

export const countMoves = async (
  tx: Tx,
  changeId: CalendarChangeId,
  eye: Eye,
): Promise<MoveCount[]> => {
  const rows: unknown[] = await seenBy(tx, changeId, eye)
    .groupBy('m.organisation_id', 'm.rule_code')
    .orderBy(['m.organisation_id', 'm.rule_code'])
    .select(
      'm.organisation_id',
      'm.rule_code',
      sql(tx).raw('(count(*) FILTER (WHERE after_on > before_on))::int AS later'),
      sql(tx).raw('(count(*) FILTER (WHERE after_on < before_on))::int AS earlier'),
      sql(tx).raw('(count(*) FILTER (WHERE after_on = before_on))::int AS surer'),
    )
  return rows.map(row => {
    const { organisation_id, rule_code, ...rest } = CountRow.parse(row)
    return { organisationId: organisation_id, ruleCode: rule_code, ...rest }
  })
}

const Total = z.object({ cases: z.number() })

export const countCases = async (tx: Tx, changeId: CalendarChangeId, eye: Eye): Promise<number> => {
  const row: unknown = await seenBy(tx, changeId, eye).first(
    sql(tx).raw('count(DISTINCT m.case_id)::int AS cases'),
  )
  return Total.parse(row).cases
}

const day = z.string().transform(asDay)
const LineRow = z.object({
  deadline_id: z.string(),
  rule_code: z.string(),
  before_on: day,
  after_on: day,
  is_provisional: z.boolean(),
  year: z.number(),
  serial: z.number(),
})

/** By the day before the change, one page by keyset. */
export const listMoves = async (
  tx: Tx,
  changeId: CalendarChangeId,
  eye: Eye,
  { after, limit }: { readonly after: Place | undefined; readonly limit: number },
): Promise<MoveLine[]> => {
  const query = seenBy(tx, changeId, eye)
    .join('cases as c', 'c.id', 'm.case_id')
    .orderBy(['m.before_on', 'm.deadline_id'])
    .limit(limit)
  if (after !== undefined)
    void query.whereRaw('(m.before_on, m.deadline_id) > (?, ?)', [after.beforeOn, after.id])
  const rows: unknown[] = await query.select(
    ...['m.deadline_id', 'm.rule_code', 'm.before_on', 'm.after_on', 'm.is_provisional'],
    ...['c.year', 'c.serial'],
  )
  return rows.map(row => {
    const { deadline_id, rule_code, before_on, after_on, is_provisional, ...rest } =
      LineRow.parse(row)
    return {
      ...{ deadlineId: deadline_id, ruleCode: rule_code, beforeOn: before_on },
      ...{ afterOn: after_on, isProvisional: is_provisional },
      ...rest,
    }
  })
}

/** Retention: a case leaves every list of what moved. */
export const eraseMoves = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('calendar_moves').where({ case_id: caseId }).delete()
}
