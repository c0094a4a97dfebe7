import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'

const Row = z
  .object({
    position: z.number(),
    case_id: z.string().transform(id => id as CaseId),
    deadline_id: z.string(),
    rule_code: z.string(),
    length: z.number(),
    unit: z.enum(['working', 'natural', 'months', 'years']),
    asker_id: z.string().transform(id => id as StaffId),
    asked_at: z.date(),
  })
  .transform(({ position, length, unit, ...row }) => ({
    ...{ position, length, unit, caseId: row.case_id, deadlineId: row.deadline_id },
    ...{ ruleCode: row.rule_code, askerId: row.asker_id, askedAt: row.asked_at },
  }))

/** A request that waits, without its words. */
export type WaitingExtension = z.infer<typeof Row>

type Scope = { readonly organisationId: OrganisationId; readonly viewer: StaffId }

/** Nothing of cases from which the viewer is excluded. */
const waiting = (tx: Tx, { organisationId, viewer }: Scope) =>
  sql(tx)('deadline_extensions AS one')
    .where({ 'one.organisation_id': organisationId, 'one.state': 'asked' })
    .whereRaw('one.case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [
      viewer,
    ])

/** Oldest first. */
export const listWaiting = async (
  tx: Tx,
  scope: Scope,
  { after, limit }: { readonly after?: number | undefined; readonly limit: number },
): Promise<WaitingExtension[]> => {
  const query = waiting(tx, scope)
    .join('deadlines AS clock', 'clock.id', 'one.deadline_id')
    .select('one.*', 'clock.rule_code')
  if (after !== undefined) void query.where('one.position', '>', after)
  const rows: unknown[] = await query.orderBy('one.position').limit(limit)
  return rows.map(row => Row.parse(row))
}

const Count = z.object({ count: z.number() })

/** Those that the viewer can answer; counting stops at `cap`. */
export const countWaiting = async (tx: Tx, scope: Scope, cap: number): Promise<number> => {
  const some = waiting(tx, scope)
    .whereNot({ 'one.asker_id': scope.viewer })
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}
