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
  holdSubject,
  holdWish,
  insertEntry,
  insertWish,
  listEntries,
  listWaiting,
  listYears,
  type HeldYear,
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
type Sum = { readonly organisationId: OrganisationId; readonly year: number; readonly fen: Fen }

export type Budget = {
  readonly grounds: (tx: Tx) => Promise<readonly Ground[]>
  /** Every body that was asked for, with nothing where there is nothing. */
  readonly years: (tx: Tx, bodies: readonly OrganisationId[], year: number) => Promise<BudgetYear[]>
  readonly entries: (
    tx: Tx,
    question: { body: OrganisationId; year: number; before?: number; limit: number },
  ) => Promise<BudgetEntry[]>
  readonly waiting: (tx: Tx, body: OrganisationId) => Promise<BudgetWish[]>
  /** Sent twice it is one. @throws refused `budget.resent` where it is not the same, `budget.cut` */
  readonly ask: (tx: Tx, actor: StaffActor, wish: Wish) => Promise<void>
  /** By another of the same body; taken back by whoever asked. @throws notFound, refused `budget.*` */
  readonly decide: (
    tx: Tx,
    actor: StaffActor,
    id: string,
    answer: 'approve' | 'decline' | 'drop',
  ) => Promise<void>
  /** Whether this person has approved it: to be safe when sent twice. */
  readonly isApprovedBy: (tx: Tx, actor: StaffActor, id: string) => Promise<boolean>
  /** false: it is committed, or paid. @throws refused `budget.short` with the gap */
  readonly commit: (tx: Tx, use: Use & Sum) => Promise<boolean>
  /** What is committed for it is free again; false: nothing is. */
  readonly free: (tx: Tx, use: Use) => Promise<boolean>
  /** What is committed for it is paid; false: nothing is. */
  readonly pay: (tx: Tx, use: Use) => Promise<boolean>
  /**
   * `fen` of it are to be paid yet: as far as they are not committed they come back out of what was paid, and are
   * committed in this year. @throws refused `budget.short` with the gap
   */
  readonly reopen: (tx: Tx, use: Use & Sum) => Promise<void>
  /** All that was paid for it has come back; false: nothing was. */
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
const putCovered = async (tx: Tx, entry: Entry, more: Fen): Promise<void> => {
  const [now = emptyYear(entry.organisationId, entry.year)] = await years(
    tx,
    [entry.organisationId],
    entry.year,
  )
  if (freeIn(now) < more)
    throw refused('budget.short', { year: String(entry.year), gap: inYuan(more - freeIn(now)) })
  try {
    await insertEntry(tx, entry)
  } catch (error) {
    if (isShort(error)) throw refused('budget.moved')
    throw error
  }
}

const sumBy = (held: readonly HeldYear[], of: (year: HeldYear) => Fen): Fen =>
  held.reduce((sum, year) => sum + of(year), 0n)

/** For each year of it an entry over what `of` says; false: there is nothing. */
const end =
  ({ clock }: Deps, kind: EntryKind, of: (year: HeldYear) => Fen) =>
  async (tx: Tx, use: Use): Promise<boolean> => {
    const held = (await holdSubject(tx, use.subject)).filter(year => of(year) > 0n)
    for (const one of held) {
      const { organisationId, year } = one
      await insertEntry(tx, { ...use, organisationId, year, kind, fen: of(one), at: clock() })
    }
    return held.length > 0
  }

const commit =
  ({ clock }: Deps): Budget['commit'] =>
  async (tx, use) => {
    const held = await holdSubject(tx, use.subject)
    if (sumBy(held, ({ open, paid }) => open + paid) > 0n) return false
    await putCovered(tx, { ...use, kind: 'commit', at: clock() }, use.fen)
    return true
  }

/** Out of the latest year first: what comes back was mostly paid a short while ago. */
const takeBack = async (
  { clock }: Deps,
  tx: Tx,
  { subject, by, held, fen }: Use & { readonly held: readonly HeldYear[]; readonly fen: Fen },
): Promise<void> => {
  let left = fen
  for (const { organisationId, year, paid } of held) {
    const some = paid < left ? paid : left
    if (some === 0n) continue
    const entry = { organisationId, year, kind: 'reverse', fen: some, subject, by } as const
    await insertEntry(tx, { ...entry, at: clock() })
    left -= some
  }
}

const reopen =
  (deps: Deps): Budget['reopen'] =>
  async (tx, use) => {
    const held = await holdSubject(tx, use.subject)
    const more = use.fen - sumBy(held, ({ open }) => open)
    if (more <= 0n) return
    await takeBack(deps, tx, { ...use, held, fen: more })
    await putCovered(tx, { ...use, kind: 'commit', fen: more, at: deps.clock() }, more)
  }

type NewWish = Parameters<typeof insertWish>[1]

/** What is committed or paid cannot be taken out of the year. */
const refuseCut = async (tx: Tx, { organisationId, year, fen }: NewWish): Promise<void> => {
  if (fen >= 0n) return
  const [now] = await years(tx, [organisationId], year)
  const most = now === undefined ? 0n : freeIn(now)
  if (-fen > most) throw refused('budget.cut', { year: String(year), most: inYuan(most) })
}

/** The same form with something else in it was meant anew. */
const refuseOther = async (tx: Tx, { organisationId, id, ...wish }: NewWish): Promise<void> => {
  const kept = await holdWish(tx, organisationId, id)
  const isSame = kept?.year === wish.year && kept.fen === wish.fen && kept.ground === wish.ground
  if (!isSame) throw refused('budget.resent')
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
    await refuseCut(tx, wish)
    if (!(await insertWish(tx, wish))) {
      await refuseOther(tx, wish)
      return
    }
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
    if (answer === 'approve') {
      await refuseCut(tx, wish)
      await putCovered(tx, entry, fen < 0n ? -fen : 0n)
    }
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
    isApprovedBy: async (tx, { organisationId, id: by }, id) => {
      const wish = await holdWish(tx, organisationId, id)
      return wish?.state === 'approved' && wish.decidedBy === by
    },
    commit: commit(deps),
    free: end(deps, 'free', ({ open }) => open),
    pay: end(deps, 'pay', ({ open }) => open),
    reopen: reopen(deps),
    reverse: end(deps, 'reverse', ({ paid }) => paid),
  }
}
