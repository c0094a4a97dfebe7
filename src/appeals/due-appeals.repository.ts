import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId } from '../vocabulary/ids'

const DueRow = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  due_on: z.string().transform(asDay),
  reminded: z.number(),
})

/** What waits for an answer, and how far its reminders have come. */
export type DueAppeal = {
  readonly id: string
  readonly caseId: CaseId
  /** The body that answers. */
  readonly organisationId: OrganisationId
  readonly dueOn: Day
  readonly reminded: number
}

type Question = {
  /** Exactly this step is behind them; 0 for none. */
  readonly reminded: number
  readonly dueUntil: Day
  readonly after: { readonly dueOn: Day; readonly id: string } | undefined
  readonly limit: number
}

/** In the order in which they are due; held until the transaction ends. What another one holds is left out. */
export const takeDueAppeals = async (
  tx: Tx,
  { reminded, dueUntil, after, limit }: Question,
): Promise<DueAppeal[]> => {
  const query = sql(tx)('appeals')
    .where({ acted_on: null, reminded })
    .where('due_on', '<=', dueUntil)
    .orderBy(['due_on', 'id'])
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .select('id', 'case_id', 'organisation_id', 'due_on', 'reminded')
  if (after !== undefined) void query.whereRaw('(due_on, id) > (?, ?)', [after.dueOn, after.id])
  const rows: unknown[] = await query
  return rows.map(row => {
    const { case_id, organisation_id, due_on, ...rest } = DueRow.parse(row)
    return { ...rest, caseId: case_id, organisationId: organisation_id, dueOn: due_on }
  })
}

/** These have come so far. */
export const passAppeals = async (
  tx: Tx,
  appeals: readonly Pick<DueAppeal, 'id' | 'reminded'>[],
): Promise<void> => {
  if (appeals.length === 0) return
  await sql(tx).raw(
    `UPDATE appeals SET reminded = now.reminded
     FROM unnest(?::uuid[], ?::smallint[]) AS now (id, reminded) WHERE appeals.id = now.id`,
    [appeals.map(({ id }) => id), appeals.map(({ reminded }) => reminded)],
  )
}
