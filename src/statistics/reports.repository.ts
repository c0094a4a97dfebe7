import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import type { FullReport, ReportRow as Row } from './report'

const organisationId = z.string().transform(id => id as OrganisationId)
const staffId = z.string().transform(id => id as StaffId)

const ReportRow = z.object({
  id: z.string(),
  organisation_id: organisationId,
  to_body: organisationId,
  period: z.string(),
  version: z.number(),
  due_on: z.string().transform(asDay),
  digest: z.string(),
  state: z.enum(['sent', 'received', 'returned', 'replaced']),
  signed_by: staffId,
  signed_at: z.date(),
  answered_by: staffId.nullable(),
  answered_at: z.date().nullable(),
  ground: z.string().nullable(),
})
const columns = Object.keys(ReportRow.shape)

const FullRow = ReportRow.extend({ figures: z.string() })

/** Until the transaction ends nobody else signs for this body and period. */
export const holdPeriod = async (tx: Tx, body: OrganisationId, period: string): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [
    `statistics:${body}:${period}`,
  ])
}

/** Newest version first. */
export const listVersions = async (
  tx: Tx,
  body: OrganisationId,
  period: string,
): Promise<Row[]> => {
  const rows: unknown[] = await sql(tx)('statistics_reports')
    .where({ organisation_id: body, period })
    .orderBy('version', 'desc')
    .select(columns)
  return rows.map(row => ReportRow.parse(row))
}

type Asked = { readonly periods: readonly string[] } & (
  { readonly from: OrganisationId } | { readonly to: OrganisationId }
)

/** Of each body and period the last version. */
export const listLatest = async (tx: Tx, asked: Asked): Promise<Row[]> => {
  const rows: unknown[] = await sql(tx)('statistics_reports')
    .where('from' in asked ? { organisation_id: asked.from } : { to_body: asked.to })
    .whereIn('period', [...asked.periods])
    .distinctOn('organisation_id', 'period')
    .orderBy([
      { column: 'organisation_id' },
      { column: 'period' },
      { column: 'version', order: 'desc' },
    ])
    .select(columns)
  return rows.map(row => ReportRow.parse(row))
}

export const findReport = async (
  tx: Tx,
  id: string,
  { hold = false }: { readonly hold?: boolean } = {},
): Promise<FullReport | undefined> => {
  const query = sql(tx)('statistics_reports').where({ id })
  if (hold) void query.forUpdate()
  const row: unknown = await query.first()
  return row === undefined ? undefined : FullRow.parse(row)
}

export const insertReport = async (
  tx: Tx,
  row: Omit<FullReport, 'answered_by' | 'answered_at' | 'ground'>,
): Promise<void> => {
  await sql(tx)('statistics_reports').insert(row)
}

export const replaceReport = async (tx: Tx, id: string): Promise<void> => {
  await sql(tx)('statistics_reports').where({ id }).update({ state: 'replaced' })
}

export const answerReport = async (
  tx: Tx,
  id: string,
  answer: Pick<Row, 'state' | 'answered_by' | 'answered_at' | 'ground'>,
): Promise<void> => {
  await sql(tx)('statistics_reports').where({ id }).update(answer)
}
