import {
  newOneTimePassword,
  newTotpSecret,
  type Accounts,
  type Recovery,
  type StaffKeys,
} from '../accounts'
import type { Desks } from '../desks'
import type { Lawbook } from '../lawbook'
import type { Organisations } from '../organisations'
import type { Db } from '../platform/db/database'
import type { Tx } from '../platform/db/transaction'
import type { Random } from '../platform/random'
import type { Registry } from '../registry'
import type { StaffActor } from '../vocabulary/actor'
import { desksOfDuties } from '../vocabulary/duty'
import type { OrganisationId } from '../vocabulary/ids'
import { city, cityName, province, provinceName } from './bodies'
import { writeDemoFiles, type DemoAccount } from './demo-files'
import { importDemoInstitutions } from './demo-institutions'
import { cityPeople, provincePeople, type Person } from './people'
import { demoRewardRule } from './reward-rule'

type Deps = {
  readonly db: Db
  readonly random: Random
  readonly organisations: Organisations
  readonly accounts: Accounts
  readonly desks: Desks
  readonly recovery: Recovery
  readonly registry: Registry
  readonly lawbook: Lawbook
}

const system = { side: 'system' } as const

/**
 * Fills an empty demonstration: two bodies, their people with real keys, desks that everybody can open, a list
 * of institutions. On a database that has people already it does nothing. The passwords and the shares of the
 * recovery key are written into the data directory, which nothing but a demonstration does.
 * @returns whether it filled anything
 */
export const seedDemonstration = (deps: Deps, dataDir: string): Promise<boolean> =>
  deps.db.inTransaction(async tx => {
    if (await deps.accounts.anyoneWith(tx, 'system-admin')) return false

    const above = await deps.organisations.create(tx, province)
    const body = await deps.organisations.create(tx, { ...city, parentId: above.id })
    await deps.organisations.setSite(tx, { organisationId: body.id })
    const shares = await deps.recovery.make(tx, system, {
      organisationId: body.id,
      demonstration: true,
    })
    const accounts = [
      ...(await addPeople(deps, tx, { id: body.id, name: cityName, people: cityPeople })),
      ...(await addPeople(deps, tx, { id: above.id, name: provinceName, people: provincePeople })),
    ]
    await importDemoInstitutions(deps, tx)
    await deps.lawbook.add(tx, demoRewardRule)
    // Before the transaction commits: accounts whose passwords nobody could read would be worse than a file
    // of accounts that the next start makes anew.
    await writeDemoFiles(dataDir, { accounts, shares })
    return true
  })

type Body = {
  readonly id: OrganisationId
  readonly name: string
  readonly people: readonly Person[]
}

type Member = { readonly actor: StaffActor; readonly keys: StaffKeys }

const addPeople = async (deps: Deps, tx: Tx, body: Body): Promise<DemoAccount[]> => {
  const members: Member[] = []
  const accounts: DemoAccount[] = []
  for (const { username, displayName, duty } of body.people) {
    const password = newOneTimePassword(deps.random)
    const totpSecret = newTotpSecret(deps.random)
    const staff = { organisationId: body.id, username, displayName, duties: [duty] }
    const keys = await deps.accounts.addEnrolled(tx, system, { ...staff, password, totpSecret })
    await deps.accounts.setEmail(tx, system, keys.staffId, `${username}@example.test`)
    const member = { actor: { side: 'staff', id: keys.staffId, ...staff } as const, keys }
    await admit(deps, tx, { member, members })
    members.push(member)
    accounts.push({ user: username, password, totpSecret, duty, organisation: body.name })
  }
  return accounts
}

type Admission = { readonly member: Member; readonly members: readonly Member[] }

/** The first member of a desk makes its key; the first member confirms everybody who comes later. */
const admit = async (deps: Deps, tx: Tx, { member, members }: Admission): Promise<void> => {
  const { actor, keys } = member
  await deps.desks.ensureForMember(tx, actor, keys)
  const kinds = desksOfDuties(actor.duties)
  const first = members.find(one =>
    desksOfDuties(one.actor.duties).some(kind => kinds.includes(kind)),
  )
  if (first !== undefined) await deps.desks.confirm(tx, first.actor, first.keys, actor.id)
}
