import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId } from '../vocabulary/ids'

const fen = z.coerce.bigint()
const count = z.coerce.number()

const Row = z.object({
  key: z.string(),
  approved: count,
  approved_fen: fen,
  paid: count,
  paid_fen: fen,
  waived: count,
  waived_fen: fen,
  reclaimed: count,
  reclaimed_fen: fen,
  days: z.coerce.number().nullable(),
})

/** Of awards that were approved in a span, by place, by month or in all; sums in fen. */
export type AwardFigure = {
  readonly key: string
  readonly approved: number
  readonly approvedFen: bigint
  readonly paid: number
  readonly paidFen: bigint
  readonly waived: number
  readonly waivedFen: bigint
  /** Paid wrongly, and back. */
  readonly reclaimed: number
  readonly reclaimedFen: bigint
  /** Half of those paid took no longer, from the decision on the case to the last payment; null: none is paid. */
  readonly days: number | null
}

const groups = {
  key: 'bodies.key',
  month: `to_char(approved_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')`,
  all: `''::text`,
} as const

type Question = {
  /** Whose awards, and under which key each counts: its own, or that of its district. */
  readonly bodies: ReadonlyMap<OrganisationId, string>
  readonly from: Day
  /** The first day that no longer belongs to it. */
  readonly to: Day
  readonly by: keyof typeof groups
}

/** One look over the index of approvals. */
export const countFigures = async (
  tx: Tx,
  { bodies, from, to, by }: Question,
): Promise<AwardFigure[]> => {
  const found: unknown = await sql(tx).raw(
    `SELECT ${groups[by]} AS key, count(*) AS approved, sum(fen)::text AS approved_fen,
       count(*) FILTER (WHERE state = 'paid') AS paid,
       coalesce(sum(fen) FILTER (WHERE state = 'paid'), 0)::text AS paid_fen,
       count(*) FILTER (WHERE state = 'reclaimed') AS reclaimed,
       coalesce(sum(fen) FILTER (WHERE state = 'reclaimed'), 0)::text AS reclaimed_fen,
       count(*) FILTER (WHERE state = 'waived') AS waived,
       coalesce(sum(fen) FILTER (WHERE state = 'waived'), 0)::text AS waived_fen,
       percentile_disc(0.5) WITHIN GROUP (ORDER BY paid_on - decided_on)
         FILTER (WHERE state = 'paid') AS days
     FROM unnest(?::uuid[], ?::text[]) AS bodies (id, key)
     JOIN awards ON finance_body = bodies.id
     WHERE approved_at >= ?::date::timestamp AT TIME ZONE 'Asia/Shanghai'
       AND approved_at < ?::date::timestamp AT TIME ZONE 'Asia/Shanghai'
     GROUP BY 1 ORDER BY 1`,
    [[...bodies.keys()], [...bodies.values()], from, to],
  )
  return z
    .object({ rows: z.array(Row) })
    .parse(found)
    .rows.map(row => ({
      ...{ key: row.key, approved: row.approved, approvedFen: row.approved_fen },
      ...{ paid: row.paid, paidFen: row.paid_fen, days: row.days },
      ...{ waived: row.waived, waivedFen: row.waived_fen },
      ...{ reclaimed: row.reclaimed, reclaimedFen: row.reclaimed_fen },
    }))
}

const Sum = z.object({ sum: fen })

/** Reviewed, and waiting for the finance side of the body. */
export const sumWaiting = async (tx: Tx, body: OrganisationId): Promise<bigint> => {
  const row: unknown = await sql(tx)('awards')
    .where({ finance_body: body, state: 'reviewed' })
    .first(sql(tx).raw('coalesce(sum(fen), 0)::text AS sum'))
  return Sum.parse(row).sum
}
