import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Staff } from './staff'
import { selectStaff } from './staff.repository'

export type PeopleQuestion = {
  readonly bodies: readonly OrganisationId[]
  readonly duty?: Duty | undefined
  readonly state?: Staff['status'] | undefined
  /** The last person of the page before. */
  readonly after?: StaffId | undefined
  readonly limit: number
}

/** One page in the order of names, by keyset. */
export const selectPeople = (tx: Tx, question: PeopleQuestion): Promise<Staff[]> => {
  const { bodies, duty, state, after, limit } = question
  const conditions = [
    'organisation_id = ANY(CAST(:bodies AS uuid[]))',
    ...(state === undefined ? [] : ['status = :state']),
    ...(duty === undefined
      ? []
      : ['EXISTS (SELECT 1 FROM staff_duties WHERE staff_id = staff.id AND duty = :duty)']),
    ...(after === undefined
      ? []
      : ['(display_name, id) > (SELECT display_name, id FROM staff WHERE id = :after)']),
  ]
  return selectStaff(tx, `${conditions.join(' AND ')} ORDER BY display_name, id LIMIT :limit`, {
    bodies: [...bodies],
    limit,
    ...(state === undefined ? {} : { state }),
    ...(duty === undefined ? {} : { duty }),
    ...(after === undefined ? {} : { after }),
  })
}

export const selectSome = async (tx: Tx, ids: readonly StaffId[]): Promise<Staff[]> =>
  ids.length === 0
    ? []
    : selectStaff(tx, 'id = ANY(CAST(:ids AS uuid[])) ORDER BY display_name, id', { ids: [...ids] })

/** Active people with this duty, whose rows are held: who is the last one does not change meanwhile. */
export const holdActiveWith = async (tx: Tx, duty: Duty): Promise<Staff[]> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtext(?))', ['staff_last_admin'])
  return selectStaff(
    tx,
    `status = 'active'
       AND EXISTS (SELECT 1 FROM staff_duties WHERE staff_id = staff.id AND duty = :duty)`,
    { duty },
  )
}

export const replaceDuties = async (
  tx: Tx,
  id: StaffId,
  { add, remove }: { readonly add: readonly Duty[]; readonly remove: readonly Duty[] },
): Promise<void> => {
  if (remove.length > 0)
    await sql(tx)('staff_duties')
      .where({ staff_id: id })
      .whereIn('duty', [...remove])
      .delete()
  if (add.length > 0)
    await sql(tx)('staff_duties').insert(add.map(duty => ({ staff_id: id, duty })))
}
