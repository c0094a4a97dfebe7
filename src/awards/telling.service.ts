import type { Tx } from '../platform/db/transaction'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId } from '../vocabulary/ids'
import type { AwardDeps } from './awards-deps'

/** Everybody with that duty learns that there is something new, and nothing more. */
export const tellDuty = async (
  { accounts, notices }: Pick<AwardDeps, 'accounts' | 'notices'>,
  tx: Tx,
  organisationId: OrganisationId,
  duty: Duty,
): Promise<void> => {
  const people = await accounts.listActive(tx, organisationId, duty)
  await notices.mark(
    tx,
    people.map(({ id }) => ({ kind: 'staff', staffId: id })),
  )
}
