import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { Fen } from '../vocabulary/money'
import {
  entryKinds,
  type BudgetEntry,
  type BudgetWish,
  type BudgetYear,
  type EntryKind,
} from './budget'

const organisationId = z.string().transform(id => id as OrganisationId)
const staffId = z.string().transform(id => id as StaffId)
const fen = z.coerce.bigint()

const YearRow = z.object({
  organisation_id: organisationId,
  year: z.number(),
  allotted_fen: fen,
  committed_fen: fen,
  paid_fen: fen,
})

const toYear = (row: unknown): BudgetYear => {
  const { organisation_id, year, allotted_fen, committed_fen, paid_fen } = YearRow.parse(row)
  return {
    ...{ organisationId: organisation_id, year },
    ...{ allotted: allotted_fen, committed: committed_fen, paid: paid_fen },
  }
}

/** In the order of the bodies. One without entries that year has no row. */
export const listYears = async (
  tx: Tx,
  bodies: readonly OrganisationId[],
  year: number,
): Promise<BudgetYear[]> => {
  const rows: unknown[] = await sql(tx)('budget_years')
    .whereIn('organisation_id', [...bodies])
    .where({ year })
  return rows.map(toYear)
}

const EntryRow = z.object({
  position: z.coerce.number(),
  kind: z.enum(entryKinds),
  fen,
  subject: z.string(),
  ground: z.string().nullable(),
  made_by: staffId,
  made_at: z.date(),
})

/** Newest first. */
export const listEntries = async (
  tx: Tx,
  {
    body,
    year,
    before,
    limit,
  }: { body: OrganisationId; year: number; before?: number; limit: number },
): Promise<BudgetEntry[]> => {
  const query = sql(tx)('budget_entries as e')
    .leftJoin('budget_wishes as w', 'w.id', 'e.subject')
    .where({ 'e.organisation_id': body, 'e.year': year })
    .orderBy('e.position', 'desc')
    .limit(limit)
    .select('e.*', 'w.ground')
  if (before !== undefined) void query.where('e.position', '<', before)
  const rows: unknown[] = await query
  return rows.map(row => {
    const { made_by, made_at, ...rest } = EntryRow.parse(row)
    return { ...rest, madeBy: made_by, madeAt: made_at }
  })
}

type NewEntry = {
  readonly organisationId: OrganisationId
  readonly year: number
  readonly kind: EntryKind
  readonly fen: Fen
  readonly subject: string
  readonly by: StaffId
  readonly at: Date
}

export const insertEntry = async (tx: Tx, entry: NewEntry): Promise<void> => {
  await sql(tx)('budget_entries').insert({
    ...{ organisation_id: entry.organisationId, year: entry.year, kind: entry.kind },
    ...{ fen: entry.fen.toString(), subject: entry.subject },
    ...{ made_by: entry.by, made_at: entry.at },
  })
}

const HeldRow = z.object({
  organisation_id: organisationId,
  year: z.number(),
  open: fen,
  paid: fen,
})

/** What is committed for a subject and not yet paid, and what was paid for it, by year. */
export type HeldYear = {
  readonly organisationId: OrganisationId
  readonly year: number
  readonly open: Fen
  readonly paid: Fen
}

/** The latest year first; two at once for one subject take turns. */
export const holdSubject = async (tx: Tx, subject: string): Promise<HeldYear[]> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`budget:${subject}`])
  const rows: unknown[] = await sql(tx)('budget_entries')
    .where({ subject })
    .whereNot({ kind: 'allot' })
    .groupBy('organisation_id', 'year')
    .orderBy('year', 'desc')
    .select('organisation_id', 'year')
    .select(
      sql(tx).raw(
        `coalesce(sum(CASE kind WHEN 'commit' THEN fen WHEN 'free' THEN -fen WHEN 'pay' THEN -fen END), 0) AS open,
         coalesce(sum(CASE kind WHEN 'pay' THEN fen WHEN 'reverse' THEN -fen END), 0) AS paid`,
      ),
    )
  return rows.map(row => {
    const { organisation_id, ...held } = HeldRow.parse(row)
    return { organisationId: organisation_id, ...held }
  })
}

const WishRow = z.object({
  id: z.string(),
  organisation_id: organisationId,
  year: z.number(),
  fen,
  ground: z.string(),
  asked_by: staffId,
  asked_at: z.date(),
  state: z.enum(['asked', 'approved', 'declined', 'dropped']),
  decided_by: staffId.nullable(),
})

const toWish = (row: unknown): BudgetWish => {
  const { organisation_id, asked_by, asked_at, decided_by, ...rest } = WishRow.parse(row)
  const people = { askedBy: asked_by, decidedBy: decided_by }
  return { ...rest, ...people, organisationId: organisation_id, askedAt: asked_at }
}

/** false: this form was sent before. */
export const insertWish = async (
  tx: Tx,
  wish: Omit<BudgetWish, 'state' | 'decidedBy'>,
): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('budget_wishes')
    .insert({
      ...{ id: wish.id, organisation_id: wish.organisationId, year: wish.year },
      ...{ fen: wish.fen.toString(), ground: wish.ground },
      ...{ asked_by: wish.askedBy, asked_at: wish.askedAt },
    })
    .onConflict('id')
    .ignore()
    .returning('id')
  return made.length > 0
}

/** Held until the transaction ends. */
export const holdWish = async (
  tx: Tx,
  body: OrganisationId,
  id: string,
): Promise<BudgetWish | undefined> => {
  const row: unknown = await sql(tx)('budget_wishes')
    .where({ id, organisation_id: body })
    .forUpdate()
    .first()
  return row === undefined ? undefined : toWish(row)
}

export const decideWish = async (
  tx: Tx,
  id: string,
  end: { readonly state: BudgetWish['state']; readonly by: StaffId; readonly at: Date },
): Promise<void> => {
  await sql(tx)('budget_wishes')
    .where({ id })
    .update({ state: end.state, decided_by: end.by, decided_at: end.at })
}

/** Newest first; those that wait alone, or all of a year. */
export const listWaiting = async (tx: Tx, body: OrganisationId): Promise<BudgetWish[]> => {
  const rows: unknown[] = await sql(tx)('budget_wishes')
    .where({ organisation_id: body, state: 'asked' })
    .orderBy('asked_at', 'desc')
    .limit(50)
  return rows.map(toWish)
}
