import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'

/** What somebody has in hand. Counting stops at `LOAD_CAP`: nobody works on more at once. */
export type Load = { readonly open: number; readonly overdue: number; readonly near: number }

export const LOAD_CAP = 1000

export type LoadQuestion = {
  readonly organisationId: OrganisationId
  /** Whoever asks: cases of which they may not know are in no count. */
  readonly viewer: StaffId
  readonly today: Day
  /** Until and with this day a case is near its end. */
  readonly nearUntil: Day
}

const Rows = z.object({
  rows: z.array(
    z.object({
      staff_id: z.string().transform(id => id as StaffId),
      open: z.number(),
      overdue: z.number(),
      near: z.number(),
    }),
  ),
})

// One index answers both: who has something in hand (one step of the index for each person), and how much.
const text = `
  WITH RECURSIVE people AS (
    (SELECT staff_id FROM case_officers WHERE open_in = :body AND handling ORDER BY staff_id LIMIT 1)
    UNION ALL
    SELECT (SELECT o.staff_id FROM case_officers AS o
            WHERE o.open_in = :body AND o.handling AND o.staff_id > people.staff_id
            ORDER BY o.staff_id LIMIT 1)
    FROM people WHERE people.staff_id IS NOT NULL
  )
  SELECT people.staff_id, n.open, n.overdue, n.near
  FROM people CROSS JOIN LATERAL (
    SELECT count(*)::int AS open,
      (count(*) FILTER (WHERE due < :today))::int AS overdue,
      (count(*) FILTER (WHERE due BETWEEN :today AND :near))::int AS near
    FROM (
      SELECT o.open_due AS due FROM case_officers AS o
      WHERE o.open_in = :body AND o.handling AND o.staff_id = people.staff_id
        AND o.case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = :viewer)
      ORDER BY o.open_due LIMIT ${LOAD_CAP}
    ) AS counted
  ) AS n
  WHERE people.staff_id IS NOT NULL AND n.open > 0`

export const loadsOf = async (
  tx: Tx,
  { organisationId: body, viewer, today, nearUntil: near }: LoadQuestion,
): Promise<Map<StaffId, Load>> => {
  const { rows } = Rows.parse(await sql(tx).raw(text, { body, viewer, today, near }))
  return new Map(rows.map(({ staff_id, ...load }) => [staff_id, load]))
}

const LONG_AGO = asDay('2000-01-01')

/** How many open cases each officer is handling, as far as the viewer may know of them. */
export const handlerLoads = async (
  tx: Tx,
  organisationId: OrganisationId,
  viewer: StaffId,
): Promise<Map<StaffId, number>> => {
  const loads = await loadsOf(tx, {
    ...{ organisationId, viewer },
    ...{ today: LONG_AGO, nearUntil: LONG_AGO },
  })
  return new Map([...loads].map(([id, { open }]) => [id, open]))
}
