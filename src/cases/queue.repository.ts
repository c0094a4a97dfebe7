import type { Knex } from 'knex'
import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Case } from './case'
import type { CaseState } from './case-course.rules'
import { caseColumns, caseFromRow } from './cases.repository'

/** Whose cases: everything of the organisation, or what one handler was given. */
export type QueueScope = {
  readonly organisationId: OrganisationId
  readonly handledBy?: StaffId | undefined
  /** Whoever asks: cases from which they are excluded are neither listed nor counted. */
  readonly viewer: StaffId
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
  /** Nobody has decided on it yet. */
  readonly justIn?: boolean | undefined
  /** A question was put to the reporter and has not been answered. */
  readonly awaitsReporter?: boolean | undefined
  /** A step or an extension waits for a second person, who may be this one: they did not ask for it themselves. */
  readonly forApprovalBy?: StaffId | undefined
  /** Marked as suspect, and nobody has decided on it yet. */
  readonly toScreen?: boolean | undefined
  /** High risk, received until this day, and no further than being looked at. */
  readonly slowRiskUntil?: Day | undefined
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

/** What every question about the cases of a person begins with. */
export const scoped = (tx: Tx, scope: QueueScope): Knex.QueryBuilder => {
  const { organisationId, handledBy, viewer } = scope
  const query = sql(tx)('cases')
    .where('cases.organisation_id', organisationId)
    .whereRaw('cases.id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [viewer])
  return handledBy === undefined ? query : handledBySomeone(query, handledBy)
}

const handledBySomeone = (query: Knex.QueryBuilder, staffId: StaffId): Knex.QueryBuilder =>
  query.whereRaw(
    'cases.id IN (SELECT case_id FROM case_officers WHERE staff_id = ? AND handling)',
    [staffId],
  )

const clearColumns = (filters: QueueFilters): [string, string][] => {
  const wanted: [string, string | undefined][] = [
    ['cases.state', filters.state],
    ['cases.target_kind', filters.targetKind],
    ['cases.source', filters.source],
  ]
  return wanted.filter((pair): pair is [string, string] => pair[1] !== undefined)
}

const marked = [
  ['unassigned', 'cases.handlers = 0'],
  ['unread', 'cases.unread > 0'],
  ['justIn', "cases.state = 'received'"],
  ['awaitsReporter', 'cases.awaits_reporter'],
] as const

/** Spelt out as the partial indexes have it: a plan made once for every value could use none of them. */
const openOnes = (query: Knex.QueryBuilder, open: boolean | undefined): Knex.QueryBuilder =>
  open === undefined ? query : query.whereRaw(open ? 'cases.is_open' : 'NOT cases.is_open')

const filtered = (whole: Knex.QueryBuilder, filters: QueueFilters): Knex.QueryBuilder => {
  const query = openOnes(whole, filters.open)
  for (const [column, value] of clearColumns(filters)) void query.where(column, value)
  // A city stands for its districts, a province for its cities (GB/T 2260).
  if (filters.regionCode !== undefined)
    void query.where('cases.region_code', 'like', `${filters.regionCode.replace(/(00)+$/, '')}%`)
  if (filters.behaviour !== undefined)
    void query.whereRaw('cases.behaviours @> ARRAY[?]::text[]', [filters.behaviour])
  if (filters.handler !== undefined) void handledBySomeone(query, filters.handler)
  for (const [asked, clause] of marked)
    // Spelt out, too.
    if (filters[asked] === true) void query.whereRaw(clause)
  if (filters.forApprovalBy !== undefined) void awaitsAnother(query, filters.forApprovalBy)
  return dueWithin(screened(query, filters.toScreen), filters)
}

const slowAndRisky = (query: Knex.QueryBuilder, until: Day): Knex.QueryBuilder =>
  query
    .whereRaw("cases.risk = 'high' AND cases.state IN ('received', 'accepted', 'checking')")
    .where('cases.received_on', '<=', until)

/** More waits than this person has asked for. */
const awaitsAnother = (query: Knex.QueryBuilder, approver: StaffId): Knex.QueryBuilder =>
  query.whereRaw('cases.pending_approvals > 0').whereRaw(
    `cases.pending_approvals >
       (SELECT count(*) FROM case_proposals AS p
        WHERE p.case_id = cases.id AND p.state = 'asked' AND p.asked_by = ?) +
       (SELECT count(*) FROM deadline_extensions AS e
        WHERE e.case_id = cases.id AND e.state = 'asked' AND e.asker_id = ?)`,
    [approver, approver],
  )

const dueWithin = (
  query: Knex.QueryBuilder,
  { dueFrom, dueTo, slowRiskUntil }: QueueFilters,
): Knex.QueryBuilder => {
  if (slowRiskUntil !== undefined) void slowAndRisky(query, slowRiskUntil)
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

/**
 * What one person has in hand lies together by due day, in an index of its own: it is read from there. Looked for among
 * everybody's cases, somebody with few of them would wait until all had been seen. The list in another order reads
 * whatever the person has in hand.
 */
const inHand = (tx: Tx, question: QueueQuestion): Knex.QueryBuilder | undefined => {
  const { scope, filters, sort } = question
  const staffId = filters.handler ?? scope.handledBy
  if (staffId === undefined || filters.open !== true) return undefined
  const others = filters.handler === undefined ? { ...scope, handledBy: undefined } : scope
  const query = filtered(scoped(tx, others), { ...filters, handler: undefined })
  const own = [scope.organisationId, staffId]
  if (sort.by !== 'due')
    return query.whereRaw(
      `cases.id = ANY(ARRAY(SELECT case_id FROM case_officers
         WHERE open_in = ? AND staff_id = ? AND handling))`,
      own,
    )
  return query
    .join('case_officers AS o', 'o.case_id', 'cases.id')
    .whereRaw('o.open_in = ? AND o.staff_id = ? AND o.handling', own)
}

/** The column that the list is in order of; the days of what is in hand stand beside the hand. */
const orderColumn = (question: QueueQuestion, own: boolean): string =>
  own && question.sort.by === 'due' ? 'o.open_due' : `cases.${columnOf[question.sort.by]}`

const beyond = (
  query: Knex.QueryBuilder,
  column: string,
  { sort, cursor }: QueueQuestion,
  direction: 'asc' | 'desc',
): Knex.QueryBuilder => {
  if (cursor === undefined) return query
  const than = direction === 'asc' ? '>' : '<'
  if (sort.by === 'number') return query.where('cases.arrival', than, cursor.arrival)
  // The first alone says where in the index to begin.
  return query
    .where(column, `${than}=`, cursor.value)
    .whereRaw(`(??, cases.arrival) ${than} (?, ?)`, [column, cursor.value, cursor.arrival])
}

/**
 * One page by keyset: the cost does not grow with the page's number. The places of the page are found in the
 * index alone, whatever is filtered by; only what is shown is read from the table.
 */
export const selectQueue = async (tx: Tx, question: QueueQuestion): Promise<Case[]> => {
  const { sort, cursor, limit } = question
  const column = `cases.${columnOf[sort.by]}`
  const backwards = cursor?.backwards === true
  const direction = sort.descending === backwards ? 'asc' : 'desc'
  const own = inHand(tx, question)
  const place = orderColumn(question, own !== undefined)
  const whole = own ?? filtered(scoped(tx, question.scope), question.filters)
  const query = beyond(whole, place, question, direction)
  if (sort.by !== 'number') void query.orderBy(place, direction)
  void query.orderBy('cases.arrival', direction).limit(limit).select('cases.id')
  const rows: unknown[] = await sql(tx)('cases')
    .join(query.as('page'), 'page.id', 'cases.id')
    .orderBy([
      { column, order: direction },
      { column: 'cases.arrival', order: direction },
    ])
    .select(caseColumns.map(name => `cases.${name}`))
  const page = rows.map(caseFromRow)
  return backwards ? page.reverse() : page
}

const Place = z.object({ before: z.number(), there: z.boolean() })

/**
 * Where a case stands in a list, counted up to `cap`; undefined where it is not in it, or further down than that. Places
 * alone are read, in the order of the list's index.
 */
export const placeInQueue = async (
  tx: Tx,
  {
    scope,
    filters,
    sort,
    cursor,
  }: Omit<QueueQuestion, 'limit' | 'cursor'> & { cursor: Omit<QueueCursor, 'backwards'> },
  cap: number,
): Promise<number | undefined> => {
  const column = `cases.${columnOf[sort.by]}`
  const upTo = sort.descending ? '>=' : '<='
  const query = filtered(scoped(tx, scope), filters)
  void (sort.by === 'number'
    ? query.where('cases.arrival', upTo, cursor.arrival)
    : query.whereRaw(`(??, cases.arrival) ${upTo} (?, ?)`, [column, cursor.value, cursor.arrival]))
  const counted = sql(tx).raw(
    'count(*)::int AS before, coalesce(bool_or(arrival = ?), false) AS there',
    [cursor.arrival],
  )
  const row: unknown = await sql(tx)
    .from(query.limit(cap).select('cases.arrival').as('some'))
    .first(counted)
  const { before, there } = Place.parse(row)
  return there ? before : undefined
}

const Counts = z.record(z.string(), z.number())

/**
 * How many cases each of these filters leaves, asked in one go. Counting stops at `cap`; the answer `cap`
 * means «at least so many»: what a page costs must not grow with the cases behind it.
 */
export const countQueues = async (
  tx: Tx,
  scope: QueueScope,
  lists: readonly QueueFilters[],
  cap: number,
): Promise<number[]> => {
  if (lists.length === 0) return []
  const counts = lists.map((filters, at) => {
    const some = filtered(scoped(tx, scope), filters).limit(cap).select(sql(tx).raw('1'))
    return sql(tx).from(some.as('some')).select(sql(tx).raw('count(*)::int')).as(`n${at}`)
  })
  const row = Counts.parse(await sql(tx).first(counts))
  return lists.map((_, at) => row[`n${at}`] ?? 0)
}
