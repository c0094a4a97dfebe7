import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

const staffId = z.string().transform(id => id as StaffId)

const Next = z.object({ next: z.number() })

/** Numbers are given one after the other: held until the transaction ends. */
const holdNumbers = (tx: Tx, organisationId: OrganisationId) =>
  sql(tx).raw(`SELECT pg_advisory_xact_lock(hashtextextended('draws ' || ?, 0))`, [organisationId])

export const nextSerial = async (
  tx: Tx,
  organisationId: OrganisationId,
  year: number,
): Promise<number> => {
  await holdNumbers(tx, organisationId)
  const row: unknown = await sql(tx)('draws')
    .where({ organisation_id: organisationId, year })
    .first(sql(tx).raw('coalesce(max(serial), 0)::int + 1 AS next'))
  return Next.parse(row).next
}

const Numbered = z.object({ staff_id: staffId, number: z.number() })

const readNumbers = async (tx: Tx, ids: readonly StaffId[]): Promise<Map<StaffId, number>> => {
  const rows: unknown[] = await sql(tx)('draw_numbers').whereIn('staff_id', ids)
  return new Map(rows.map(row => Numbered.parse(row)).map(row => [row.staff_id, row.number]))
}

/** A person keeps the number for good; whoever has none yet gets the next. */
export const numbersOf = async (
  tx: Tx,
  organisationId: OrganisationId,
  ids: readonly StaffId[],
): Promise<Map<StaffId, number>> => {
  const known = await readNumbers(tx, ids)
  const unnumbered = ids.filter(id => !known.has(id))
  if (unnumbered.length === 0) return known
  await holdNumbers(tx, organisationId)
  for (const id of unnumbered)
    await sql(tx).raw(
      `INSERT INTO draw_numbers (organisation_id, number, staff_id)
       SELECT ?, coalesce(max(number), 0) + 1, ? FROM draw_numbers WHERE organisation_id = ?
       ON CONFLICT (staff_id) DO NOTHING`,
      [organisationId, id, organisationId],
    )
  return readNumbers(tx, ids)
}

const ByNumber = z.array(Numbered)

export const peopleByNumber = async (
  tx: Tx,
  organisationId: OrganisationId,
  numbers: readonly number[],
): Promise<Map<number, StaffId>> => {
  const rows: unknown = await sql(tx)('draw_numbers')
    .where({ organisation_id: organisationId })
    .whereIn('number', numbers)
  return new Map(ByNumber.parse(rows).map(row => [row.number, row.staff_id]))
}
