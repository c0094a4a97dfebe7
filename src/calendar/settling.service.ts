import { asDay } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { bodiesOf } from './moves.repository'
import type { WalkDeps } from './walk-deps'

const PIECE = 500
const system = { side: 'system' } as const

/**
 * A year may come in with a new version of the programme too: clocks that were provisional because of it are
 * counted anew, some each minute. @returns how many became certain
 */
export const createSettling =
  ({ years, deadlines, audit }: Pick<WalkDeps, 'years' | 'deadlines' | 'audit'>) =>
  async (tx: Tx): Promise<number> => {
    const year = await years.lastPublished(tx)
    if (year === undefined) return 0
    const found = await years.unsure(tx, asDay(`${year}-12-31`), PIECE)
    const held = await years.holdClocks(tx, found)
    const moves = await deadlines.recount(tx, await years.calendarWith(tx), held)
    const certain = moves.filter(({ provisional }) => !provisional)
    await deadlines.move(tx, certain)
    const bodies = await bodiesOf(
      tx,
      certain.map(({ caseId }) => caseId),
    )
    const deeds = certain.flatMap(({ id: subject, caseId }) => {
      const organisationId = bodies.get(caseId)
      return organisationId === undefined
        ? []
        : [{ deed: 'deadline.moved' as const, organisationId, caseId, subject, ground: `${year}` }]
    })
    await audit.recordMany(tx, system, deeds)
    return certain.length
  }
