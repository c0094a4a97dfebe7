import type { Audit } from '../audit'
import { decisionMark, type Case, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { Proceedings } from '../proceedings'
import type { CaseId } from '../vocabulary/ids'
import type { BulkAsk } from './bulk'
import type { Pick as Picked, Standing } from './bulk-step'
import type { Decisions } from './decisions.service'

type Deps = {
  readonly cases: Cases
  readonly desks: Desks
  readonly audit: Audit
  readonly decisions: Pick<Decisions, 'candidates'>
  readonly proceedings: Pick<Proceedings, 'possible'>
}

type CaseStanding = Standing & {
  readonly pick: Picked
  readonly key: SymmetricKey | undefined
  /** Who of the two must keep away. */
  readonly barredNames: readonly string[]
  /** What speaks against one of the two, and is answered by the reason. */
  readonly warnings: readonly string[]
}

/** How each of the chosen stands now, in the order in which they were chosen. */
export type Standings = (
  tx: Tx,
  ask: Pick<BulkAsk, 'actor' | 'keys' | 'handlers' | 'action'>,
  picks: readonly Picked[],
) => Promise<CaseStanding[]>

/** By what it is seen that an officer has read a report: its text was shown, or written down by the officer. */
const READ = ['original.viewed', 'original.unmasked', 'case.registered'] as const

export const createStandings =
  ({ cases, desks, audit, decisions, proceedings }: Deps): Standings =>
  async (tx, { actor, keys, handlers, action }, picks) => {
    const ids = picks.map(({ caseId }) => caseId)
    const visible = await cases.visibleAmong(tx, actor, ids)
    const found = new Map(visible.map(one => [one.id, one]))
    const known = [...found.keys()]
    const caseKeys = await cases.keysOf(tx, await desks.holdersOf(tx, keys), known)
    const marks = await cases.lastDecisionsOf(tx, known)

    const read = async (caseId: CaseId) =>
      (await audit.listForCase(tx, caseId, { deeds: READ, limit: 1 })).length > 0
    const chosenFor = async (caseId: CaseId) => {
      if (handlers.length === 0 || !caseKeys.has(caseId)) return []
      const people = await decisions.candidates(tx, { actor, keys, caseId })
      return people.filter(({ id }) => handlers.includes(id))
    }

    const faultIn = async (of: Case | undefined, key: SymmetricKey | undefined) => {
      if (of === undefined || key === undefined) return undefined
      const steps = await proceedings.possible(tx, { actor, key }, of)
      return steps.find(one => one.action === action)?.fault
    }

    const standings: CaseStanding[] = []
    for (const pick of picks) {
      const { caseId } = pick
      const isKnown = found.has(caseId)
      const chosen = await chosenFor(caseId)
      const barred = chosen.filter(({ conflict }) => conflict !== '')
      standings.push({
        pick,
        found: found.get(caseId),
        key: caseKeys.get(caseId),
        mark: decisionMark(marks.get(caseId)),
        mustDeclare: isKnown && (await cases.mustDeclare(tx, actor, caseId)),
        hasKey: caseKeys.has(caseId),
        opened: isKnown && (await read(caseId)),
        barred: barred.length > 0,
        fault: await faultIn(found.get(caseId), caseKeys.get(caseId)),
        barredNames: barred.map(({ name }) => name),
        warnings: chosen
          .filter(({ warning }) => warning !== '')
          .map(({ name, warning }) => `${name}${warning}`),
      })
    }
    return standings
  }
