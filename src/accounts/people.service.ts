import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import { newPasswordSalt } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { StaffActor } from '../vocabulary/actor'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { insertInvited } from './accounts.service'
import { holdActiveWith, selectPeople, selectSome, type PeopleQuestion } from './people.repository'
import type { Staff } from './staff'
import { findStaff } from './staff.repository'

type Deps = { readonly audit: Audit; readonly random: Random; readonly clock: Clock }

type NewPerson = {
  /** Given by the form, so that one form makes one person. */
  readonly id: StaffId
  readonly organisationId: OrganisationId
  readonly username: string
  readonly displayName: string
}

export type People = {
  /** One page in the order of names. */
  readonly list: (tx: Tx, question: PeopleQuestion) => Promise<Staff[]>
  /** These people, in the order of names. */
  readonly some: (tx: Tx, ids: readonly StaffId[]) => Promise<Staff[]>
  /**
   * An account without duties that no password opens: a link does (invitations), once.
   * @throws refused('staff.name-form'), refused('staff.name-taken'), refused('staff.display-name'),
   *   refused('recovery.not-made')
   */
  readonly add: (tx: Tx, actor: StaffActor, person: NewPerson) => Promise<void>
  /**
   * Active people with this duty. Nobody joins or leaves them until the transaction ends, but by ways around
   * this service, where the database still keeps the last administrator.
   */
  readonly holdActiveWith: (tx: Tx, duty: Duty) => Promise<Staff[]>
}

export const createPeople = (deps: Deps): People => ({
  list: selectPeople,
  some: selectSome,
  holdActiveWith,

  add: async (tx, actor, person) => {
    const known = await findStaff(tx, person.id)
    if (known !== undefined) {
      if (known.username === person.username) return
      throw refused('staff.name-taken')
    }
    // What no password derives: the account opens by a link alone.
    const nothing = { salt: newPasswordSalt(deps.random), verifier: deps.random.bytes(32) }
    try {
      await insertInvited(deps, tx, { ...person, ...nothing, duties: [] })
    } catch (error) {
      // The quicker of two same forms at once has added the same person.
      if ((await findStaff(tx, person.id))?.username === person.username) return
      throw error
    }
    await deps.audit.record(tx, actor, person.organisationId, {
      deed: 'staff.invited',
      subject: person.id,
    })
  },
})
