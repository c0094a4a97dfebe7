import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { halves, type CallCount, type Calls, type HalfDay, type Slot } from './half-day.rules'

const half = {
  day: z.string().transform(asDay),
  half: z.enum(halves),
  staff_id: z.string().transform(id => id as StaffId),
}
const SlotRow = z
  .object(half)
  .transform(({ staff_id, ...rest }): Slot => ({ ...rest, staffId: staff_id }))

export type Span = { readonly from: Day; readonly until: Day }

const within = (tx: Tx, table: string, body: OrganisationId, { from, until }: Span) =>
  sql(tx)(table).where({ organisation_id: body }).whereBetween('day', [from, until])

/** Until the transaction ends nobody else writes this body's roster. */
export const holdRoster = async (tx: Tx, body: OrganisationId): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`roster:${body}`])
}

export const listSlots = async (tx: Tx, body: OrganisationId, span: Span): Promise<Slot[]> => {
  const rows: unknown[] = await within(tx, 'roster_slots', body, span).orderBy(['day', 'half'])
  return rows.map(row => SlotRow.parse(row))
}

type Writer = { readonly by: StaffId; readonly at: Date }

export const putSlots = async (
  tx: Tx,
  body: OrganisationId,
  slots: readonly Slot[],
  { by, at }: Writer,
): Promise<void> => {
  if (slots.length === 0) return
  const rows = slots.map(({ staffId, ...rest }) => ({
    ...{ ...rest, staff_id: staffId, organisation_id: body },
    ...{ changed_by: by, changed_at: at },
  }))
  await sql(tx)('roster_slots').insert(rows).onConflict(['organisation_id', 'day', 'half']).merge()
}

export const clearSlots = async (
  tx: Tx,
  body: OrganisationId,
  which: readonly HalfDay[],
): Promise<void> => {
  for (const one of which)
    await sql(tx)('roster_slots')
      .where({ organisation_id: body, day: one.day, half: one.half })
      .delete()
}

const CallRow = z
  .object({ ...half, answered: z.number(), missed: z.number(), called_back: z.number() })
  .transform(({ staff_id, called_back, ...rest }): CallCount => ({
    ...rest,
    staffId: staff_id,
    calledBack: called_back,
  }))

export const listCalls = async (tx: Tx, body: OrganisationId, span: Span): Promise<CallCount[]> => {
  const rows: unknown[] = await within(tx, 'roster_calls', body, span).orderBy(['day', 'half'])
  return rows.map(row => CallRow.parse(row))
}

const SumRow = z.object({
  answered: z.coerce.number(),
  missed: z.coerce.number(),
  called_back: z.coerce.number(),
})

export const sumCalls = async (tx: Tx, body: OrganisationId, span: Span): Promise<Calls> => {
  const row: unknown = await within(tx, 'roster_calls', body, span).first(
    sql(tx).raw(`coalesce(sum(answered), 0) AS answered, coalesce(sum(missed), 0) AS missed,
        coalesce(sum(called_back), 0) AS called_back`),
  )
  const { called_back, ...rest } = SumRow.parse(row)
  return { ...rest, calledBack: called_back }
}

export const putCalls = async (
  tx: Tx,
  body: OrganisationId,
  counts: readonly CallCount[],
): Promise<void> => {
  for (const { staffId, calledBack, ...rest } of counts)
    await sql(tx)('roster_calls')
      .insert({ ...rest, staff_id: staffId, called_back: calledBack, organisation_id: body })
      .onConflict(['organisation_id', 'day', 'half', 'staff_id'])
      .merge()
}
