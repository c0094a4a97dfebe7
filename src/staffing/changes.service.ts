import type { Accounts, DutyChanges, Staff } from '../accounts'
import type { Organisations, Tree } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { Change, ChangePlace } from './change'
import type { Leaving } from './leaving.service'
import type { Scope } from './scope.service'

type Deps = {
  readonly accounts: Accounts
  readonly dutyChanges: DutyChanges
  readonly tree: Tree
  readonly organisations: Organisations
  readonly scope: Scope
  readonly leaving: Leaving
}

type Decision = 'in-force' | 'refused'

export type Changes = {
  /** What waits in the actor's scope, oldest first; one page by keyset. */
  readonly waiting: (
    tx: Tx,
    actor: StaffActor,
    page: { readonly after?: ChangePlace | undefined; readonly limit: number },
  ) => Promise<readonly Change[]>
  /** How many; counting ends at a hundred of each kind. */
  readonly count: (tx: Tx, actor: StaffActor) => Promise<number>
  /** @throws notFound('proposal') when it is decided, or none of this person's affair */
  readonly find: (tx: Tx, actor: StaffActor, id: string) => Promise<Change>
  /** As it was decided before; undefined while it waits. */
  readonly decisionOn: (tx: Tx, id: string) => Promise<string | undefined>
  /** @throws refused by what the change is about; nothing of it is done then */
  readonly decide: (tx: Tx, actor: StaffActor, id: string, decision: Decision) => Promise<void>
  /**
   * Taken back by whoever proposed it; a second time changes nothing.
   * @throws refused('proposal.not-yours'), notFound('proposal')
   */
  readonly withdraw: (tx: Tx, actor: StaffActor, id: string) => Promise<void>
}

const MOST = 100

type DutiesProposed = NonNullable<Awaited<ReturnType<DutyChanges['findOpen']>>>
type Move = NonNullable<Awaited<ReturnType<Tree['findMove']>>>

/** What a proposal says, with the names of today. */
const createWords = ({ accounts, organisations }: Deps) => {
  const nameOf = async (tx: Tx, id: Staff['id'] | null): Promise<string> =>
    id === null ? '服务器终端' : ((await accounts.find(tx, id))?.displayName ?? '')

  return {
    ofDuties: async (tx: Tx, { proposal, staff }: DutiesProposed): Promise<Change> => ({
      ...{ kind: 'duties' as const, id: proposal.id, at: proposal.proposedAt, staff },
      ...{ by: await nameOf(tx, proposal.proposedBy), proposedBy: proposal.proposedBy },
      body: (await organisations.get(tx, staff.organisationId)).shortName,
      duties: proposal.duties,
    }),
    ofMove: async (tx: Tx, move: Move): Promise<Change> => ({
      ...{ kind: 'move' as const, id: move.id, at: move.proposedAt },
      ...{ by: await nameOf(tx, move.proposedBy), proposedBy: move.proposedBy },
      moved: await organisations.get(tx, move.organisationId),
      from: (await organisations.above(tx, move.organisationId))?.name ?? '',
      to: await organisations.get(tx, move.parentId),
    }),
  }
}

/** By time, and by id where two came in the same moment: as the keyset goes. */
const inTurn = (one: Change, other: Change): number =>
  one.at.getTime() - other.at.getTime() || (one.id < other.id ? -1 : 1)

const createWaiting = (deps: Deps): Pick<Changes, 'waiting' | 'find'> => {
  const { dutyChanges, tree, scope } = deps
  const words = createWords(deps)

  const findHere = async (tx: Tx, actor: StaffActor, id: string): Promise<Change | undefined> => {
    const bodies = await scope.bodies(tx, actor)
    const proposed = await dutyChanges.findOpen(tx, id)
    if (proposed !== undefined)
      return bodies.includes(proposed.staff.organisationId)
        ? words.ofDuties(tx, proposed)
        : undefined
    const move = await tree.findMove(tx, id)
    return move !== undefined && bodies.includes(move.organisationId)
      ? words.ofMove(tx, move)
      : undefined
  }

  return {
    waiting: async (tx, actor, { after, limit }) => {
      const question = { bodies: await scope.bodies(tx, actor), after, limit }
      const duties = await dutyChanges.listOpen(tx, question)
      const moves = await tree.listMoves(tx, question)
      const all = [
        ...(await Promise.all(duties.map(one => words.ofDuties(tx, one)))),
        ...(await Promise.all(moves.map(one => words.ofMove(tx, one)))),
      ]
      return all.sort(inTurn).slice(0, limit)
    },

    find: async (tx, actor, id) => {
      const found = await findHere(tx, actor, id)
      if (found === undefined) throw notFound('proposal')
      return found
    },
  }
}

export const createChanges = (deps: Deps): Changes => {
  const { dutyChanges, tree, scope, leaving } = deps
  const holdDuties = async (tx: Tx, id: string) => {
    try {
      return await dutyChanges.hold(tx, id)
    } catch (error) {
      if (error instanceof KnownError && error.kind === 'not-found') return undefined
      throw error
    }
  }

  const decisionOn: Changes['decisionOn'] = async (tx, id) =>
    (await dutyChanges.decisionOn(tx, id)) ?? (await tree.moveDecision(tx, id))

  return {
    ...createWaiting(deps),

    count: async (tx, actor) => {
      const bodies = await scope.bodies(tx, actor)
      const duties = await dutyChanges.countOpen(tx, { bodies, limit: MOST })
      return duties + (await tree.listMoves(tx, { bodies, limit: MOST })).length
    },

    decisionOn,

    withdraw: async (tx, actor, id) => {
      // The same form again.
      if ((await decisionOn(tx, id)) === 'withdrawn') return
      const proposed = await holdDuties(tx, id)
      if (proposed !== undefined) {
        await scope.person(tx, actor, proposed.staff.id)
        await dutyChanges.withdraw(tx, actor, proposed)
        return
      }
      const move = await tree.holdMove(tx, id)
      await scope.body(tx, actor, move.organisationId)
      await tree.withdrawMove(tx, actor, move)
    },

    decide: async (tx, actor, id, decision) => {
      const proposed = await holdDuties(tx, id)
      if (proposed === undefined) {
        const move = await tree.holdMove(tx, id)
        await scope.body(tx, actor, move.organisationId)
        await scope.body(tx, actor, move.parentId)
        await tree.decideMove(tx, actor, move, decision)
        return
      }
      const { staff, proposal } = proposed
      await scope.person(tx, actor, staff.id)
      if (decision === 'refused') {
        await dutyChanges.refuse(tx, actor, proposed)
        return
      }
      dutyChanges.mayPutIntoForce(actor, proposed)
      await leaving.loseDuties(tx, actor, staff, proposal.duties)
      await dutyChanges.putIntoForce(tx, actor, proposed)
    },
  }
}
