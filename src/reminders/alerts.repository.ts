import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, LetterId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Which } from './alert'

const day = z.string().transform(asDay)
const AlertRow = z.object({
  id: z.string(),
  position: z.number(),
  case_id: z
    .string()
    .nullable()
    .transform(id => id as CaseId | null),
  oversight_id: z
    .string()
    .nullable()
    .transform(id => id as LetterId | null),
  year: z.number(),
  serial: z.number(),
  organisation_id: z.string().transform(id => id as OrganisationId),
  step: z.string(),
  audience: z.enum(['handlers', 'principal', 'supervision']),
  /** About what a reporter laid before the body above. */
  laid: z.boolean(),
  /** About what is published and has to be withdrawn. */
  register_id: z.string().nullable(),
  rule_code: z.string(),
  rule_place: z.string(),
  started_on: day,
  due_on: day,
  on_day: day,
  read_on: day.nullable(),
  done_on: day.nullable(),
})
export type AlertRow = z.output<typeof AlertRow>

export type Reader = {
  readonly staffId: StaffId
  readonly organisationId: OrganisationId
  /** Works on everything that the body received. */
  readonly seesAll: boolean
  readonly supervises: boolean
  readonly publishes: boolean
}

/** One's own, as long as one may know of the case: it was given to somebody else, one must keep away, one left. */
const ofReader = (tx: Tx, { staffId, organisationId, seesAll, supervises, publishes }: Reader) =>
  sql(tx)('staff_alerts as a')
    .leftJoin('cases as c', 'c.id', 'a.case_id')
    .where({ 'a.staff_id': staffId })
    .whereRaw(
      '(a.case_id IS NULL OR a.case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?))',
      [staffId],
    )
    .leftJoin('appeals as p', 'p.id', 'a.appeal_id')
    .leftJoin('register_entries as r', 'r.id', 'a.register_id')
    .leftJoin('oversight_letters as o', 'o.id', 'a.oversight_id')
    .whereRaw(
      `CASE WHEN a.oversight_id IS NOT NULL AND a.audience = 'supervision'
           THEN o.from_body = ? AND (?::boolean OR ?::boolean)
         WHEN a.oversight_id IS NOT NULL THEN o.to_body = ? AND (?::boolean OR EXISTS (
           SELECT 1 FROM case_officers AS h WHERE h.case_id = o.case_id AND h.staff_id = ? AND h.handling))
         WHEN a.audience = 'supervision' THEN ?::boolean
         WHEN a.appeal_id IS NOT NULL
           THEN p.organisation_id = ? AND CASE a.audience WHEN 'handlers' THEN ?::boolean ELSE ?::boolean END
         WHEN a.register_id IS NOT NULL
           THEN r.organisation_id = ? AND CASE a.audience WHEN 'handlers' THEN ?::boolean ELSE ?::boolean END
         ELSE c.organisation_id = ? AND (?::boolean OR EXISTS (
           SELECT 1 FROM case_officers AS o WHERE o.case_id = c.id AND o.staff_id = ? AND o.handling)) END`,
      [
        ...[organisationId, supervises, seesAll, organisationId, seesAll, staffId],
        ...[supervises, organisationId, supervises, seesAll],
        ...[organisationId, publishes, seesAll],
        ...[organisationId, seesAll, staffId],
      ],
    )

/** Newest first, one page by keyset. */
export const listAlerts = async (
  tx: Tx,
  reader: Reader,
  { before, limit }: { readonly before: number | undefined; readonly limit: number },
): Promise<AlertRow[]> => {
  const query = ofReader(tx, reader)
    .leftJoin('deadlines as d', 'd.id', 'a.deadline_id')
    .orderBy('a.position', 'desc')
    .limit(limit)
  if (before !== undefined) void query.where('a.position', '<', before)
  const rows: unknown[] = await query.select(
    ...['a.id', 'a.position', 'a.case_id', 'a.step', 'a.audience', 'a.due_on', 'a.on_day'],
    ...['a.read_on', 'a.oversight_id'],
    sql(tx).raw('coalesce(o.year, c.year) AS year'),
    sql(tx).raw('coalesce(o.serial, c.serial) AS serial'),
    sql(tx).raw('coalesce(c.organisation_id, o.to_body) AS organisation_id'),
    sql(tx).raw('a.appeal_id IS NOT NULL AS laid'),
    'a.register_id',
    sql(tx).raw(`coalesce(d.rule_code, p.rule_code, r.rule_code, '') AS rule_code`),
    sql(tx).raw(`coalesce(d.rule_place, p.rule_place, r.rule_place, '*') AS rule_place`),
    sql(tx).raw('coalesce(d.started_on, p.made_on, r.changed_on, a.on_day) AS started_on'),
    sql(tx).raw(
      `coalesce(d.done_on, p.acted_on, r.withdrawn_on, CASE WHEN o.state = 'closed' THEN a.on_day END) AS done_on`,
    ),
  )
  return rows.map(row => AlertRow.parse(row))
}

const Count = z.object({ count: z.number() })

/** Counting stops at `cap`. */
export const countUnread = async (tx: Tx, reader: Reader, cap: number): Promise<number> => {
  const some = ofReader(tx, reader).whereNull('a.read_on').limit(cap).select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}

/** Those that the person has seen: up to the newest of a page, or one. @returns how many were not read before */
export const markRead = async (
  tx: Tx,
  staffId: StaffId,
  which: Which,
  on: Day,
): Promise<number> => {
  const query = sql(tx)('staff_alerts').where({ staff_id: staffId, read_on: null })
  void ('id' in which ? query.where({ id: which.id }) : query.where('position', '<=', which.upTo))
  return query.update({ read_on: on })
}

/** Retention: alerts of the case, and which steps its clocks took. */
export const eraseReminders = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('staff_alerts').where({ case_id: caseId }).delete()
  await sql(tx).raw(
    'DELETE FROM deadline_steps WHERE deadline_id IN (SELECT id FROM deadlines WHERE case_id = ?)',
    [caseId],
  )
}
