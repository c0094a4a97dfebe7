import type { Audit } from '../audit'
import { decisionMark, type Cases } from '../cases'
import type { Desks } from '../desks'
import type { SymmetricKey } from '../platform/crypto'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, StaffId } from '../vocabulary/ids'
import type { BulkAsk } from './bulk'
import type { Pick as Picked, Standing } from './bulk.rules'

type Deps = { readonly cases: Cases; readonly desks: Desks; readonly audit: Audit }

type CaseStanding = Standing & {
  readonly pick: Picked
  readonly key: SymmetricKey | undefined
  readonly barredIds: readonly StaffId[]
}

/** How each of the chosen stands now, in the order in which they were chosen. */
export type Standings = (
  tx: Tx,
  ask: Pick<BulkAsk, 'actor' | 'keys' | 'handlers'>,
  picks: readonly Picked[],
) => Promise<CaseStanding[]>

/** By what it is seen that an officer has read a report: its text was shown, or written down by the officer. */
const READ = ['original.viewed', 'original.unmasked', 'case.registered'] as const

export const createStandings =
  ({ cases, desks, audit }: Deps): Standings =>
  async (tx, { actor, keys, handlers }, picks) => {
    const ids = picks.map(({ caseId }) => caseId)
    const visible = await cases.visibleAmong(tx, actor, ids)
    const found = new Map(visible.map(one => [one.id, one]))
    const known = [...found.keys()]
    const caseKeys = await cases.keysOf(tx, await desks.holdersOf(tx, keys), known)
    const marks = await cases.lastDecisionsOf(tx, known)

    const read = async (caseId: CaseId) =>
      (await audit.listForCase(tx, caseId, { deeds: READ, limit: 1 })).length > 0
    const barred = async (caseId: CaseId) => {
      const away = (await cases.exclusionsOf(tx, caseId)).map(({ staffId }) => staffId)
      return handlers.filter(id => away.includes(id))
    }

    const standings: CaseStanding[] = []
    for (const pick of picks) {
      const { caseId } = pick
      const isKnown = found.has(caseId)
      const barredIds = isKnown ? await barred(caseId) : []
      standings.push({
        pick,
        found: found.get(caseId),
        key: caseKeys.get(caseId),
        mark: decisionMark(marks.get(caseId)),
        mustDeclare: isKnown && (await cases.mustDeclare(tx, actor, caseId)),
        hasKey: caseKeys.has(caseId),
        opened: isKnown && (await read(caseId)),
        barred: barredIds.length > 0,
        barredIds,
      })
    }
    return standings
  }
