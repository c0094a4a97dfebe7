import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CalendarChangeId, StaffId } from '../vocabulary/ids'
import { changeStates, type Change, type ChangeState, type Walk } from './change'

const day = z.string().transform(asDay)
const staffId = z.string().transform(id => id as StaffId)
const Days = z.array(z.object({ day: z.string(), kind: z.enum(['off', 'work']), name: z.string() }))
const Row = z.object({
  id: z.string().transform(id => id as CalendarChangeId),
  year: z.number(),
  days: Days,
  before: z.object({ year: z.number(), published: z.boolean(), source: z.string(), days: Days }),
  source: z.string(),
  notice: z.string(),
  state: z.enum(changeStates),
  made_by: staffId,
  made_at: z.date(),
  decided_by: staffId.nullable(),
  decided_at: z.date().nullable(),
  done_at: z.date().nullable(),
  span_from: day,
  span_to: day,
  walk: z.union([z.literal(0), z.literal(1), z.literal(2)]),
  walk_after: z.string().nullable(),
  walked: z.boolean(),
  looked: z.number(),
  total: z.number(),
  rest_until: z.date().nullable(),
})

const toChange = (row: unknown): Change => {
  const read = Row.parse(row)
  const { id, year, days, before, source, notice, state } = read
  return {
    ...{ id, year, days, before, source, notice, state },
    ...{ madeBy: read.made_by, madeAt: read.made_at, decidedBy: read.decided_by },
    ...{ decidedAt: read.decided_at, doneAt: read.done_at },
    span: { from: read.span_from, to: read.span_to },
    walk: {
      ...{ round: read.walk, after: read.walk_after, walked: read.walked },
      ...{ looked: read.looked, total: read.total, restUntil: read.rest_until },
    },
  }
}

type NewChange = Omit<Change, 'state' | 'decidedBy' | 'decidedAt' | 'doneAt' | 'walk'> & {
  readonly total: number
}

/** false when another one of this year is open. */
export const insertChange = async (tx: Tx, change: NewChange): Promise<boolean> => {
  const { days, before, madeBy, madeAt, span, ...rest } = change
  const made: unknown[] = await sql(tx)('calendar_changes')
    .insert({
      ...{ ...rest, state: 'draft', made_by: madeBy, made_at: madeAt },
      ...{ days: JSON.stringify(days), before: JSON.stringify(before) },
      ...{ span_from: span.from, span_to: span.to },
    })
    .onConflict()
    .ignore()
    .returning('id')
  return made.length > 0
}

export const findChange = async (
  tx: Tx,
  id: CalendarChangeId,
  hold: 'no' | 'wait' | 'skip' = 'no',
): Promise<Change | undefined> => {
  const query = sql(tx)('calendar_changes').where({ id })
  if (hold !== 'no') void query.forUpdate()
  if (hold === 'skip') void query.skipLocked()
  const row: unknown = await query.first()
  return row === undefined ? undefined : toChange(row)
}

export const findOpen = async (tx: Tx, year: number): Promise<Change | undefined> => {
  const row: unknown = await sql(tx)('calendar_changes')
    .where({ year })
    .whereIn('state', ['draft', 'proposed', 'approved'])
    .forUpdate()
    .first()
  return row === undefined ? undefined : toChange(row)
}

const LISTED = 20

/** Of one year, the newest first: few, for a notice comes once a year. */
export const listOfYear = async (tx: Tx, year: number): Promise<Change[]> => {
  const rows: unknown[] = await sql(tx)('calendar_changes')
    .where({ year })
    .orderBy('made_at', 'desc')
    .limit(LISTED)
  return rows.map(toChange)
}

export const listProposed = async (tx: Tx): Promise<Change[]> => {
  const rows: unknown[] = await sql(tx)('calendar_changes')
    .where({ state: 'proposed' })
    .orderBy('year')
    .limit(LISTED)
  return rows.map(toChange)
}

/** What a worker has still to do, and may do now. */
export const listUnfinished = async (tx: Tx, now: Date): Promise<CalendarChangeId[]> => {
  const ids = await sql(tx)('calendar_changes')
    .whereRaw(`state = 'approved' OR (state = 'draft' AND NOT walked)`)
    .whereRaw('coalesce(rest_until, ?) <= ?', [now, now])
    .pluck<string[]>('id')
  return ids.map(id => id as CalendarChangeId)
}

type Decided = { readonly by: StaffId; readonly at: Date }

export const setState = async (
  tx: Tx,
  id: CalendarChangeId,
  state: ChangeState,
  decided?: Decided,
): Promise<void> => {
  await sql(tx)('calendar_changes')
    .where({ id })
    .update({
      state,
      ...(decided === undefined ? {} : { decided_by: decided.by, decided_at: decided.at }),
    })
}

export const setDone = async (tx: Tx, id: CalendarChangeId, at: Date): Promise<void> => {
  await sql(tx)('calendar_changes').where({ id }).update({ state: 'done', done_at: at })
}

export const setWalk = async (tx: Tx, id: CalendarChangeId, walk: Walk): Promise<void> => {
  const { round, after, walked, looked, total, restUntil } = walk
  await sql(tx)('calendar_changes')
    .where({ id })
    .update({ walk: round, walk_after: after, walked, looked, total, rest_until: restUntil })
}
