import type { Accounts, HomePart } from '../accounts'
import type { Organisations } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import { isAllowed } from '../vocabulary/permission'
import type { Cases } from './cases.service'
import { toExclusionsHome, toOrphansHome } from './exclusions.view'

const COUNTED = 100

type Deps = {
  readonly accounts: Pick<Accounts, 'listActive'>
  readonly cases: Pick<Cases, 'countShortHanded' | 'countAllAway'>
  readonly organisations: Pick<Organisations, 'list'>
}

/** Cases of the bodies right below of which no principal may know. */
const countOrphans = async (
  { accounts, cases, organisations }: Deps,
  tx: Tx,
  { organisationId }: StaffActor,
): Promise<number> => {
  const below = (await organisations.list(tx)).filter(one => one.parentId === organisationId)
  let count = 0
  for (const { id } of below) {
    const people = (await accounts.listActive(tx, id, 'principal')).map(one => one.id)
    count += await cases.countAllAway(tx, id, { people, cap: COUNTED })
  }
  return count
}

/** Cases that lack a handler because somebody keeps away, for whoever assigns anew; for supervision, those below. */
export const createExclusionsHomePart =
  (deps: Deps) =>
  async (tx: Tx, actor: StaffActor): Promise<HomePart> => {
    if (isAllowed(actor, 'case.exclude'))
      return toExclusionsHome(await deps.cases.countShortHanded(tx, actor, COUNTED))
    return isAllowed(actor, 'appeal.answer')
      ? toOrphansHome(await countOrphans(deps, tx, actor))
      : {}
  }
