import type { Knex } from 'knex'
import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { LedgerWish } from './wish.rules'

type Scope = {
  readonly organisationId: OrganisationId
  readonly handledBy?: StaffId | undefined
  readonly viewer: StaffId
}

type Asked = { readonly scope: Scope; readonly wish: LedgerWish; readonly today: Day }

/** As with the queue: what somebody is excluded from is neither listed nor counted. */
const asked = (tx: Tx, { scope, wish, today }: Asked): Knex.QueryBuilder => {
  const query = sql(tx)('cases')
    .where('cases.organisation_id', scope.organisationId)
    .whereBetween('cases.received_on', [wish.from, wish.until])
    .whereRaw('cases.id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [
      scope.viewer,
    ])
  if (scope.handledBy !== undefined)
    void query.whereRaw(
      'cases.id IN (SELECT case_id FROM case_officers WHERE staff_id = ? AND handling)',
      [scope.handledBy],
    )
  if (wish.source !== '') void query.where('cases.source', wish.source)
  if (wish.standing !== '')
    void query.whereRaw(wish.standing === 'closed' ? 'NOT is_open' : 'is_open')
  if (wish.standing === 'overdue') void query.where('cases.next_due_on', '<', today)
  return query
}

const Row = z.object({
  id: z.string().transform(id => id as CaseId),
  year: z.number(),
  serial: z.number(),
  arrival: z.number(),
  source: z.string(),
  risk: z.enum(['high', 'mid', 'low']).nullable(),
  behaviour: z.string(),
  state: z.string(),
  outcome: z.string().nullable(),
  received_on: z.string().transform(asDay),
  next_due_on: z.string(),
  closed_on: z.string().nullable(),
  supervised: z.boolean(),
  institution: z.string().nullable(),
})
export type LedgerRow = z.output<typeof Row>

export type Place = { readonly receivedOn: string; readonly arrival: number }

/** Newest first, by keyset. */
export const selectLedger = async (
  tx: Tx,
  question: Asked,
  page: { readonly after?: Place | undefined; readonly limit: number; readonly upTo?: number },
): Promise<LedgerRow[]> => {
  const query = asked(tx, question)
  if (page.upTo !== undefined) void query.where('cases.arrival', '<=', page.upTo)
  if (page.after !== undefined)
    void query.whereRaw('(cases.received_on, cases.arrival) < (?, ?)', [
      page.after.receivedOn,
      page.after.arrival,
    ])
  const rows: unknown[] = await query
    .leftJoin('institutions', 'institutions.id', 'cases.institution_id')
    .orderBy([
      { column: 'cases.received_on', order: 'desc' },
      { column: 'cases.arrival', order: 'desc' },
    ])
    .limit(page.limit)
    .select(
      ...Object.keys(Row.shape)
        .filter(name => name !== 'institution')
        .map(name => `cases.${name}`),
      'institutions.name as institution',
    )
  return rows.map(row => Row.parse(row))
}

const Totals = z.object({
  found: z.coerce.number(),
  closed: z.coerce.number(),
  overdue: z.coerce.number(),
  last: z.coerce.number().nullable(),
})
/** `isMore`: counting stopped, and there are more than were found. */
export type Totals = z.output<typeof Totals> & { readonly isMore: boolean }

/** @param most counting stops behind that many, and the newest are those that are counted; without it all are */
export const totalsOf = async (tx: Tx, question: Asked, most?: number): Promise<Totals> => {
  const counted = asked(tx, question).select('is_open', 'next_due_on', 'arrival')
  if (most !== undefined)
    void counted
      .orderBy([
        { column: 'cases.received_on', order: 'desc' },
        { column: 'cases.arrival', order: 'desc' },
      ])
      .limit(most + 1)
  const row: unknown = await sql(tx)
    .from(counted.as('counted'))
    .first(
      sql(tx).raw('count(*) AS found'),
      sql(tx).raw('count(*) FILTER (WHERE NOT is_open) AS closed'),
      sql(tx).raw('count(*) FILTER (WHERE is_open AND next_due_on < ?) AS overdue', [
        question.today,
      ]),
      sql(tx).raw('max(arrival) AS last'),
    )
  const totals = Totals.parse(row)
  return { ...totals, isMore: most !== undefined && totals.found > most }
}

const Reason = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  person_id: z.string().transform(id => id as StaffId),
  new_date: z.string(),
  sealed_reason: z.instanceof(Buffer),
})
export type ReasonRow = z.output<typeof Reason>

/** The last of each case. */
export const lastReasons = async (
  tx: Tx,
  ids: readonly CaseId[],
): Promise<Map<CaseId, ReasonRow>> => {
  const rows: unknown[] = await sql(tx)('unclosed_reasons')
    .whereIn('case_id', ids)
    .distinctOn('case_id')
    .orderBy([{ column: 'case_id' }, { column: 'arrival', order: 'desc' }])
  return new Map(rows.map(row => Reason.parse(row)).map(row => [row.case_id, row]))
}

/** False when that form came before. */
export const insertReason = async (
  tx: Tx,
  row: ReasonRow & { readonly made_by: StaffId; readonly made_at: Date },
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('unclosed_reasons')
    .insert(row)
    .onConflict('id')
    .ignore()
    .returning('id')
  return made.length > 0
}

export const eraseReasons = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('unclosed_reasons').where({ case_id: caseId }).delete()
}
