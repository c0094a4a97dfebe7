import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { LetterList } from './letter.rules'
import { letterFromRow, type SealedLetter } from './letters.repository'

export type Viewer = {
  readonly body: OrganisationId
  readonly staffId: StaffId
  /** Sees all that came to the body; others what came to the cases they handle. */
  readonly leads: boolean
  readonly today: Day
}

/** Who must keep away from a case sees neither the row nor the count. */
const apart = `NOT EXISTS (SELECT FROM case_exclusions x WHERE x.case_id = l.case_id AND x.staff_id = ?)`
const handled = `l.received_at IS NOT NULL AND EXISTS (
  SELECT FROM case_officers o WHERE o.case_id = l.case_id AND o.staff_id = ? AND o.handling)`

const standing: Readonly<Record<LetterList, string>> = {
  in: `l.state = 'open'`,
  done: `l.state IN ('answered', 'closed')`,
  overdue: `l.state = 'open' AND l.due_on < ?`,
  waiting: `l.state = 'open' AND l.due_on >= ?`,
  answered: `l.state = 'answered'`,
  closed: `l.state = 'closed'`,
}

const inList = (tx: Tx, list: LetterList, { body, staffId, leads, today }: Viewer) => {
  const byDay = list === 'overdue' || list === 'waiting'
  const query = sql(tx)('oversight_letters as l')
    .whereRaw(apart, [staffId])
    .whereRaw(standing[list], byDay ? [today] : [])
  if (list !== 'in' && list !== 'done') return query.where('l.from_body', body)
  void query.where('l.to_body', body)
  return leads ? query : query.whereRaw(handled, [staffId])
}

export type Place = { readonly day: Day; readonly arrival: number }

/** By the day on which they are due. */
export const selectList = async (
  tx: Tx,
  list: LetterList,
  viewer: Viewer,
  page: {
    readonly of: OrganisationId | undefined
    readonly after: Place | undefined
    readonly limit: number
  },
): Promise<SealedLetter[]> => {
  const query = inList(tx, list, viewer)
  if (page.of !== undefined) void query.where('l.to_body', page.of)
  if (page.after !== undefined)
    void query.whereRaw('(l.due_on, l.arrival) > (?::date, ?)', [
      page.after.day,
      page.after.arrival,
    ])
  const rows: unknown[] = await query
    .orderBy(['l.due_on', 'l.arrival'])
    .limit(page.limit)
    .select('l.*')
  return rows.map(letterFromRow)
}

const ByBody = z.object({
  to_body: z.string().transform(text => text as OrganisationId),
  letters: z.number(),
  chases: z.number(),
})

/** How many of this list each body has. */
export const countByBody = async (tx: Tx, list: LetterList, viewer: Viewer) => {
  const rows: unknown[] = await inList(tx, list, viewer)
    .groupBy('l.to_body')
    .select('l.to_body', sql(tx).raw('count(*)::int AS letters'))
    .select(sql(tx).raw('sum(l.chases)::int AS chases'))
  return rows
    .map(row => ByBody.parse(row))
    .sort((one, other) => other.letters - one.letters || (one.to_body < other.to_body ? -1 : 1))
}

const Counted = z.object({ waiting: z.number(), late: z.number() })

/** Counting stops at `cap`. */
export const countList = async (
  tx: Tx,
  list: LetterList,
  viewer: Viewer,
  cap: number,
): Promise<z.output<typeof Counted>> => {
  const some = inList(tx, list, viewer).limit(cap).select('l.due_on')
  const row: unknown = await sql(tx)
    .from(some.as('some'))
    .first(
      sql(tx).raw('count(*)::int AS waiting, (count(*) FILTER (WHERE due_on < ?))::int AS late', [
        viewer.today,
      ]),
    )
  return Counted.parse(row)
}
