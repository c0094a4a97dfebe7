import type { Accounts } from '../accounts'
import type { Notices } from '../notify'
import type { Organisations } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Case } from './case'
import type { Cases } from './cases.service'

export type ToldDeps = {
  readonly accounts: Pick<Accounts, 'listActive'>
  readonly cases: Pick<Cases, 'exclusionsOf'>
  readonly notices: Notices
  readonly organisations: Pick<Organisations, 'above'>
}

const idsOf = async (
  { accounts }: ToldDeps,
  tx: Tx,
  organisationId: OrganisationId,
  duty: 'principal' | 'supervision',
): Promise<StaffId[]> => (await accounts.listActive(tx, organisationId, duty)).map(({ id }) => id)

/**
 * Somebody has declared a relation: the principals are told that there is something new, who then read the board. Where
 * none of them is free of conflict, supervision above is, and reads on its first page how many such cases there are.
 */
export const tellOfDeclaration = async (
  deps: ToldDeps,
  tx: Tx,
  { id, organisationId }: Pick<Case, 'id' | 'organisationId'>,
): Promise<void> => {
  const away = (await deps.cases.exclusionsOf(tx, id)).map(({ staffId }) => staffId)
  const principals = await idsOf(deps, tx, organisationId, 'principal')
  const free = principals.filter(one => !away.includes(one))
  const above = free.length > 0 ? undefined : await deps.organisations.above(tx, organisationId)
  const told = above === undefined ? free : await idsOf(deps, tx, above.id, 'supervision')
  await deps.notices.mark(
    tx,
    told.map(staffId => ({ kind: 'staff', staffId })),
  )
}
