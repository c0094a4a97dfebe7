import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { Deadline } from './deadline'

const day = z.string().transform(asDay)
const DeadlineRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  rule_code: z.string(),
  rule_place: z.string(),
  rule_version: z.number(),
  started_on: day,
  due_on: day,
  provisional: z.boolean(),
  done_on: day.nullable(),
})

const fromRow = (row: unknown): Deadline => {
  const read = DeadlineRow.parse(row)
  return {
    id: read.id,
    caseId: read.case_id,
    ruleCode: read.rule_code,
    rulePlace: read.rule_place,
    ruleVersion: read.rule_version,
    startedOn: read.started_on,
    dueOn: read.due_on,
    provisional: read.provisional,
    doneOn: read.done_on,
  }
}

/** undefined when this clock of the case runs already. */
export const insertDeadline = async (
  tx: Tx,
  wanted: Omit<Deadline, 'id' | 'doneOn'>,
): Promise<Deadline | undefined> => {
  const rows: unknown[] = await sql(tx)('deadlines')
    .insert({
      case_id: wanted.caseId,
      rule_code: wanted.ruleCode,
      rule_place: wanted.rulePlace,
      rule_version: wanted.ruleVersion,
      started_on: wanted.startedOn,
      due_on: wanted.dueOn,
      provisional: wanted.provisional,
    })
    .onConflict(sql(tx).raw('(case_id, rule_code) WHERE done_on IS NULL'))
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

export const listDeadlines = async (tx: Tx, caseId: CaseId): Promise<Deadline[]> => {
  const rows: unknown[] = await sql(tx)('deadlines')
    .where({ case_id: caseId })
    .orderBy(['due_on', 'rule_code', 'started_on'])
  return rows.map(fromRow)
}

export const finishDeadline = async (
  tx: Tx,
  caseId: CaseId,
  ruleCode: string,
  on: Day,
): Promise<void> => {
  await sql(tx)('deadlines')
    .where({ case_id: caseId, rule_code: ruleCode, done_on: null })
    .update({ done_on: on })
}

export const deleteDeadlines = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('deadlines').where({ case_id: caseId }).delete()
}
