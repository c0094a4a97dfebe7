import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId, OrganisationId } from '../vocabulary/ids'

/** At whose legal desk the case lies; null takes it back. */
export const setReviewBody = async (
  tx: Tx,
  caseId: CaseId,
  body: OrganisationId | null,
): Promise<void> => {
  await sql(tx)('cases').where({ id: caseId }).update({ review_body: body })
}

/** Whether it lies at this person's legal desk, and the person has neither worked on it nor to keep away. */
export const isUnderReviewBy = async (
  tx: Tx,
  { id, organisationId }: StaffActor,
  caseId: CaseId,
): Promise<boolean> =>
  (await sql(tx)('cases')
    .where({ id: caseId, review_body: organisationId })
    .whereRaw('NOT EXISTS (SELECT FROM case_officers WHERE case_id = cases.id AND staff_id = ?)', [
      id,
    ])
    .whereRaw(
      'NOT EXISTS (SELECT FROM case_exclusions WHERE case_id = cases.id AND staff_id = ?)',
      [id],
    )
    .first('id')) !== undefined
