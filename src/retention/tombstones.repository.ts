import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, RunId } from '../vocabulary/ids'

/**
 * Set before the rows go: the database takes none but for a closed case, not held, without a running clock, that
 * stands on a list which two people agreed on.
 */
export const insertTombstone = async (
  tx: Tx,
  stone: {
    readonly case_id: string
    readonly organisation_id: OrganisationId
    readonly year: number
    readonly serial: number
    readonly source: string
    readonly region_code: string | null
    readonly target_kind: string
    readonly behaviour: string
    readonly outcome: string
    readonly received_on: Day
    readonly closed_on: Day
    readonly erased_on: Day
    readonly reason: 'term'
    readonly run_id: RunId
  },
): Promise<void> => {
  await sql(tx)('tombstones').insert(stone)
}

const Found = z.object({
  erased_on: z.string().transform(asDay),
  run_id: z.string().transform(id => id as RunId),
})

export const findTombstone = async (
  tx: Tx,
  organisationId: OrganisationId,
  { year, serial }: { readonly year: number; readonly serial: number },
): Promise<{ readonly erasedOn: Day; readonly runId: RunId } | undefined> => {
  const row: unknown = await sql(tx)('tombstones')
    .where({ organisation_id: organisationId, year, serial })
    .first()
  if (row === undefined) return undefined
  const { erased_on: erasedOn, run_id: runId } = Found.parse(row)
  return { erasedOn, runId }
}
