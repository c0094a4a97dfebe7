import type { Audit } from '../audit'
import type { Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { Random } from '../platform/random'
import type { Actor, StaffActor } from '../vocabulary/actor'
import { duties as allDuties, dutyNames, type Duty } from '../vocabulary/duty'
import type { StaffId } from '../vocabulary/ids'
import {
  findDecision,
  findOpenProposal,
  findWaiting,
  holdProposal,
  queueProposals,
  insertProposal,
  listOpenProposals,
  saveDecision,
  type DutyProposal,
  type ProposalsQuestion,
} from './duty-proposals.repository'
import { replaceDuties } from './people.repository'
import { clashCodes, clashIn } from './separation.rules'
import type { Staff } from './staff'
import { constraintOf, findStaff } from './staff.repository'

type Deps = { readonly audit: Audit; readonly random: Random; readonly clock: Clock }

/** A proposal and whom it concerns, as they are now. */
type Proposed = { readonly proposal: DutyProposal; readonly staff: Staff }

export type DutyChanges = {
  readonly openFor: (tx: Tx, staffId: StaffId) => Promise<DutyProposal | undefined>
  /** undefined when it is decided. */
  readonly findOpen: (tx: Tx, id: string) => Promise<Proposed | undefined>
  readonly listOpen: (tx: Tx, question: ProposalsQuestion) => Promise<readonly Proposed[]>
  readonly countOpen: (tx: Tx, question: ProposalsQuestion) => Promise<number>
  /** How it was decided; for the form that is sent twice. */
  readonly decisionOn: (tx: Tx, id: string) => Promise<string | undefined>
  /**
   * All duties that the person is to have. Nothing changes until somebody else puts it into force. A newer
   * proposal takes the place of one that waits. The server's own terminal proposes for new people only.
   * @throws refused('staff.own-account'), refused('staff.…-apart', {one, other}), refused('duties.same')
   */
  readonly propose: (
    tx: Tx,
    actor: Actor,
    wanted: { readonly staffId: StaffId; readonly duties: readonly Duty[] },
  ) => Promise<void>
  /** The proposal, held until the transaction ends. @throws notFound('proposal') when it is decided */
  readonly hold: (tx: Tx, id: string) => Promise<Proposed>
  /** @throws refused('staff.own-account'), refused('proposal.own'), refused('staff.…-apart') */
  readonly mayPutIntoForce: (actor: StaffActor, proposed: Proposed) => void
  /**
   * Puts the proposal into force; the desks have taken back what goes with it.
   * @throws refused('staff.own-account'), refused('proposal.own'), refused('staff.…-apart'), refused('staff.last-admin')
   */
  readonly putIntoForce: (tx: Tx, actor: StaffActor, proposed: Proposed) => Promise<void>
  readonly refuse: (tx: Tx, actor: StaffActor, proposed: Proposed) => Promise<void>
  /** Taken back by whoever proposed it. @throws refused('proposal.not-yours') */
  readonly withdraw: (tx: Tx, actor: StaffActor, proposed: Proposed) => Promise<void>
}

/** With whom it concerns, as they are now. */
const withPerson = async (
  tx: Tx,
  proposal: DutyProposal | undefined,
): Promise<Proposed | undefined> => {
  const staff = proposal && (await findStaff(tx, proposal.staffId))
  return proposal === undefined || staff === undefined ? undefined : { proposal, staff }
}

const inOrder = (held: readonly Duty[]): Duty[] => allDuties.filter(duty => held.includes(duty))

/** @throws refused(the code of the separation), with both duties by name */
const refuseClash = (held: readonly Duty[]): void => {
  const clash = clashIn(held)
  if (clash === undefined) return
  throw refused(clash.code, { one: dutyNames[clash.one], other: dutyNames[clash.other] })
}

const differenceOf = (before: readonly Duty[], after: readonly Duty[]) => ({
  add: inOrder(after.filter(duty => !before.includes(duty))),
  remove: inOrder(before.filter(duty => !after.includes(duty))),
})

const groundOf = (before: readonly Duty[], after: readonly Duty[]): string => {
  const { add, remove } = differenceOf(before, after)
  return [...add.map(duty => `+${duty}`), ...remove.map(duty => `-${duty}`)].join(' ')
}

/** @throws notFound('staff'), refused('staff.own-account') */
const whoseDuties = async (tx: Tx, id: StaffId, by: StaffId | null): Promise<Staff> => {
  const staff = await findStaff(tx, id)
  if (staff === undefined || staff.status === 'disabled') throw notFound('staff')
  if (id === by) throw refused('staff.own-account')
  return staff
}

const propose = async (
  { audit, random, clock }: Deps,
  tx: Tx,
  actor: Actor,
  { staffId, duties }: { readonly staffId: StaffId; readonly duties: readonly Duty[] },
): Promise<void> => {
  const by = actor.side === 'staff' ? actor.id : null
  const staff = await whoseDuties(tx, staffId, by)
  const wanted = inOrder(duties)
  refuseClash(wanted)
  await queueProposals(tx, staffId)
  const waiting = await findOpenProposal(tx, staffId)
  const ground = groundOf(staff.duties, wanted)
  // The same form sent twice.
  if (waiting !== undefined && groundOf(waiting.duties, wanted) === '') return
  if (ground === '') throw refused('duties.same')
  const at = clock()
  if (waiting !== undefined && by !== null)
    await saveDecision(tx, waiting.id, { decision: 'replaced', by, at })
  const id = random.uuid()
  await insertProposal(tx, { id, staffId, duties: wanted, proposedBy: by, proposedAt: at })
  const deed = { deed: 'duties.proposed', subject: staffId, ground } as const
  await audit.record(tx, actor, staff.organisationId, deed)
}

const named: Readonly<Record<string, true>> = Object.fromEntries(
  [...clashCodes, 'staff.last-admin'].map(code => [code, true]),
)

/** The database says the same as the rules, whoever asks it. */
const applyDuties = async (tx: Tx, staff: Staff, after: readonly Duty[]): Promise<void> => {
  try {
    await replaceDuties(tx, staff.id, differenceOf(staff.duties, after))
  } catch (error) {
    const constraint = constraintOf(error)
    throw named[constraint] === true ? refused(constraint) : error
  }
}

const mayDecide = (actor: StaffActor, { proposal }: Proposed): void => {
  if (proposal.staffId === actor.id) throw refused('staff.own-account')
  if (proposal.proposedBy === actor.id) throw refused('proposal.own')
}

const mayPutIntoForce = (actor: StaffActor, proposed: Proposed): void => {
  mayDecide(actor, proposed)
  if (proposed.staff.status === 'disabled') throw notFound('staff')
  refuseClash(proposed.proposal.duties)
}

export const createDutyChanges = (deps: Deps): DutyChanges => {
  const { audit, clock } = deps
  return {
    openFor: findOpenProposal,
    decisionOn: findDecision,

    findOpen: async (tx, id) => withPerson(tx, await findWaiting(tx, id)),

    listOpen: async (tx, question) => {
      const proposals = await listOpenProposals(tx, question)
      const people = await Promise.all(proposals.map(({ staffId }) => findStaff(tx, staffId)))
      return proposals.flatMap((proposal, at) => {
        const staff = people[at]
        return staff === undefined ? [] : [{ proposal, staff }]
      })
    },

    countOpen: async (tx, question) => (await listOpenProposals(tx, question)).length,

    propose: (tx, actor, wanted) => propose(deps, tx, actor, wanted),

    hold: async (tx, id) => {
      const proposed = await withPerson(tx, await holdProposal(tx, id))
      if (proposed === undefined) throw notFound('proposal')
      return proposed
    },

    mayPutIntoForce,

    putIntoForce: async (tx, actor, proposed) => {
      const { proposal, staff } = proposed
      mayPutIntoForce(actor, proposed)
      await applyDuties(tx, staff, proposal.duties)
      await saveDecision(tx, proposal.id, { decision: 'in-force', by: actor.id, at: clock() })
      await audit.record(tx, actor, staff.organisationId, {
        deed: 'duties.changed',
        subject: staff.id,
        ground: groundOf(staff.duties, proposal.duties),
      })
    },

    withdraw: async (tx, actor, { proposal, staff }) => {
      if (proposal.proposedBy !== actor.id) throw refused('proposal.not-yours')
      await saveDecision(tx, proposal.id, { decision: 'withdrawn', by: actor.id, at: clock() })
      const deed = { deed: 'duties.withdrawn', subject: staff.id } as const
      await audit.record(tx, actor, staff.organisationId, deed)
    },

    refuse: async (tx, actor, proposed) => {
      const { proposal, staff } = proposed
      mayDecide(actor, proposed)
      await saveDecision(tx, proposal.id, { decision: 'refused', by: actor.id, at: clock() })
      await audit.record(tx, actor, staff.organisationId, {
        deed: 'duties.refused',
        subject: staff.id,
      })
    },
  }
}
