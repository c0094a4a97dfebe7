import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import { measureStates, type MeasureLine } from './measure'

const id = <Id extends string>() => z.string().transform(text => text as Id)
const day = z.string().transform(asDay)

const MeasureRow = z.object({
  id: z.string(),
  case_id: id<CaseId>(),
  organisation_id: id<OrganisationId>(),
  kind: z.string(),
  state: z.enum(measureStates),
  responsible_id: id<StaffId>(),
  due_on: day,
  done_on: day.nullable(),
  sealed_order: z.instanceof(Buffer),
  sealed_end: z.instanceof(Buffer).nullable(),
  added_by: id<StaffId>(),
  added_at: z.date(),
  ended_by: id<StaffId>().nullable(),
})
export type MeasureRow = z.output<typeof MeasureRow>

const columns = Object.keys(MeasureRow.shape).map(column => `measures.${column}`)

export const toLine = (row: MeasureRow): MeasureLine => ({
  id: row.id,
  caseId: row.case_id,
  organisationId: row.organisation_id,
  kind: row.kind,
  state: row.state,
  responsibleId: row.responsible_id,
  dueOn: row.due_on,
  doneOn: row.done_on,
  addedBy: row.added_by,
  addedAt: row.added_at,
  endedBy: row.ended_by,
})

/** false when this form was sent before. */
export const insertMeasure = async (
  tx: Tx,
  row: Omit<MeasureRow, 'ended_by' | 'sealed_end' | 'done_on' | 'state'>,
): Promise<boolean> => {
  const inserted: unknown[] = await sql(tx)('measures')
    .insert({ ...row, state: 'open' })
    .onConflict('id')
    .ignore()
    .returning('id')
  return inserted.length > 0
}

/** Open ones first, by their due day. A case has some dozens. */
export const listMeasures = async (tx: Tx, caseId: CaseId): Promise<MeasureRow[]> => {
  const rows: unknown[] = await sql(tx)('measures')
    .where({ case_id: caseId })
    .orderByRaw(`state <> 'open', due_on, id`)
    .select(columns)
  return rows.map(row => MeasureRow.parse(row))
}

export const findMeasure = async (
  tx: Tx,
  caseId: CaseId,
  measureId: string,
): Promise<MeasureRow | undefined> => {
  const row: unknown = await sql(tx)('measures')
    .where({ id: measureId, case_id: caseId })
    .first(columns)
  return row === undefined ? undefined : MeasureRow.parse(row)
}

export const endMeasure = async (
  tx: Tx,
  measureId: string,
  end: {
    readonly state: 'done' | 'dropped'
    readonly done_on: Day | null
    readonly sealed_end: Buffer
    readonly ended_by: StaffId
    readonly ended_at: Date
  },
): Promise<void> => {
  await sql(tx)('measures').where({ id: measureId }).update(end)
}

export const deleteMeasures = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('measures').where({ case_id: caseId }).delete()
}

export type MeasureScope = {
  readonly organisationId: OrganisationId
  /** Cases from which the viewer is excluded are neither listed nor counted. */
  readonly viewer: StaffId
  /** Only what this person is responsible for. */
  readonly mine: boolean
  /** Only in cases that the viewer handles. */
  readonly handled: boolean
}

const inScope = (tx: Tx, { organisationId, viewer, mine, handled }: MeasureScope) => {
  const query = sql(tx)('measures')
    .whereRaw(`measures.state = 'open'`)
    .where('measures.organisation_id', organisationId)
    .whereRaw(
      'NOT EXISTS (SELECT FROM case_exclusions x WHERE x.case_id = measures.case_id AND x.staff_id = ?)',
      [viewer],
    )
  if (mine) void query.where('measures.responsible_id', viewer)
  if (handled)
    void query.whereRaw(
      'EXISTS (SELECT FROM case_officers o WHERE o.case_id = measures.case_id AND o.staff_id = ? AND o.handling)',
      [viewer],
    )
  return query
}

/** What is due first comes first, by keyset: the cost does not grow with the page's number. */
export const listOpenMeasures = async (
  tx: Tx,
  scope: MeasureScope,
  {
    after,
    limit,
  }: {
    readonly after?: { readonly day: Day; readonly id: string } | undefined
    readonly limit: number
  },
): Promise<MeasureLine[]> => {
  const query = inScope(tx, scope)
  if (after !== undefined)
    void query.whereRaw('(measures.due_on, measures.id) > (?::date, ?::uuid)', [
      after.day,
      after.id,
    ])
  const rows: unknown[] = await query
    .orderBy(['measures.due_on', 'measures.id'])
    .limit(limit)
    .select(columns)
  return rows.map(row => toLine(MeasureRow.parse(row)))
}

/** Up to `cap`: what a page costs must not grow with what waits. */
export const countOpenMeasures = async (
  tx: Tx,
  scope: MeasureScope,
  { dueBefore, cap }: { readonly dueBefore?: Day | undefined; readonly cap: number },
): Promise<number> => {
  const query = inScope(tx, scope).limit(cap).select('measures.id')
  if (dueBefore !== undefined) void query.where('measures.due_on', '<', dueBefore)
  const rows: unknown[] = await query
  return rows.length
}
