import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId } from '../vocabulary/ids'

const DueRow = z
  .object({
    id: z.string(),
    case_id: z.string().transform(id => id as CaseId),
    organisation_id: z.string().transform(id => id as OrganisationId),
    due_on: z.string().transform(asDay),
    reminded: z.number(),
  })
  .transform(({ id, reminded, ...row }) => ({
    ...{ id, reminded, caseId: row.case_id, organisationId: row.organisation_id },
    dueOn: row.due_on,
  }))

type Question = {
  readonly reminded: number
  readonly dueUntil: Day
  readonly after: { readonly dueOn: Day; readonly id: string } | undefined
  readonly limit: number
}

/** What is to be withdrawn, in the order in which it is due; held, and what another one holds is left out. */
export const takeDueEntries = async (tx: Tx, { reminded, dueUntil, after, limit }: Question) => {
  const query = sql(tx)('register_entries')
    .whereRaw(`state = 'changed' AND case_id IS NOT NULL`)
    .where({ reminded })
    .where('due_on', '<=', dueUntil)
    .orderBy(['due_on', 'id'])
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .select('id', 'case_id', 'organisation_id', 'due_on', 'reminded')
  if (after !== undefined) void query.whereRaw('(due_on, id) > (?, ?)', [after.dueOn, after.id])
  const rows: unknown[] = await query
  return rows.map(row => DueRow.parse(row))
}

/** These have come so far. */
export const passEntries = async (
  tx: Tx,
  entries: readonly { readonly id: string; readonly reminded: number }[],
): Promise<void> => {
  if (entries.length === 0) return
  await sql(tx).raw(
    `UPDATE register_entries SET reminded = now.reminded
     FROM unnest(?::uuid[], ?::smallint[]) AS now (id, reminded) WHERE register_entries.id = now.id`,
    [entries.map(({ id }) => id), entries.map(({ reminded }) => reminded)],
  )
}
