import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { NewAlert, Subject, SubjectKind } from './alert'

export type StepRow = {
  readonly of: Subject
  readonly step: string
  readonly outcome: 'told' | 'passed' | 'nobody'
}

const Written = z.object({ rows: z.array(z.object({ id: z.string(), step: z.string() })) })

export const stepKey = ({ id }: Pick<Subject, 'id'>, step: string): string => `${id} ${step}`

/** Which of them were not there yet: only those are ours to tell. All of one kind. */
export const insertSteps = async (
  tx: Tx,
  kind: SubjectKind,
  steps: readonly StepRow[],
  onDay: Day,
): Promise<ReadonlySet<string>> => {
  if (steps.length === 0) return new Set()
  const [table, column] = [`${kind}_steps`, `${kind}_id`]
  const result: unknown = await sql(tx).raw(
    `INSERT INTO ?? (??, step, outcome, on_day)
     SELECT id, step, outcome, ?::date FROM unnest(?::uuid[], ?::text[], ?::text[]) AS new (id, step, outcome)
     ON CONFLICT DO NOTHING RETURNING ?? AS id, step`,
    [
      ...[table, column, onDay],
      steps.map(({ of }) => of.id),
      steps.map(({ step }) => step),
      steps.map(({ outcome }) => outcome),
      column,
    ],
  )
  return new Set(Written.parse(result).rows.map(row => stepKey(row, row.step)))
}

export const insertAlerts = async (
  tx: Tx,
  kind: SubjectKind,
  alerts: readonly NewAlert[],
  onDay: Day,
): Promise<void> => {
  if (alerts.length === 0) return
  await sql(tx).raw(
    `INSERT INTO staff_alerts (staff_id, case_id, ??, step, audience, due_on, on_day)
     SELECT staff, nullif(of, '')::uuid, clock, step, audience, due, ?::date
     FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::date[])
       AS new (staff, of, clock, step, audience, due)
     ON CONFLICT DO NOTHING`,
    [
      ...[`${kind}_id`, onDay],
      alerts.map(({ staffId }) => staffId),
      alerts.map(({ caseId }) => caseId ?? ''),
      alerts.map(({ of }) => of.id),
      alerts.map(({ step }) => step),
      alerts.map(({ audience }) => audience),
      alerts.map(({ dueOn }) => dueOn),
    ],
  )
}
