import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId } from '../vocabulary/ids'
import type { ClockPause } from './deadline'

const day = z.string().transform(asDay)
const PauseRow = z.object({
  id: z.string(),
  deadline_id: z.string(),
  from_on: day,
  to_on: day.nullable(),
  ground: z.string(),
  of_case: z.boolean(),
})

/** Of these clocks, in the order of time. */
export const listPauses = async (tx: Tx, deadlineIds: readonly string[]): Promise<ClockPause[]> => {
  if (deadlineIds.length === 0) return []
  const rows: unknown[] = await sql(tx)('deadline_pauses')
    .whereRaw('deadline_id = ANY(?::uuid[])', [[...deadlineIds]])
    .orderBy(['deadline_id', 'from_on', 'to_on'])
  return rows.map(row => {
    const { deadline_id, from_on, to_on, of_case, ...rest } = PauseRow.parse(row)
    return { ...rest, deadlineId: deadline_id, from: from_on, to: to_on, ofCase: of_case }
  })
}

export const insertPause = async (
  tx: Tx,
  { deadlineId, from, ground, ofCase }: Omit<ClockPause, 'id' | 'to'>,
): Promise<void> => {
  await sql(tx)('deadline_pauses').insert({
    deadline_id: deadlineId,
    from_on: from,
    ground,
    of_case: ofCase,
  })
}

/** What of another clock did not count, does not count of this one either. */
export const copyPauses = async (tx: Tx, from: string, to: string): Promise<void> => {
  await sql(tx).raw(
    `INSERT INTO deadline_pauses (deadline_id, from_on, to_on, ground, of_case)
     SELECT ?, from_on, to_on, ground, of_case FROM deadline_pauses
     WHERE deadline_id = ? AND to_on IS NOT NULL`,
    [to, from],
  )
}

/** Ends the pause that lasts, with this as its last day; before its first day, it took none. */
export const endPause = async (tx: Tx, deadlineId: string, last: Day): Promise<void> => {
  await sql(tx)('deadline_pauses')
    .where({ deadline_id: deadlineId, to_on: null })
    .update({ to_on: sql(tx).raw('GREATEST(?::date, from_on - 1)', [last]) })
}

export const deletePauses = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx).raw(
    'DELETE FROM deadline_pauses WHERE deadline_id IN (SELECT id FROM deadlines WHERE case_id = ?)',
    [caseId],
  )
}
