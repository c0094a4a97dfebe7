import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, ReportId, StaffId } from '../vocabulary/ids'

const day = z.string().transform(asDay)
const Row = z.object({
  id: z.string().transform(id => id as CaseId),
  year: z.number(),
  serial: z.number(),
  arrival: z.number(),
  outcome: z.string(),
  closed_on: day,
})
const Rows = z.object({ rows: z.array(Row) })

/** A closed case as retention sees it: number, end, and nothing of what it is about. */
export type EndedCase = {
  readonly id: CaseId
  readonly year: number
  readonly serial: number
  readonly arrival: number
  readonly outcome: string
  readonly closedOn: Day
}

const toEnded = ({ closed_on, ...row }: z.output<typeof Row>): EndedCase => ({
  ...row,
  closedOn: closed_on,
})

/** Cases that ended like this on that day or before. */
export type EndedBy = { readonly outcome: string; readonly closedBy: Day }

type Question = {
  readonly organisationId: OrganisationId
  /** Who asks: what they are excluded from is in no list and no count. */
  readonly viewer: StaffId
  readonly ended: readonly EndedBy[]
  readonly after?: Pick<EndedCase, 'closedOn' | 'arrival'> | undefined
  readonly limit: number
}

// As the index `cases_retained` has it: not open, not held, on no list, no clock running.
const free = `closed_on IS NOT NULL AND NOT is_open AND NOT held AND NOT listed AND next_due_on = 'infinity'`

const oneOutcome = (after: Question['after']) =>
  `(SELECT id, year, serial, arrival, outcome, closed_on FROM cases
    WHERE organisation_id = ? AND outcome = ? AND closed_on <= ? AND ${free}
      AND id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)
    ${after === undefined ? '' : 'AND (closed_on, arrival) > (?, ?)'}
    ORDER BY closed_on, arrival LIMIT ?)`

/** Those that ended longest ago first, by keyset; each outcome has its own stretch of the index. */
const endedText = ({ organisationId, viewer, ended, after, limit }: Question) => {
  const one = oneOutcome(after)
  const place = after === undefined ? [] : [after.closedOn, after.arrival]
  return {
    text: `SELECT * FROM (${ended.map(() => one).join(' UNION ALL ')}) AS ended
           ORDER BY closed_on, arrival LIMIT ?`,
    values: [
      ...ended.flatMap(({ outcome, closedBy }) => [
        ...[organisationId, outcome, closedBy, viewer],
        ...[...place, limit],
      ]),
      limit,
    ],
  }
}

export const listEnded = async (tx: Tx, question: Question): Promise<EndedCase[]> => {
  if (question.ended.length === 0) return []
  const { text, values } = endedText(question)
  return Rows.parse(await sql(tx).raw(text, values)).rows.map(toEnded)
}

const Count = z.object({ rows: z.tuple([z.object({ count: z.number() })]) })

/** Counting stops at `limit`: what a page costs must not grow with the cases behind it. */
export const countEnded = async (tx: Tx, question: Question): Promise<number> => {
  if (question.ended.length === 0) return 0
  const { text, values } = endedText(question)
  const counted: unknown = await sql(tx).raw(`SELECT count(*)::int FROM (${text}) AS found`, values)
  return Count.parse(counted).rows[0].count
}

/** Puts them on a list; one that somebody else has put on a list meanwhile is not among the answer. */
export const markListed = async (tx: Tx, ids: readonly CaseId[]): Promise<number> =>
  sql(tx)('cases').whereIn('id', ids).where({ listed: false }).update({ listed: true })

export const unmarkListed = async (tx: Tx, ids: readonly CaseId[]): Promise<void> => {
  await sql(tx)('cases').whereIn('id', ids).update({ listed: false })
}

export const setHeld = async (tx: Tx, id: CaseId, held: boolean): Promise<void> => {
  await sql(tx)('cases').where({ id }).update({ held })
}

const End = z.object({
  outcome: z.string().nullable(),
  closed_on: day.nullable(),
  is_open: z.boolean(),
  held: z.boolean(),
})

/** How the case ended, and what speaks against letting it go. Hold its row before. */
export const findEnd = async (tx: Tx, id: CaseId) => {
  const row: unknown = await sql(tx)('cases')
    .where({ id })
    .first('outcome', 'closed_on', 'is_open', 'held')
  const { outcome, closed_on: closedOn, is_open: isOpen, held } = End.parse(row)
  return { outcome, closedOn, isOpen, held }
}

export const findByNumber = async (
  tx: Tx,
  organisationId: OrganisationId,
  { year, serial }: { readonly year: number; readonly serial: number },
): Promise<CaseId | undefined> => {
  const row: unknown = await sql(tx)('cases')
    .where({ organisation_id: organisationId, year, serial })
    .first('id')
  return row === undefined ? undefined : Row.pick({ id: true }).parse(row).id
}

export const listReportIds = async (tx: Tx, id: CaseId): Promise<ReportId[]> =>
  sql(tx)('reports').where({ case_id: id }).pluck<ReportId[]>('id')

/** Every row that this room keeps of a case, its keys first. */
export const deleteCase = async (tx: Tx, id: CaseId): Promise<void> => {
  const kept = ['case_seals', 'reports', 'case_officers', 'case_decisions']
  for (const table of [...kept, 'case_exclusions', 'case_declarations'])
    await sql(tx)(table).where({ case_id: id }).delete()
  await sql(tx)('cases').where({ id }).delete()
}
