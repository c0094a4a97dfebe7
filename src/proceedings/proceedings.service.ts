import { possibleActions, transitionOf, type Case } from '../cases'
import type { Tx } from '../platform/db/transaction'
import type { StaffActor } from '../vocabulary/actor'
import type { CaseId } from '../vocabulary/ids'
import { isAllowed } from '../vocabulary/permission'
import { faultOf } from './checks.service'
import type { Board, BoardPlace, CheckWho, Possible, StepWish, Who } from './proceedings'
import { countWaiting, deleteProposals, listWaiting } from './proposals.repository'
import { createProposals, type Proposals } from './proposals.service'
import { takeStep, type TakingDeps } from './taking.service'

export type Proceedings = Proposals & {
  /**
   * One step of the state table with its clocks, keys and words to the reporters, in the caller's transaction; safe
   * to send twice. @throws notFound('case'), refused `case.moved-on`, `step.*` or what a check answers
   */
  readonly take: (tx: Tx, who: Who, wish: StepWish) => Promise<Case>
  /** The steps that the table and the person's duties allow, each with what still stands against it. */
  readonly possible: (tx: Tx, who: CheckWho, found: Case) => Promise<Possible[]>
  /** What waits for a second person in the actor's body, oldest first. */
  readonly board: (
    tx: Tx,
    actor: StaffActor,
    wish: { readonly after?: BoardPlace | undefined; readonly limit: number },
  ) => Promise<Board>
  /** How many of them the actor can answer; counting stops at `cap`. */
  readonly countWaiting: (tx: Tx, actor: StaffActor, cap: number) => Promise<number>
  readonly erase: (tx: Tx, caseId: CaseId) => Promise<void>
}

const possible =
  (deps: TakingDeps): Proceedings['possible'] =>
  async (tx, who, found) => {
    const steps: Possible[] = []
    for (const action of possibleActions(found.state)) {
      const transition = transitionOf(found.state, action)
      if (!isAllowed(who.actor, transition.permission)) continue
      let fault: string | undefined
      for (const need of transition.needs)
        fault ??= await faultOf(deps, tx, who, { need, found, wish: { action } })
      steps.push({ action, transition, ...(fault === undefined ? {} : { fault }) })
    }
    return steps
  }

const scopeOf = ({ organisationId, id: viewer }: StaffActor) => ({ organisationId, viewer })

export const createProceedings = (deps: TakingDeps): Proceedings => ({
  ...createProposals(deps),
  take: (tx, who, wish) => takeStep(deps, tx, who, wish),
  possible: possible(deps),
  board: async (tx, actor, { after, limit }) => {
    const waiting = await listWaiting(tx, scopeOf(actor), { after, limit: limit + 1 })
    const page = waiting.slice(0, limit)
    const found = await deps.cases.visibleAmong(tx, actor, [
      ...new Set(page.map(({ caseId }) => caseId)),
    ])
    const byId = new Map(found.map(one => [one.id, one]))
    const rows = page.flatMap(one => {
      const of = byId.get(one.caseId)
      return of === undefined ? [] : [{ ...one, found: of }]
    })
    return { rows, next: waiting.length > limit ? page.at(-1)?.arrival : undefined }
  },
  countWaiting: (tx, actor, cap) => countWaiting(tx, scopeOf(actor), cap),
  erase: deleteProposals,
})
