import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { codeOf, refused } from '../platform/errors'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Substitution } from './substitution'

const staffId = z.string().transform(id => id as StaffId)

const SubstituteRow = z.object({
  id: z.string(),
  staff_id: staffId,
  substitute_id: staffId,
  organisation_id: z.string().transform(id => id as OrganisationId),
  from_on: z.string().transform(asDay),
  until_on: z.string().transform(asDay),
})

const toSubstitution = (row: unknown): Substitution => {
  const read = SubstituteRow.parse(row)
  return {
    id: read.id,
    staffId: read.staff_id,
    substituteId: read.substitute_id,
    organisationId: read.organisation_id,
    fromOn: read.from_on,
    untilOn: read.until_on,
  }
}

const open = (tx: Tx) => sql(tx)('substitutes').whereNull('ended_on')

type New = Substitution & { readonly madeBy: StaffId; readonly madeAt: Date }

const UNIQUE = '23505'
const CHECK = '23514'

/** @throws refused('substitute.taken'), refused('substitute.not-a-handler') by what the database says */
export const insertSubstitution = async (tx: Tx, one: New): Promise<void> => {
  try {
    await sql(tx)('substitutes').insert({
      id: one.id,
      staff_id: one.staffId,
      substitute_id: one.substituteId,
      organisation_id: one.organisationId,
      from_on: one.fromOn,
      until_on: one.untilOn,
      made_by: one.madeBy,
      made_at: one.madeAt,
    })
  } catch (error) {
    if (codeOf(error) === UNIQUE) throw refused('substitute.taken')
    throw codeOf(error) === CHECK ? refused('substitute.not-a-handler') : error
  }
}

/** Until the transaction ends nobody else writes about this person: two same forms take turns. */
export const holdPlansOf = async (tx: Tx, id: StaffId): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`substitutes:${id}`])
}

export const findSubstitution = async (tx: Tx, id: string): Promise<Substitution | undefined> => {
  const row: unknown = await sql(tx)('substitutes').where({ id }).first()
  return row === undefined ? undefined : toSubstitution(row)
}

/** Held, and still open. */
export const holdSubstitution = async (tx: Tx, id: string): Promise<Substitution | undefined> => {
  const row: unknown = await open(tx).where({ id }).forUpdate().first()
  return row === undefined ? undefined : toSubstitution(row)
}

/** Open ones in which this person is away or stands in. */
export const listOpenOf = async (tx: Tx, id: StaffId): Promise<Substitution[]> => {
  const rows: unknown[] = await open(tx).whereRaw('(staff_id = ? OR substitute_id = ?)', [id, id])
  return rows.map(toSubstitution)
}

export const listOpenIn = async (
  tx: Tx,
  organisationId: OrganisationId,
  { after, limit }: { readonly after?: Substitution | undefined; readonly limit: number },
): Promise<Substitution[]> => {
  const query = open(tx).where({ organisation_id: organisationId })
  if (after !== undefined)
    void query.whereRaw('(from_on, id) > (?, ?::uuid)', [after.fromOn, after.id])
  const rows: unknown[] = await query.orderBy(['from_on', 'id']).limit(limit)
  return rows.map(toSubstitution)
}

export const listOver = async (tx: Tx, today: Day): Promise<Substitution[]> => {
  const rows: unknown[] = await open(tx).where('until_on', '<', today).forUpdate()
  return rows.map(toSubstitution)
}

/** False when it was ended already. */
export const markEnded = async (tx: Tx, id: string, on: Day): Promise<boolean> =>
  (await open(tx).where({ id }).update({ ended_on: on })) > 0
