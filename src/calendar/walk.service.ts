import type { CalendarYear, ClockMove, Deadline } from '../deadlines'
import type { Tx } from '../platform/db/transaction'
import type { CalendarChangeId, CaseId, OrganisationId } from '../vocabulary/ids'
import type { Change, Move, Walk } from './change'
import { findChange, listUnfinished, setDone, setWalk } from './changes.repository'
import { bodiesOf, dropForeseen, writeMoves } from './moves.repository'
import { createSettling } from './settling.service'
import { orderTurn } from './turns'
import type { WalkDeps } from './walk-deps'

export type Walking = {
  /** One turn over the clocks of a change. @returns whether there is nothing more to do for now */
  readonly work: (id: CalendarChangeId) => Promise<boolean>
  /** Changes that nobody is at any more get a worker again. */
  readonly takeUp: (tx: Tx) => Promise<void>
  /** What a shipped calendar has made certain. @returns how many clocks */
  readonly settle: (tx: Tx) => Promise<number>
}

const PIECE = 500
const PIECES_A_TURN = 4
/** Longer than any process keeps the calendar in memory: then no clock begins by the old one any more. */
const REST_MS = 90_000

const system = { side: 'system' } as const

/** As the year will stand in the calendar. */
export const yearOf = ({ year, days, source, notice }: Change): CalendarYear => ({
  ...{ year, days },
  status: 'published',
  source: `${source}（${notice}）`,
  sourceStatus: 'P',
})

const differs = (was: Deadline, move: ClockMove): boolean =>
  was.dueOn !== move.dueOn ||
  was.dueAt?.getTime() !== move.dueAt?.getTime() ||
  was.provisional !== move.provisional

type Pair = { readonly was: Deadline; readonly move: ClockMove }

const toMove = (bodies: ReadonlyMap<CaseId, OrganisationId>, applied: boolean) => {
  return ({ was, move }: Pair): Move[] => {
    const organisationId = bodies.get(was.caseId)
    if (organisationId === undefined) return []
    return [
      {
        ...{ deadlineId: was.id, caseId: was.caseId, organisationId, ruleCode: was.ruleCode },
        ...{ beforeOn: was.dueOn, afterOn: move.dueOn, applied },
        ...{ wasProvisional: was.provisional, isProvisional: move.provisional },
      },
    ]
  }
}

const isAtRest = ({ state, walk }: Change, now: Date): boolean => {
  if (state === 'draft') return walk.walked
  return state !== 'approved' || (walk.restUntil !== null && walk.restUntil > now)
}

/** The end of a round: what was foreseen is known; what was moved is looked at once more, and then it is done. */
const endRound = async (deps: WalkDeps, tx: Tx, change: Change, walk: Walk): Promise<void> => {
  const { accounts, audit, clock } = deps
  if (walk.round === 1) {
    const restUntil = new Date((change.decidedAt ?? clock()).getTime() + REST_MS)
    await setWalk(tx, change.id, { ...walk, round: 2, after: null, restUntil })
    return
  }
  await setWalk(tx, change.id, { ...walk, walked: true })
  if (walk.round === 0) return
  await dropForeseen(tx, change.id)
  await setDone(tx, change.id, clock())
  const { organisationId } = await accounts.get(tx, change.madeBy)
  const deed = {
    deed: 'calendar.applied',
    subject: change.id,
    ground: String(change.year),
  } as const
  await audit.record(tx, system, organisationId, deed)
}

const pairsOf = async (
  { deadlines, years }: WalkDeps,
  tx: Tx,
  change: Change,
  clocks: readonly Deadline[],
): Promise<Pair[]> => {
  const moving = change.state === 'approved'
  const calendar = await years.calendarWith(tx, moving ? undefined : yearOf(change))
  const held = moving ? await years.holdClocks(tx, clocks) : clocks
  const byId = new Map(held.map(clock => [clock.id, clock]))
  return (await deadlines.recount(tx, calendar, held)).flatMap(move => {
    const was = byId.get(move.id)
    return was !== undefined && differs(was, move) ? [{ was, move }] : []
  })
}

/** The record comes last: its head is held until the transaction ends. */
const moveClocks = async (
  { deadlines, audit }: WalkDeps,
  tx: Tx,
  { year }: Change,
  { pairs, moves }: { readonly pairs: readonly Pair[]; readonly moves: readonly Move[] },
): Promise<void> => {
  await deadlines.move(
    tx,
    pairs.map(({ move }) => move),
  )
  const deeds = moves.map(({ organisationId, caseId, deadlineId: subject }) => ({
    ...{ deed: 'deadline.moved' as const, organisationId, caseId, subject, ground: String(year) },
  }))
  await audit.recordMany(tx, system, deeds)
}

const workPiece =
  (deps: WalkDeps, id: CalendarChangeId) =>
  async (tx: Tx): Promise<boolean> => {
    const change = await findChange(tx, id, 'skip')
    if (change === undefined || isAtRest(change, deps.clock())) return true
    const { walk, span } = change
    const place = { after: walk.after, limit: PIECE }
    const clocks = await deps.years.clocksAcross(tx, span, place)
    const pairs = await pairsOf(deps, tx, change, clocks)
    const moving = change.state === 'approved'
    const caseIds = pairs.map(({ was }) => was.caseId)
    const moves = pairs.flatMap(toMove(await bodiesOf(tx, caseIds), moving))
    await writeMoves(tx, id, moves)
    const looked = walk.round === 2 ? walk.looked : walk.looked + clocks.length
    const on = { ...walk, after: clocks.at(-1)?.id ?? walk.after, looked }
    await setWalk(tx, id, on)
    if (moving) await moveClocks(deps, tx, change, { pairs, moves })
    const ended = clocks.length < PIECE
    if (ended) await endRound(deps, tx, change, on)
    return ended
  }

export const createWalking = (deps: WalkDeps): Walking => ({
  settle: createSettling(deps),
  work: async id => {
    for (let piece = 0; piece < PIECES_A_TURN; piece += 1)
      if (await deps.db.inTransaction(workPiece(deps, id))) return true
    return false
  },
  takeUp: async tx => {
    for (const id of await listUnfinished(tx, deps.clock())) await orderTurn(tx, { id, turn: 'a' })
  },
})
