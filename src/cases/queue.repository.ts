import type { Knex } from 'knex'
import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Case } from './case'
import type { CaseState } from './case.rules'
import { caseColumns, caseFromRow } from './cases.repository'

/** Whose cases: everything of the organisation, or what one handler was given. */
export type QueueScope = {
  readonly organisationId: OrganisationId
  readonly handledBy?: StaffId | undefined
}

export type QueueFilters = {
  readonly open?: boolean | undefined
  readonly state?: CaseState | undefined
  /** Six digits; a city or province stands for everything in it. */
  readonly regionCode?: string | undefined
  readonly behaviour?: string | undefined
  readonly targetKind?: string | undefined
  readonly source?: string | undefined
  readonly handler?: StaffId | undefined
  readonly unassigned?: boolean | undefined
  readonly unread?: boolean | undefined
  /** Marked as suspect, and nobody has decided on it yet. */
  readonly toScreen?: boolean | undefined
  /** Both ends inclusive. */
  readonly dueFrom?: Day | undefined
  readonly dueTo?: Day | undefined
}

type QueueSort = {
  readonly by: keyof typeof columnOf
  readonly descending: boolean
}

/** Where a page ended: clear sort values only. `backwards` asks for the page before it. */
type QueueCursor = {
  readonly value: string
  readonly arrival: number
  readonly backwards: boolean
}

// Within one organisation numbers are given in the order of arrival.
const columnOf = { due: 'next_due_on', number: 'arrival', behaviour: 'behaviour', state: 'state' }

const scoped = (tx: Tx, { organisationId, handledBy }: QueueScope): Knex.QueryBuilder => {
  const query = sql(tx)('cases').where('cases.organisation_id', organisationId)
  return handledBy === undefined ? query : handledBySomeone(query, handledBy)
}

const handledBySomeone = (query: Knex.QueryBuilder, staffId: StaffId): Knex.QueryBuilder =>
  query.whereRaw(
    'cases.id IN (SELECT case_id FROM case_officers WHERE staff_id = ? AND handling)',
    [staffId],
  )

const clearColumns = (filters: QueueFilters): [string, string | boolean][] => {
  const wanted: [string, string | boolean | undefined][] = [
    ['cases.is_open', filters.open],
    ['cases.state', filters.state],
    ['cases.target_kind', filters.targetKind],
    ['cases.source', filters.source],
  ]
  return wanted.filter((pair): pair is [string, string | boolean] => pair[1] !== undefined)
}

const filtered = (query: Knex.QueryBuilder, filters: QueueFilters): Knex.QueryBuilder => {
  for (const [column, value] of clearColumns(filters)) void query.where(column, value)
  // A city stands for its districts, a province for its cities (GB/T 2260).
  if (filters.regionCode !== undefined)
    void query.where('cases.region_code', 'like', `${filters.regionCode.replace(/(00)+$/, '')}%`)
  if (filters.behaviour !== undefined)
    void query.whereRaw('cases.behaviours @> ARRAY[?]::text[]', [filters.behaviour])
  if (filters.handler !== undefined) void handledBySomeone(query, filters.handler)
  if (filters.unassigned === true) void query.where('cases.handlers', 0)
  if (filters.unread === true) void query.where('cases.unread', '>', 0)
  return dueWithin(screened(query, filters.toScreen), filters)
}

const dueWithin = (
  query: Knex.QueryBuilder,
  { dueFrom, dueTo }: QueueFilters,
): Knex.QueryBuilder => {
  if (dueFrom !== undefined) void query.where('cases.next_due_on', '>=', dueFrom)
  if (dueTo !== undefined) void query.where('cases.next_due_on', '<=', dueTo)
  return query
}

const screened = (query: Knex.QueryBuilder, toScreen: boolean | undefined): Knex.QueryBuilder => {
  if (toScreen === undefined) return query
  // As the index has it.
  const marked = "cases.suspect AND cases.state = 'received'"
  return query.whereRaw(toScreen ? marked : `NOT (${marked})`)
}

export type QueueQuestion = {
  readonly scope: QueueScope
  readonly filters: QueueFilters
  readonly sort: QueueSort
  readonly cursor?: QueueCursor | undefined
  readonly limit: number
}

/** One page by keyset: the cost does not grow with the page's number. */
export const selectQueue = async (tx: Tx, question: QueueQuestion): Promise<Case[]> => {
  const { sort, cursor, limit } = question
  const column = `cases.${columnOf[sort.by]}`
  const backwards = cursor?.backwards === true
  const direction = sort.descending === backwards ? 'asc' : 'desc'
  const query = filtered(scoped(tx, question.scope), question.filters)
  if (cursor !== undefined) {
    const beyond = direction === 'asc' ? '>' : '<'
    void (sort.by === 'number'
      ? query.where('cases.arrival', beyond, cursor.arrival)
      : query.whereRaw(`(??, cases.arrival) ${beyond} (?, ?)`, [
          column,
          cursor.value,
          cursor.arrival,
        ]))
  }
  if (sort.by !== 'number') void query.orderBy(column, direction)
  const rows: unknown[] = await query
    .orderBy('cases.arrival', direction)
    .limit(limit)
    .select(caseColumns.map(name => `cases.${name}`))
  const page = rows.map(caseFromRow)
  return backwards ? page.reverse() : page
}

const Count = z.object({ n: z.number() })

/** Counts up to `cap`; the answer `cap` means «at least so many». */
export const countQueue = async (
  tx: Tx,
  scope: QueueScope,
  filters: QueueFilters,
  cap: number,
): Promise<number> => {
  const some = filtered(scoped(tx, scope), filters).limit(cap).select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int AS n'))
  return Count.parse(row).n
}

export type DueEdges = { readonly today: Day; readonly nearUntil: Day }
export type DueCounts = {
  readonly all: number
  readonly overdue: number
  readonly near: number
  /** Later, and where no clock runs. */
  readonly later: number
}

const DueRow = z.object({ all: z.number(), overdue: z.number(), near: z.number() })

/** All lamps in one pass over what the filters leave: four counts for the price of one. */
export const countByDue = async (
  tx: Tx,
  scope: QueueScope,
  filters: QueueFilters,
  { today, nearUntil }: DueEdges,
): Promise<DueCounts> => {
  const row: unknown = await filtered(scoped(tx, scope), filters).first(
    sql(tx).raw(
      `count(*)::int AS "all",
       count(*) FILTER (WHERE next_due_on < ?)::int AS overdue,
       count(*) FILTER (WHERE next_due_on BETWEEN ? AND ?)::int AS near`,
      [today, today, nearUntil],
    ),
  )
  const { all, overdue, near } = DueRow.parse(row)
  return { all, overdue, near, later: all - overdue - near }
}
