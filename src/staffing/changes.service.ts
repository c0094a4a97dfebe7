import type { Accounts, DutyChanges, Staff } from '../accounts'
import type { Organisations, Tree } from '../organisations'
import type { Tx } from '../platform/db/transaction'
import { KnownError, notFound } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { Change } from './change'
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
  /** What waits in the actor's scope, oldest first. */
  readonly waiting: (tx: Tx, actor: StaffActor) => Promise<readonly Change[]>
  /** How many; counting ends at a hundred of each kind. */
  readonly count: (tx: Tx, actor: StaffActor) => Promise<number>
  /** @throws notFound('proposal') when it is decided, or none of this person's affair */
  readonly find: (tx: Tx, actor: StaffActor, id: string) => Promise<Change>
  /** As it was decided before; undefined while it waits. */
  readonly decisionOn: (tx: Tx, id: string) => Promise<string | undefined>
  /** @throws refused by what the change is about; nothing of it is done then */
  readonly decide: (tx: Tx, actor: StaffActor, id: string, decision: Decision) => Promise<void>
}

const MOST = 100

const createWaiting = ({ accounts, dutyChanges, tree, organisations, scope }: Deps) => {
  const nameOf = async (tx: Tx, id: Staff['id'] | null): Promise<string> =>
    id === null ? '服务器终端' : ((await accounts.find(tx, id))?.displayName ?? '')

  const dutiesWaiting = async (tx: Tx, actor: StaffActor): Promise<Change[]> => {
    const bodies = await scope.bodies(tx, actor)
    const open = await dutyChanges.listOpen(tx, { bodies, limit: MOST })
    return Promise.all(
      open.map(async ({ proposal, staff }) => ({
        ...{ kind: 'duties' as const, id: proposal.id, at: proposal.proposedAt, staff },
        by: await nameOf(tx, proposal.proposedBy),
        body: (await organisations.get(tx, staff.organisationId)).shortName,
        duties: proposal.duties,
      })),
    )
  }

  const movesWaiting = async (tx: Tx, actor: StaffActor): Promise<Change[]> => {
    const open = await tree.listMoves(tx, await scope.bodies(tx, actor), MOST)
    return Promise.all(
      open.map(async move => ({
        ...{ kind: 'move' as const, id: move.id, at: move.proposedAt },
        by: await nameOf(tx, move.proposedBy),
        moved: await organisations.get(tx, move.organisationId),
        from: (await organisations.above(tx, move.organisationId))?.name ?? '',
        to: await organisations.get(tx, move.parentId),
      })),
    )
  }

  return async (tx: Tx, actor: StaffActor): Promise<readonly Change[]> =>
    [...(await dutiesWaiting(tx, actor)), ...(await movesWaiting(tx, actor))].sort(
      (one, other) => one.at.getTime() - other.at.getTime(),
    )
}

export const createChanges = (deps: Deps): Changes => {
  const { dutyChanges, tree, scope, leaving } = deps
  const waiting = createWaiting(deps)

  const holdDuties = async (tx: Tx, id: string) => {
    try {
      return await dutyChanges.hold(tx, id)
    } catch (error) {
      if (error instanceof KnownError && error.kind === 'not-found') return undefined
      throw error
    }
  }

  return {
    waiting,

    count: async (tx, actor) => {
      const bodies = await scope.bodies(tx, actor)
      const duties = await dutyChanges.countOpen(tx, { bodies, limit: MOST })
      return duties + (await tree.listMoves(tx, bodies, MOST)).length
    },

    find: async (tx, actor, id) => {
      const found = (await waiting(tx, actor)).find(one => one.id === id)
      if (found === undefined) throw notFound('proposal')
      return found
    },

    decisionOn: async (tx, id) =>
      (await dutyChanges.decisionOn(tx, id)) ?? (await tree.moveDecision(tx, id)),

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
