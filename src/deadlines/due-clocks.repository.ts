import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'

const DueRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  rule_code: z.string(),
  due_on: z.string().transform(asDay),
  reminded: z.number(),
})

/** A clock that runs, and how far its reminders have come. */
export type DueClock = {
  readonly id: string
  readonly caseId: CaseId
  readonly ruleCode: string
  readonly dueOn: Day
  readonly reminded: number
}

export type DueQuestion = {
  /** Clocks of which exactly this step is behind them; 0 for none. */
  readonly reminded: number
  readonly dueUntil: Day
  readonly after: { readonly dueOn: Day; readonly id: string } | undefined
  readonly limit: number
}

/** In the order in which they are due; held until the transaction ends. What another one holds is left out. */
export const takeDue = async (
  tx: Tx,
  { reminded, dueUntil, after, limit }: DueQuestion,
): Promise<DueClock[]> => {
  const query = sql(tx)('deadlines')
    .where({ done_on: null, paused_on: null, reminded })
    .where('due_on', '<=', dueUntil)
    .orderBy(['due_on', 'id'])
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .select('id', 'case_id', 'rule_code', 'due_on', 'reminded')
  if (after !== undefined) void query.whereRaw('(due_on, id) > (?, ?)', [after.dueOn, after.id])
  const rows: unknown[] = await query
  return rows.map(row => {
    const { case_id, rule_code, due_on, ...rest } = DueRow.parse(row)
    return { ...rest, caseId: case_id, ruleCode: rule_code, dueOn: due_on }
  })
}

/** These have come so far. */
export const passStep = async (
  tx: Tx,
  clocks: readonly Pick<DueClock, 'id' | 'reminded'>[],
): Promise<void> => {
  if (clocks.length === 0) return
  await sql(tx).raw(
    `UPDATE deadlines SET reminded = now.reminded
     FROM unnest(?::uuid[], ?::smallint[]) AS now (id, reminded) WHERE deadlines.id = now.id`,
    [clocks.map(({ id }) => id), clocks.map(({ reminded }) => reminded)],
  )
}
