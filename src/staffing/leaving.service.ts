import type { Accounts, People, Staff } from '../accounts'
import type { Cases } from '../cases'
import type { Desks } from '../desks'
import type { Organisations } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { Actor } from '../vocabulary/actor'
import { desksOfDuties, type Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Substitutes } from './substitutes.service'

/** Takes back what a room sealed to a person, when the person goes. */
export type OnLeave = (tx: Tx, staffId: StaffId) => Promise<void>

type Deps = {
  readonly accounts: Accounts
  readonly people: People
  readonly desks: Desks
  readonly cases: Cases
  readonly organisations: Organisations
  readonly substitutes: Substitutes
  readonly onLeave: readonly OnLeave[]
}

export type Leaving = {
  /**
   * Ends an account at once: sessions, desk keys (the desks get new ones), case keys, stand-ins. The cases stay
   * on the list of what is to be handed over. Sent twice, it changes nothing more.
   * @throws refused('desk.last-holder'), refused('staff.last-admin')
   */
  readonly leave: (tx: Tx, actor: Actor, staffId: StaffId) => Promise<void>
  /** The same for the duties that somebody loses. @throws as leave */
  readonly loseDuties: (tx: Tx, actor: Actor, staff: Staff, left: readonly Duty[]) => Promise<void>
}

const administering: readonly Duty[] = ['system-admin', 'security-admin']

export const createLeaving = (deps: Deps): Leaving => {
  const { accounts, people, desks, cases, organisations, substitutes, onLeave } = deps

  const upwards = async (tx: Tx, id: OrganisationId): Promise<OrganisationId[]> => {
    const above = await organisations.above(tx, id)
    return above === undefined ? [id] : [id, ...(await upwards(tx, above.id))]
  }

  /** Somebody with the same duty here or above covers everything that this person covered. */
  const keepAdministered = async (tx: Tx, staff: Staff, left: readonly Duty[]): Promise<void> => {
    const lost = administering.filter(duty => staff.duties.includes(duty) && !left.includes(duty))
    if (lost.length === 0 || staff.status !== 'active') return
    const covering = await upwards(tx, staff.organisationId)
    for (const duty of lost) {
      const others = (await people.holdActiveWith(tx, duty)).filter(({ id }) => id !== staff.id)
      if (!others.some(({ organisationId }) => covering.includes(organisationId)))
        throw refused('staff.last-admin')
    }
  }

  const stopHandling = async (tx: Tx, actor: Actor, id: StaffId): Promise<void> => {
    await substitutes.endAllBy(tx, actor, id)
    await cases.takeSealsFrom(tx, id)
    for (const takeBack of onLeave) await takeBack(tx, id)
  }

  return {
    leave: async (tx, actor, id) => {
      const staff = await accounts.get(tx, id)
      if (staff.status === 'disabled') return
      await keepAdministered(tx, staff, [])
      await desks.release(tx, actor, id)
      await stopHandling(tx, actor, id)
      await accounts.disable(tx, actor, id)
    },

    loseDuties: async (tx, actor, staff, left) => {
      await keepAdministered(tx, staff, left)
      const kept = desksOfDuties(left)
      const gone = desksOfDuties(staff.duties).filter(kind => !kept.includes(kind))
      if (gone.length > 0) await desks.release(tx, actor, staff.id, gone)
      if (staff.duties.includes('handler') && !left.includes('handler'))
        await stopHandling(tx, actor, staff.id)
    },
  }
}
