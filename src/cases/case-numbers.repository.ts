import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId } from '../vocabulary/ids'

type Number = { readonly year: number; readonly serial: number }

/** Each body counts for itself: one number may be that of several cases. */
export const findCasesByNumber = async (
  tx: Tx,
  bodies: readonly OrganisationId[],
  { year, serial }: Number,
): Promise<CaseId[]> =>
  sql(tx)('cases').whereIn('organisation_id', bodies).where({ year, serial }).pluck('id')

const Row = z.object({ id: z.string(), year: z.number(), serial: z.number() })

export const listNumbers = async (
  tx: Tx,
  ids: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, Number>> => {
  if (ids.length === 0) return new Map()
  const rows: unknown[] = await sql(tx)('cases').whereIn('id', ids).select('id', 'year', 'serial')
  return new Map(rows.map(row => Row.parse(row)).map(({ id, ...number }) => [id as CaseId, number]))
}
