import type { Audit } from '../audit'
import type { Lawbook, LawEntry } from '../lawbook'
import { dayOf, type Clock } from '../platform/clock'
import type { Tx } from '../platform/db/transaction'
import { notFound, refused } from '../platform/errors'
import type { StaffActor } from '../vocabulary/actor'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { inYuan, type Fen } from '../vocabulary/money'
import type { BudgetEntry, BudgetWish, BudgetYear, EntryKind } from './budget'
import {
  decideWish,
  findEntry,
  holdWish,
  insertEntry,
  insertWish,
  listEntries,
  listWaiting,
  listYears,
} from './budget.repository'

type Deps = { readonly audit: Audit; readonly clock: Clock; readonly lawbook: Lawbook }

type Ground = LawEntry<'budget-ground'>
type Wish = {
  readonly once: string
  readonly year: number
  /** Never below zero: the ground says whether it is more or less. */
  readonly fen: Fen
  readonly ground: string
}

/** What the money is for: a number of another room, never a case. */
type Use = { readonly subject: string; readonly by: StaffId }

export type Budget = {
  readonly grounds: (tx: Tx) => Promise<readonly Ground[]>
  /** Every body that was asked for, with nothing where there is nothing. */
  readonly years: (tx: Tx, bodies: readonly OrganisationId[], year: number) => Promise<BudgetYear[]>
  readonly entries: (
    tx: Tx,
    question: { body: OrganisationId; year: number; before?: number; limit: number },
  ) => Promise<BudgetEntry[]>
  readonly waiting: (tx: Tx, body: OrganisationId) => Promise<BudgetWish[]>
  /** Sent twice it is one. */
  readonly ask: (tx: Tx, actor: StaffActor, wish: Wish) => Promise<void>
  /** By another of the same body; taken back by whoever asked. @throws notFound, refused `budget.*` */
  readonly decide: (
    tx: Tx,
    actor: StaffActor,
    id: string,
    answer: 'approve' | 'decline' | 'drop',
  ) => Promise<void>
  /** false: it was committed before. @throws refused `budget.short` with the gap */
  readonly commit: (
    tx: Tx,
    use: Use & { organisationId: OrganisationId; year: number; fen: Fen },
  ) => Promise<boolean>
  /** What was committed for it is free again; false: it was not, or is no longer. */
  readonly free: (tx: Tx, use: Use) => Promise<boolean>
  /** What was committed for it is paid; false: it was not committed, or is paid already. */
  readonly pay: (tx: Tx, use: Use) => Promise<boolean>
  /** What was paid for it has come back; false: it was not paid, or has come back already. */
  readonly reverse: (tx: Tx, use: Use) => Promise<boolean>
}

/** By the constraint that holds whoever goes round this. */
const isShort = (error: unknown): boolean =>
  (error as { constraint?: string }).constraint === 'budget_years_cover'

const freeIn = ({ allotted, committed, paid }: BudgetYear): Fen => allotted - committed - paid

const emptyYear = (organisationId: OrganisationId, year: number): BudgetYear => ({
  ...{ organisationId, year, allotted: 0n, committed: 0n, paid: 0n },
})

const years: Budget['years'] = async (tx, bodies, year) => {
  const found = await listYears(tx, bodies, year)
  return bodies.map(body => found.find(one => one.organisationId === body) ?? emptyYear(body, year))
}

type Entry = Parameters<typeof insertEntry>[1]

/** What does not fit is looked for first, so that it can be said by how much; the constraint decides. */
const putCovered = async (tx: Tx, entry: Entry, more: Fen): Promise<boolean> => {
  const [now = emptyYear(entry.organisationId, entry.year)] = await years(
    tx,
    [entry.organisationId],
    entry.year,
  )
  if (freeIn(now) < more)
    throw refused('budget.short', { year: String(entry.year), gap: inYuan(more - freeIn(now)) })
  try {
    return await insertEntry(tx, entry)
  } catch (error) {
    if (isShort(error)) throw refused('budget.moved')
    throw error
  }
}

const after =
  ({ clock }: Deps, kind: EntryKind, needs: EntryKind) =>
  async (tx: Tx, { subject, by }: Use): Promise<boolean> => {
    const known = await findEntry(tx, subject, needs)
    if (known === undefined) return false
    const { organisationId, year, fen } = known
    return insertEntry(tx, { organisationId, year, kind, fen, subject, by, at: clock() })
  }

const ask =
  ({ audit, clock }: Deps, grounds: Budget['grounds']): Budget['ask'] =>
  async (tx, actor, { once, year, fen, ground }) => {
    const found = (await grounds(tx)).find(({ code }) => code === ground)
    if (found === undefined) throw notFound('law')
    const { id: askedBy, organisationId } = actor
    const wish = {
      ...{ id: once, organisationId, year, ground, askedBy, askedAt: clock() },
      fen: found.data.sign === 'less' ? -fen : fen,
    }
    if (!(await insertWish(tx, wish))) return
    const deed = { deed: 'budget.asked', subject: once, ground: `${year} ${ground}` } as const
    await audit.record(tx, actor, organisationId, deed)
  }

const states = { approve: 'approved', decline: 'declined', drop: 'dropped' } as const

const decide =
  ({ audit, clock }: Deps): Budget['decide'] =>
  async (tx, actor, id, answer) => {
    const { organisationId, id: by } = actor
    const wish = await holdWish(tx, organisationId, id)
    if (wish === undefined) throw notFound('page')
    const state = states[answer]
    if (wish.state === state) return
    if (wish.state !== 'asked') throw refused('budget.decided')
    if ((wish.askedBy === by) !== (answer === 'drop')) throw refused('budget.own')
    const at = clock()
    await decideWish(tx, id, { state, by, at })
    const { year, fen } = wish
    const entry = { organisationId, year, kind: 'allot', fen, subject: id, by, at } as const
    if (answer === 'approve') await putCovered(tx, entry, fen < 0n ? -fen : 0n)
    await audit.record(tx, actor, organisationId, { deed: `budget.${state}`, subject: id })
  }

export const createBudget = (deps: Deps): Budget => {
  const { clock, lawbook } = deps
  const grounds: Budget['grounds'] = tx =>
    lawbook.list(tx, 'budget-ground', { place: '*', on: dayOf(clock()) })
  return {
    grounds,
    years,
    entries: listEntries,
    waiting: listWaiting,
    ask: ask(deps, grounds),
    decide: decide(deps),
    commit: async (tx, { organisationId, year, fen, subject, by }) => {
      if ((await findEntry(tx, subject, 'commit')) !== undefined) return false
      const at = clock()
      return putCovered(tx, { organisationId, year, kind: 'commit', fen, subject, by, at }, fen)
    },
    free: after(deps, 'free', 'commit'),
    pay: after(deps, 'pay', 'commit'),
    reverse: after(deps, 'reverse', 'pay'),
  }
}
