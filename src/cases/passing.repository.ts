import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, DeskId, OrganisationId } from '../vocabulary/ids'

/**
 * The next number of the body that has it from now on; its row stays locked until the transaction ends, as with a new
 * case. It goes to the end of that body's order of arrival.
 */
export const moveCase = async (
  tx: Tx,
  caseId: CaseId,
  { organisationId, year }: { readonly organisationId: OrganisationId; readonly year: number },
): Promise<void> => {
  await sql(tx).raw(
    `WITH number AS (
       INSERT INTO case_numbers (organisation_id, year, last) VALUES (?, ?, 1)
       ON CONFLICT (organisation_id, year) DO UPDATE SET last = case_numbers.last + 1
       RETURNING last
     )
     UPDATE cases SET organisation_id = ?, year = ?, serial = number.last, review_body = NULL, handlers = 0,
       indexed = false, arrival = nextval(pg_get_serial_sequence('cases', 'arrival'))
     FROM number WHERE cases.id = ?`,
    [organisationId, year, organisationId, year, caseId],
  )
}

/** What these desks, and every person, could open of it. */
export const dropSeals = async (
  tx: Tx,
  caseId: CaseId,
  deskIds: readonly DeskId[],
): Promise<void> => {
  await sql(tx)('case_seals')
    .where({ case_id: caseId })
    .whereRaw(
      `(recipient_kind = 'staff' OR recipient_kind = 'desk' AND recipient_id = ANY(?::uuid[]))`,
      [[...deskIds]],
    )
    .delete()
}

export const dropDeskSeals = async (
  tx: Tx,
  caseIds: readonly CaseId[],
  deskId: DeskId,
): Promise<void> => {
  await sql(tx)('case_seals')
    .whereIn('case_id', [...caseIds])
    .where({ recipient_kind: 'desk', recipient_id: deskId })
    .delete()
}
