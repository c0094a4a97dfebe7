import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import { duties, type Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { clashCodes } from './separation.rules'
import type { Staff } from './staff'

const StaffRow = z.object({
  id: z.string().transform(id => id as StaffId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  username: z.string(),
  display_name: z.string(),
  status: z.enum(['invited', 'active', 'disabled']),
  last_signed_in_at: z.date().nullable(),
  single_keys: z.boolean(),
  duties: z.array(z.enum(duties)),
})

const toStaff = (row: unknown): Staff => {
  const parsed = StaffRow.parse(row)
  return {
    id: parsed.id,
    organisationId: parsed.organisation_id,
    username: parsed.username,
    displayName: parsed.display_name,
    status: parsed.status,
    duties: parsed.duties,
    lastSignedInAt: parsed.last_signed_in_at ?? undefined,
    singleKeys: parsed.single_keys,
  }
}

const rowsOf = z.object({ rows: z.array(z.unknown()) })

type Value = string | number | string[]

export const selectStaff = async (
  tx: Tx,
  where: string,
  values: Readonly<Record<string, Value>>,
): Promise<Staff[]> => {
  const result: unknown = await sql(tx).raw(
    `SELECT id, organisation_id, username, display_name, status, last_signed_in_at, single_keys,
       ARRAY(SELECT duty FROM staff_duties WHERE staff_id = staff.id ORDER BY duty) AS duties
     FROM staff WHERE ${where}`,
    values,
  )
  return rowsOf.parse(result).rows.map(toStaff)
}

export const findStaff = async (tx: Tx, id: StaffId): Promise<Staff | undefined> =>
  (await selectStaff(tx, 'id = :id', { id }))[0]

/** False when it stood so already. */
export const setSingleKeys = async (tx: Tx, id: StaffId, on: boolean): Promise<boolean> =>
  (await sql(tx)('staff').where({ id }).whereNot({ single_keys: on }).update({ single_keys: on })) >
  0

export const findStaffByName = async (tx: Tx, username: string): Promise<Staff | undefined> =>
  (await selectStaff(tx, 'username = :username', { username }))[0]

export const listActiveStaff = (
  tx: Tx,
  organisationId: OrganisationId,
  duty: Duty | undefined,
): Promise<Staff[]> =>
  duty === undefined
    ? selectStaff(
        tx,
        `organisation_id = :organisationId AND status = 'active' ORDER BY display_name, id`,
        { organisationId },
      )
    : selectStaff(
        tx,
        `organisation_id = :organisationId AND status = 'active'
           AND EXISTS (SELECT 1 FROM staff_duties WHERE staff_id = staff.id AND duty = :duty)
         ORDER BY display_name, id`,
        { organisationId, duty },
      )

const IdRow = StaffRow.pick({ id: true })

export const listActiveAmong = async (tx: Tx, ids: readonly StaffId[]): Promise<StaffId[]> => {
  const rows: unknown[] = await sql(tx)('staff')
    .whereIn('id', [...ids])
    .where({ status: 'active' })
    .select('id')
  return rows.map(row => IdRow.parse(row).id)
}

export const anyStaffWith = async (tx: Tx, duty: Duty): Promise<boolean> =>
  (await sql(tx)('staff_duties').where({ duty }).first('staff_id')) !== undefined

type StaffToInsert = {
  readonly id: StaffId
  readonly organisationId: OrganisationId
  readonly username: string
  readonly displayName: string
  readonly passwordSalt: Buffer
  readonly passwordVerifier: Buffer
  readonly oneTimeUntil: Date
  readonly createdAt: Date
}

/** An invited person. @throws refused('staff.name-taken') */
export const insertStaff = async (tx: Tx, staff: StaffToInsert): Promise<void> => {
  const inserted: unknown[] = await sql(tx)('staff')
    .insert({
      id: staff.id,
      organisation_id: staff.organisationId,
      username: staff.username,
      display_name: staff.displayName,
      status: 'invited',
      password_salt: staff.passwordSalt,
      password_verifier: staff.passwordVerifier,
      one_time_until: staff.oneTimeUntil,
      created_at: staff.createdAt,
    })
    .onConflict()
    .ignore()
    .returning('id')
  if (inserted.length === 0) throw refused('staff.name-taken')
}

export const constraintOf = (error: unknown): string => {
  const read = z.object({ constraint: z.string() }).safeParse(error)
  return read.success ? read.data.constraint : ''
}

/** @throws refused(the code of the separation) when the database finds that these duties must be apart */
export const insertDuties = async (tx: Tx, id: StaffId, held: readonly Duty[]): Promise<void> => {
  if (held.length === 0) return
  try {
    await sql(tx)('staff_duties').insert(held.map(duty => ({ staff_id: id, duty })))
  } catch (error) {
    const constraint = constraintOf(error)
    throw clashCodes.includes(constraint) ? refused(constraint) : error
  }
}

export const markDisabled = async (tx: Tx, id: StaffId): Promise<boolean> =>
  (await sql(tx)('staff')
    .where({ id })
    .whereNot({ status: 'disabled' })
    .update({ status: 'disabled', sealed_email: null })) > 0

const Before = z.object({ rows: z.tuple([z.object({ failures: z.number() })]) })

/** Wrong proofs since the sign-in before this one. */
export const markSignedIn = async (tx: Tx, id: StaffId, at: Date): Promise<number> => {
  const result: unknown = await sql(tx).raw(
    `UPDATE staff SET last_signed_in_at = :at, failures = 0
     FROM (SELECT failures FROM staff WHERE id = :id FOR UPDATE) AS before
     WHERE id = :id RETURNING before.failures`,
    { id, at },
  )
  return Before.parse(result).rows[0].failures
}

/** Counted for a name that nobody has as well: it meets no row, and takes as long. */
export const addFailure = async (tx: Tx, username: string): Promise<void> => {
  await sql(tx)('staff').where({ username }).increment('failures')
}

export const takeBackFailure = async (tx: Tx, id: StaffId): Promise<void> => {
  await sql(tx)('staff').where({ id }).where('failures', '>', 0).decrement('failures')
}

export const saveEmail = async (tx: Tx, id: StaffId, sealed: Buffer | null): Promise<void> => {
  await sql(tx)('staff').where({ id }).update({ sealed_email: sealed })
}

const EmailRow = z.object({ sealed_email: z.instanceof(Buffer).nullable() })

/** Of somebody who has signed in before and is not disabled. */
export const findActiveEmail = async (tx: Tx, id: StaffId): Promise<Buffer | undefined> => {
  const row: unknown = await sql(tx)('staff').where({ id, status: 'active' }).first('sealed_email')
  return row === undefined ? undefined : (EmailRow.parse(row).sealed_email ?? undefined)
}

const NameRow = z.object({
  id: z.string().transform(id => id as StaffId),
  display_name: z.string(),
})

export const listNames = async (
  tx: Tx,
  ids: readonly StaffId[],
): Promise<ReadonlyMap<StaffId, string>> => {
  if (ids.length === 0) return new Map()
  const rows: unknown[] = await sql(tx)('staff').whereIn('id', ids).select('id', 'display_name')
  return new Map(rows.map(row => NameRow.parse(row)).map(row => [row.id, row.display_name]))
}
