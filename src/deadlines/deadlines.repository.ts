import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { ClockMove, Deadline, PlannedClock } from './deadline'

const day = z.string().transform(asDay)
const DeadlineRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  rule_code: z.string(),
  rule_place: z.string(),
  rule_version: z.number(),
  term_kind: z.enum(['deadline-rule', 'reward-rule']).nullable(),
  term_code: z.string().nullable(),
  term_place: z.string().nullable(),
  term_version: z.number().nullable(),
  started_on: day,
  started_at: z.date().nullable(),
  due_on: day,
  due_at: z.date().nullable(),
  provisional: z.boolean(),
  paused_on: day.nullable(),
  done_on: day.nullable(),
})

const termOf = (row: z.output<typeof DeadlineRow>): Deadline['term'] => {
  const { term_kind: kind, term_code: code, term_place: place, term_version: version } = row
  return kind === null || code === null || place === null || version === null
    ? null
    : { kind, code, place, version }
}

export const fromRow = (row: unknown): Deadline => {
  const read = DeadlineRow.parse(row)
  return {
    id: read.id,
    caseId: read.case_id,
    ruleCode: read.rule_code,
    rulePlace: read.rule_place,
    ruleVersion: read.rule_version,
    term: termOf(read),
    startedOn: read.started_on,
    startedAt: read.started_at,
    dueOn: read.due_on,
    dueAt: read.due_at,
    provisional: read.provisional,
    pausedOn: read.paused_on,
    doneOn: read.done_on,
  }
}

const termColumns = (term: Deadline['term']) =>
  term === null
    ? {}
    : {
        ...{ term_kind: term.kind, term_code: term.code },
        ...{ term_place: term.place, term_version: term.version },
      }

/** undefined when this clock of the case runs already. */
export const insertDeadline = async (
  tx: Tx,
  caseId: CaseId,
  planned: PlannedClock,
): Promise<Deadline | undefined> => {
  const rows: unknown[] = await sql(tx)('deadlines')
    .insert({
      ...(planned.id === undefined ? {} : { id: planned.id }),
      case_id: caseId,
      rule_code: planned.ruleCode,
      rule_place: planned.rulePlace,
      rule_version: planned.ruleVersion,
      ...termColumns(planned.term),
      started_on: planned.startedOn,
      started_at: planned.startedAt,
      due_on: planned.dueOn,
      due_at: planned.dueAt,
      provisional: planned.provisional,
    })
    .onConflict()
    .ignore()
    .returning('*')
  return rows[0] === undefined ? undefined : fromRow(rows[0])
}

export const findRunning = async (
  tx: Tx,
  caseId: CaseId,
  ruleCode: string,
): Promise<Deadline | undefined> => {
  const row: unknown = await sql(tx)('deadlines')
    .where({ case_id: caseId, rule_code: ruleCode, done_on: null })
    .first()
  return row === undefined ? undefined : fromRow(row)
}

/** The one of this rule that ended last. */
export const findEnded = async (
  tx: Tx,
  caseId: CaseId,
  ruleCode: string,
): Promise<Deadline | undefined> => {
  const row: unknown = await sql(tx)('deadlines')
    .where({ case_id: caseId, rule_code: ruleCode })
    .whereNotNull('done_on')
    .orderBy([
      { column: 'started_on', order: 'desc' },
      { column: 'done_on', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .first()
  return row === undefined ? undefined : fromRow(row)
}

/** One clock of this case, held until the transaction ends. */
export const lockDeadline = async (
  tx: Tx,
  caseId: CaseId,
  id: string,
): Promise<Deadline | undefined> => {
  const row: unknown = await sql(tx)('deadlines').where({ id, case_id: caseId }).forUpdate().first()
  return row === undefined ? undefined : fromRow(row)
}

export const listDeadlines = async (tx: Tx, caseId: CaseId): Promise<Deadline[]> => {
  const rows: unknown[] = await sql(tx)('deadlines')
    .where({ case_id: caseId })
    .orderBy(['due_on', 'rule_code', 'started_on'])
  return rows.map(fromRow)
}

/** Those not done, held until the transaction ends. */
export const lockRunning = async (tx: Tx, caseId: CaseId): Promise<Deadline[]> => {
  const rows: unknown[] = await sql(tx)('deadlines')
    .where({ case_id: caseId, done_on: null })
    .orderBy(['due_on', 'id'])
    .forUpdate()
  return rows.map(fromRow)
}

export const setDone = async (tx: Tx, id: string, on: Day): Promise<void> => {
  await sql(tx)('deadlines').where({ id, done_on: null }).update({ done_on: on, paused_on: null })
}

export const setPaused = async (tx: Tx, id: string, on: Day | null): Promise<void> => {
  await sql(tx)('deadlines').where({ id, done_on: null }).update({ paused_on: on })
}

/** Clocks that are done keep their day. */
export const moveDeadlines = async (tx: Tx, moves: readonly ClockMove[]): Promise<void> => {
  if (moves.length === 0) return
  await sql(tx).raw(
    `UPDATE deadlines SET due_on = now.due_on, due_at = NULLIF(now.due_at, '')::timestamptz, provisional = now.provisional
     FROM unnest(?::uuid[], ?::date[], ?::text[], ?::boolean[]) AS now (id, due_on, due_at, provisional)
     WHERE deadlines.id = now.id AND done_on IS NULL`,
    [
      moves.map(({ id }) => id),
      moves.map(({ dueOn }) => dueOn),
      moves.map(({ dueAt }) => dueAt?.toISOString() ?? ''),
      moves.map(({ provisional }) => provisional),
    ],
  )
}

const NextRow = z.object({
  case_id: z.string().transform(id => id as CaseId),
  next: day.nullable(),
})
const NextRows = z.object({ rows: z.array(NextRow) })

/** The next day on which something of each case is due; null where nothing runs. */
export const nextDays = async (
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<{ readonly caseId: CaseId; readonly next: Day | null }[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT asked.case_id, min(due_on) AS next FROM unnest(?::uuid[]) AS asked (case_id)
     LEFT JOIN deadlines ON deadlines.case_id = asked.case_id AND done_on IS NULL AND paused_on IS NULL
     GROUP BY asked.case_id`,
    [[...caseIds]],
  )
  return NextRows.parse(found).rows.map(({ case_id, next }) => ({ caseId: case_id, next }))
}

export const deleteDeadlines = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('deadlines').where({ case_id: caseId }).delete()
}
