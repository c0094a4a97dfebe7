import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { NewAlert } from './alert'

export type StepRow = {
  readonly deadlineId: string
  readonly step: string
  readonly outcome: 'told' | 'passed' | 'nobody'
}

const Written = z.object({ rows: z.array(z.object({ deadline_id: z.string(), step: z.string() })) })

export const stepKey = (deadlineId: string, step: string): string => `${deadlineId} ${step}`

/** Which of them were not there yet: only those are ours to tell. */
export const insertSteps = async (
  tx: Tx,
  steps: readonly StepRow[],
  onDay: Day,
): Promise<ReadonlySet<string>> => {
  if (steps.length === 0) return new Set()
  const result: unknown = await sql(tx).raw(
    `INSERT INTO deadline_steps (deadline_id, step, outcome, on_day)
     SELECT id, step, outcome, ?::date FROM unnest(?::uuid[], ?::text[], ?::text[]) AS new (id, step, outcome)
     ON CONFLICT DO NOTHING RETURNING deadline_id, step`,
    [
      onDay,
      steps.map(({ deadlineId }) => deadlineId),
      steps.map(({ step }) => step),
      steps.map(({ outcome }) => outcome),
    ],
  )
  return new Set(Written.parse(result).rows.map(row => stepKey(row.deadline_id, row.step)))
}

export const insertAlerts = async (
  tx: Tx,
  alerts: readonly NewAlert[],
  onDay: Day,
): Promise<void> => {
  if (alerts.length === 0) return
  await sql(tx).raw(
    `INSERT INTO staff_alerts (staff_id, case_id, deadline_id, step, audience, due_on, on_day)
     SELECT staff, of, clock, step, audience, due, ?::date
     FROM unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::date[])
       AS new (staff, of, clock, step, audience, due)
     ON CONFLICT DO NOTHING`,
    [
      onDay,
      alerts.map(({ staffId }) => staffId),
      alerts.map(({ caseId }) => caseId),
      alerts.map(({ deadlineId }) => deadlineId),
      alerts.map(({ step }) => step),
      alerts.map(({ audience }) => audience),
      alerts.map(({ dueOn }) => dueOn),
    ],
  )
}
