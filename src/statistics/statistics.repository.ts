import { z } from 'zod'
import type { Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { Span } from '../platform/periods.rules'
import type { OrganisationId, StaffId } from '../vocabulary/ids'
import { whats, type Count, type Dimension, type SliceDimension } from './figure.rules'
import { piecesOf } from './period.rules'

export type Question = {
  readonly bodies: readonly OrganisationId[]
  readonly span: Span
  readonly by: Dimension
  readonly slice?: SliceDimension | undefined
  readonly today: Day
  /** Whose excluded cases are left away, as in the lists that this person sees. */
  readonly viewer?: StaffId | undefined
}

const columnOf: Readonly<Record<Dimension, string>> = {
  body: 'organisation_id',
  month: 'on_day',
  behaviour: 'behaviour',
  source: 'source',
}

/** The smallest of the monthly sums that still tells what is asked for. */
const viewOf = (asked: readonly (Dimension | undefined)[]): string => {
  const behaviour = asked.includes('behaviour')
  const source = asked.includes('source')
  if (behaviour && source) return 'both'
  if (behaviour) return 'behaviour'
  return source ? 'source' : 'all'
}

type Piece = { readonly text: string; readonly values: readonly (string | readonly string[])[] }

/** All pieces have the same types, so that none is converted on its way. Days by their months, where months are asked. */
const factsOf = (by: Dimension, month: string): string =>
  `organisation_id, ${by === 'month' ? `${month} AS on_day, ` : ''}what, code, behaviour, source, number, fen`
const dayFactsOf = (by: Dimension): string => factsOf(by, `date_trunc('month', on_day)::date`)
/** What is due today is not missed yet. */
const isOver = `(what <> 'clock-open' OR on_day < ?)`

type Within = Pick<Question, 'bodies' | 'today' | 'by'>

const inDays = (table: string, { bodies, today, by }: Within, { from, until }: Span): Piece => ({
  text: `SELECT ${dayFactsOf(by)} FROM ${table}
    WHERE organisation_id = ANY(?::uuid[]) AND on_day BETWEEN ? AND ? AND ${isOver}`,
  values: [bodies, from, until, today],
})

const ownCase = `JOIN cases AS c ON c.id = x.case_id
  WHERE x.case_id IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)`

/** What was counted of single cases, with the sign turned round. Clocks count where they stand now. */
const ofExcluded = (
  viewer: StaffId,
  { bodies, today, by }: Within,
  { from, until }: Span,
): Piece => ({
  text: `SELECT ${dayFactsOf(by)} FROM (
    SELECT c.organisation_id, c.received_on AS on_day, 'received' AS what, '' AS code, c.behaviour, c.source,
      -1::bigint AS number, 0::bigint AS fen
    FROM cases AS c WHERE c.id IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)
    UNION ALL
    SELECT c.organisation_id, (x.at AT TIME ZONE 'Asia/Shanghai')::date,
      CASE x.action WHEN 'decide' THEN 'decided' ELSE 'step' END,
      CASE x.action WHEN 'decide' THEN COALESCE(x.detail, '') ELSE x.action END, c.behaviour, c.source, -1::bigint,
      0::bigint
    FROM case_decisions AS x ${ownCase}
    UNION ALL
    SELECT x.organisation_id, x.received_on, CASE x.ledger WHEN 'fine' THEN 'fined' ELSE 'recovered' END, '',
      c.behaviour, c.source, -sign(x.amount_fen)::bigint, -x.amount_fen
    FROM money_entries AS x ${ownCase}
    UNION ALL
    SELECT c.organisation_id, x.due_on, statistics_clock_stands(x), x.rule_code, c.behaviour, c.source,
      -1::bigint, 0::bigint
    FROM deadlines AS x ${ownCase}
  ) AS excluded WHERE organisation_id = ANY(?::uuid[]) AND on_day BETWEEN ? AND ? AND ${isOver}`,
  values: [viewer, viewer, viewer, viewer, bodies, from, until, today],
})

const piecesFor = (question: Question): Piece[] => {
  const { bodies, span, by, slice, viewer } = question
  const { months, days } = piecesOf(span)
  return [
    ...(months === undefined
      ? []
      : [
          {
            text: `SELECT ${factsOf(by, 'month')} FROM statistics_months
              WHERE view = ? AND organisation_id = ANY(?::uuid[]) AND month >= ? AND month < ?`,
            values: [viewOf([by, slice]), bodies, months.from, months.before],
          },
        ]),
    ...days.map(piece => inDays('statistics_days', question, piece)),
    inDays('statistics_events', question, span),
    ...(viewer === undefined ? [] : [ofExcluded(viewer, question, span)]),
  ]
}

const Row = z.object({
  group: z.string(),
  slice: z.string(),
  what: z.enum(whats),
  code: z.string(),
  number: z.coerce.number(),
  fen: z.coerce.bigint(),
})

/** One statement: what is folded meanwhile is seen once. The span ends today at the latest. */
export const countFigures = async (tx: Tx, question: Question): Promise<Count[]> => {
  const { by, slice } = question
  const pieces = piecesFor(question)
  const found = await sql(tx).raw<{ rows: unknown[] }>(
    `SELECT ${by === 'month' ? 'left("group"::text, 7)' : '"group"::text'} AS "group", slice::text, what, code,
       number, fen
     FROM (
       SELECT ${columnOf[by]} AS "group", ${slice === undefined ? `''` : columnOf[slice]} AS slice, what, code,
         sum(number) AS number, sum(fen) AS fen
       FROM (${pieces.map(({ text }) => text).join(' UNION ALL ')}) AS facts
       GROUP BY 1, 2, 3, 4
     ) AS sums WHERE number <> 0 OR fen <> 0`,
    pieces
      .flatMap(({ values }) => values)
      .map(value => (typeof value === 'string' ? value : [...value])),
  )
  return found.rows.map(row => Row.parse(row))
}

const FOLDED = z.object({ folded: z.number() })

/** @returns how many lines were folded into days and months */
export const foldFigures = async (tx: Tx, most: number): Promise<number> => {
  const { rows } = await sql(tx).raw<{ rows: unknown[] }>('SELECT statistics_fold(?) AS folded', [
    most,
  ])
  return FOLDED.parse(rows[0]).folded
}
