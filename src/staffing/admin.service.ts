import type { Accounts, DutyChanges, Invitations, People } from '../accounts'
import type { Organisations } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import { refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { Duty } from '../vocabulary/duty'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Leaving } from './leaving.service'
import type { ListedPerson, PeopleAsked, PersonFacts } from './person'
import type { Scope } from './scope.service'

type Deps = {
  readonly accounts: Accounts
  readonly people: People
  readonly dutyChanges: DutyChanges
  readonly invitations: Invitations
  readonly organisations: Organisations
  readonly scope: Scope
  readonly leaving: Leaving
}

type NewPerson = {
  readonly id: StaffId
  readonly body: OrganisationId
  readonly username: string
  readonly displayName: string
  readonly duties: readonly Duty[]
}

/** People as an administrator sees and changes them; nobody outside the administrator's own body and those below. */
export type StaffAdmin = {
  readonly list: (
    tx: Tx,
    actor: StaffActor,
    question: PeopleAsked,
  ) => Promise<{ readonly people: readonly ListedPerson[]; readonly next: StaffId | undefined }>
  /** @throws notFound('staff') */
  readonly facts: (tx: Tx, actor: StaffActor, id: StaffId) => Promise<PersonFacts>
  /** An invited account; its duties are proposed, and come into force by somebody else. */
  readonly add: (tx: Tx, actor: StaffActor, person: NewPerson) => Promise<void>
  readonly propose: (
    tx: Tx,
    actor: StaffActor,
    id: StaffId,
    duties: readonly Duty[],
  ) => Promise<void>
  readonly giveLink: (tx: Tx, actor: StaffActor, id: StaffId) => ReturnType<Invitations['giveLink']>
  /** @throws refused('staff.own-account'), and what leaving throws */
  readonly disable: (tx: Tx, actor: StaffActor, id: StaffId) => Promise<void>
}

const PAGE = 50

export const createStaffAdmin = (deps: Deps): StaffAdmin => {
  const { accounts, people, dutyChanges, invitations, organisations, scope, leaving } = deps

  return {
    list: async (tx, actor, { body, ...question }) => {
      const bodies =
        body === undefined
          ? await scope.bodies(tx, actor)
          : [(await scope.body(tx, actor, body)).id]
      const found = await people.list(tx, { ...question, bodies, limit: PAGE + 1 })
      const shown = found.slice(0, PAGE)
      const all = await organisations.list(tx)
      const nameOf = (id: OrganisationId) => all.find(one => one.id === id)?.shortName ?? ''
      return {
        people: shown.map(staff => ({ staff, body: nameOf(staff.organisationId) })),
        next: found.length > PAGE ? shown.at(-1)?.id : undefined,
      }
    },

    facts: async (tx, actor, id) => {
      const staff = await scope.person(tx, actor, id)
      const body = await organisations.get(tx, staff.organisationId)
      const open = await dutyChanges.openFor(tx, id)
      if (open === undefined) return { staff, body, proposed: undefined }
      const by = open.proposedBy === null ? undefined : await accounts.find(tx, open.proposedBy)
      const proposed = { id: open.id, duties: open.duties, by: by?.displayName ?? '服务器终端' }
      return { staff, body, proposed }
    },

    add: async (tx, actor, { body, duties, ...person }) => {
      const { id: organisationId } = await scope.body(tx, actor, body)
      await people.add(tx, actor, { ...person, organisationId })
      if (duties.length > 0) await dutyChanges.propose(tx, actor, { staffId: person.id, duties })
    },

    propose: async (tx, actor, id, duties) => {
      await scope.person(tx, actor, id)
      await dutyChanges.propose(tx, actor, { staffId: id, duties })
    },

    giveLink: async (tx, actor, id) => {
      await scope.person(tx, actor, id)
      return invitations.giveLink(tx, actor, id)
    },

    disable: async (tx, actor, id) => {
      await scope.person(tx, actor, id)
      if (id === actor.id) throw refused('staff.own-account')
      await leaving.leave(tx, actor, id)
    },
  }
}
