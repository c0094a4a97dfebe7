import type { Accounts, Staff } from '../accounts'
import type { Organisation, Organisations, Tree } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import { notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

type Deps = {
  readonly accounts: Accounts
  readonly organisations: Organisations
  readonly tree: Tree
}

/** What an administrator's body covers: itself and everything below it. Anything else does not exist for them. */
export type Scope = {
  readonly bodies: (tx: Tx, actor: StaffActor) => Promise<readonly OrganisationId[]>
  /** @throws notFound('organisation') */
  readonly body: (tx: Tx, actor: StaffActor, id: OrganisationId) => Promise<Organisation>
  /** undefined for a code that nobody has, and for a body that this person does not cover */
  readonly bodyByCode: (
    tx: Tx,
    actor: StaffActor,
    code: string,
  ) => Promise<Organisation | undefined>
  /** @throws notFound('staff') */
  readonly person: (tx: Tx, actor: StaffActor, id: StaffId) => Promise<Staff>
}

export const createScope = ({ accounts, organisations, tree }: Deps): Scope => {
  const covers = async (tx: Tx, actor: StaffActor, id: OrganisationId): Promise<boolean> =>
    (await tree.within(tx, actor.organisationId)).includes(id)

  return {
    bodies: (tx, actor) => tree.within(tx, actor.organisationId),
    body: async (tx, actor, id) => {
      if (!(await covers(tx, actor, id))) throw notFound('organisation')
      return organisations.get(tx, id)
    },
    bodyByCode: async (tx, actor, code) => {
      const found = await tree.byCode(tx, code)
      return found !== undefined && (await covers(tx, actor, found.id)) ? found : undefined
    },
    person: async (tx, actor, id) => {
      const staff = await accounts.find(tx, id)
      if (staff === undefined || !(await covers(tx, actor, staff.organisationId)))
        throw notFound('staff')
      return staff
    },
  }
}
