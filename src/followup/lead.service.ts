import type { Audit } from '../audit'
import type { Case, Cases } from '../cases'
import type { Tx } from '../platform/db/transaction'
import { groupDeeds } from './course.rules'
import type { Lead } from './followup'

type Deps = { readonly audit: Audit; readonly cases: Cases }

/** When this report last went to another: what was before concerns only who reported it. */
export const mergedAt = async (
  { cases }: Pick<Deps, 'cases'>,
  tx: Tx,
  { id }: Case,
): Promise<Date | undefined> =>
  (await cases.decisionsOf(tx, id)).find(({ action }) => action === 'merge')?.at

/**
 * The case that a merged one is gone on with: its state, and the steps of officers since. Who else reported, what they
 * wrote, and when, is none of this reporter's.
 */
export const leadOf = async (
  { audit, cases }: Deps,
  tx: Tx,
  found: Case,
): Promise<Lead | undefined> => {
  if (found.mergedInto === null) return undefined
  const lead = await cases.get(tx, found.mergedInto)
  const since = await mergedAt({ cases }, tx, found)
  const deeds = await audit.listForCase(tx, lead.id, { deeds: groupDeeds, limit: 200 })
  const steps = deeds.filter(
    ({ side, at }) => side === 'staff' && at !== null && since !== undefined && at >= since,
  )
  return { state: lead.state, steps }
}
