import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, HandingId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Handing } from './handing'
import { handingKinds, handingStates, type HandingList } from './handing.rules'

const id = <Id extends string>() => z.string().transform(text => text as Id)
const day = z.string().transform(asDay)

const Row = z.object({
  id: id<HandingId>(),
  arrival: z.number(),
  once: z.string(),
  kind: z.enum(handingKinds),
  case_id: id<CaseId>(),
  from_body: id<OrganisationId>(),
  to_body: id<OrganisationId>(),
  from_year: z.number(),
  from_serial: z.number(),
  to_year: z.number().nullable(),
  to_serial: z.number().nullable(),
  ground: z.string(),
  state: z.enum(handingStates),
  designated: z.boolean(),
  sent_by: id<StaffId>(),
  sent_at: z.date(),
  receipt_due_on: day,
  ended_by: id<StaffId>().nullable(),
  ended_at: z.date().nullable(),
  back_ground: z.string().nullable(),
  answer_due_on: day.nullable(),
  answered_by: id<StaffId>().nullable(),
  answered_at: z.date().nullable(),
  sealed_cover: z.instanceof(Buffer),
  sealed_back: z.instanceof(Buffer).nullable(),
  sealed_answer: z.instanceof(Buffer).nullable(),
})
type HandingTableRow = z.output<typeof Row>

/** Opened by nobody yet. */
export type SealedHanding = Handing & {
  readonly sealedCover: Buffer
  readonly sealedBack: Buffer | null
  readonly sealedAnswer: Buffer | null
}

const numberOf = (year: number | null, serial: number | null) =>
  year === null || serial === null ? undefined : { year, serial }

const fromRow = (row: unknown): SealedHanding => {
  const read: HandingTableRow = Row.parse(row)
  return {
    ...{ id: read.id, arrival: read.arrival, once: read.once, kind: read.kind },
    ...{ caseId: read.case_id, from: read.from_body, to: read.to_body },
    fromNumber: { year: read.from_year, serial: read.from_serial },
    toNumber: numberOf(read.to_year, read.to_serial),
    ...{ ground: read.ground, state: read.state, designated: read.designated },
    ...{ sentBy: read.sent_by, sentAt: read.sent_at, receiptDueOn: read.receipt_due_on },
    ...{ endedBy: read.ended_by, endedAt: read.ended_at, backGround: read.back_ground },
    ...{ answerDueOn: read.answer_due_on, answeredBy: read.answered_by },
    ...{ answeredAt: read.answered_at, sealedCover: read.sealed_cover },
    ...{ sealedBack: read.sealed_back, sealedAnswer: read.sealed_answer },
  }
}

type NewRow = Pick<
  HandingTableRow,
  | 'id'
  | 'once'
  | 'kind'
  | 'case_id'
  | 'from_body'
  | 'to_body'
  | 'from_year'
  | 'from_serial'
  | 'ground'
  | 'sent_by'
  | 'sent_at'
  | 'receipt_due_on'
  | 'sealed_cover'
>

/** false when the form was sent before. */
export const insertHanding = async (tx: Tx, row: NewRow): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('handings')
    .insert({ ...row, state: 'sent' })
    .onConflict('once')
    .ignore()
    .returning('id')
  return made.length > 0
}

export const updateHanding = async (
  tx: Tx,
  handingId: HandingId,
  change: Partial<Omit<HandingTableRow, 'id' | 'case_id' | 'from_body' | 'to_body' | 'once'>>,
): Promise<void> => {
  await sql(tx)('handings').where({ id: handingId }).update(change)
}

export const findHanding = async (
  tx: Tx,
  handingId: HandingId,
): Promise<SealedHanding | undefined> => {
  const row: unknown = await sql(tx)('handings').where({ id: handingId }).first()
  return row === undefined ? undefined : fromRow(row)
}

export const findSent = async (tx: Tx, once: string): Promise<SealedHanding | undefined> => {
  const row: unknown = await sql(tx)('handings').where({ once }).first()
  return row === undefined ? undefined : fromRow(row)
}

export const lockHanding = async (
  tx: Tx,
  handingId: HandingId,
): Promise<SealedHanding | undefined> => {
  const row: unknown = await sql(tx)('handings').where({ id: handingId }).forUpdate().first()
  return row === undefined ? undefined : fromRow(row)
}

/** Newest first; a case has few. */
export const handingsOf = async (tx: Tx, caseId: CaseId): Promise<SealedHanding[]> => {
  const rows: unknown[] = await sql(tx)('handings')
    .where({ case_id: caseId })
    .orderBy('arrival', 'desc')
    .limit(100)
  return rows.map(fromRow)
}

/** Who must keep away from a case sees neither the row nor the count. */
const apart = `NOT EXISTS (SELECT FROM case_exclusions x WHERE x.case_id = h.case_id AND x.staff_id = ?)`

const inList = (tx: Tx, list: HandingList, viewer: Viewer) => {
  const { body, staffId } = viewer
  const query = sql(tx)('handings as h').whereRaw(apart, [staffId])
  if (list === 'in')
    return query.where({ to_body: body }).whereRaw(`h.state IN ('sent', 'disputed')`)
  if (list === 'answer')
    return query.where({ to_body: body }).whereRaw(`h.state = 'received' AND h.answered_at IS NULL`)
  if (list === 'out') return query.where({ from_body: body })
  return query
    .join('handing_disputes as d', 'd.handing_id', 'h.id')
    .where('d.above_body', body)
    .whereNull('d.decision')
}

const placeOf: Readonly<Record<HandingList, string>> = {
  in: 'h.receipt_due_on',
  answer: 'h.answer_due_on',
  out: 'h.arrival',
  above: 'd.due_on',
}

type Viewer = { readonly body: OrganisationId; readonly staffId: StaffId }
type Place = { readonly day: Day | undefined; readonly arrival: number }

/** By the day on which something is due; what was sent, the newest first. */
export const selectList = async (
  tx: Tx,
  list: HandingList,
  viewer: Viewer,
  { after, limit }: { readonly after: Place | undefined; readonly limit: number },
): Promise<SealedHanding[]> => {
  const query = inList(tx, list, viewer)
  const column = placeOf[list]
  if (list === 'out') {
    if (after !== undefined) void query.where('h.arrival', '<', after.arrival)
    void query.orderBy('h.arrival', 'desc')
  } else if (list === 'above') {
    if (after !== undefined) void query.where('h.arrival', '>', after.arrival)
    void query.orderBy('h.arrival')
  } else {
    if (after?.day !== undefined)
      void query.whereRaw(`(??, h.arrival) > (?::date, ?)`, [column, after.day, after.arrival])
    void query.orderBy([column, 'h.arrival'])
  }
  const rows: unknown[] = await query.limit(limit).select('h.*')
  return rows.map(fromRow)
}

const Counted = z.object({ waiting: z.number(), late: z.number() })

/** Counting stops at `cap`. */
export const countList = async (
  tx: Tx,
  list: Exclude<HandingList, 'out'>,
  viewer: Viewer,
  { today, cap }: { readonly today: Day; readonly cap: number },
): Promise<z.output<typeof Counted>> => {
  const some = inList(tx, list, viewer)
    .limit(cap)
    .select(sql(tx).raw('?? AS due', [placeOf[list]]))
  const row: unknown = await sql(tx)
    .from(some.as('some'))
    .first(
      sql(tx).raw('count(*)::int AS waiting, (count(*) FILTER (WHERE due < ?))::int AS late', [
        today,
      ]),
    )
  return Counted.parse(row)
}

/** What came back, and whose case nobody has taken up again. Counting stops at `cap`. */
export const countReturned = async (tx: Tx, viewer: Viewer, cap: number): Promise<number> => {
  const some = sql(tx)('handings as h')
    .join('cases as c', 'c.id', 'h.case_id')
    .where({ 'h.from_body': viewer.body, 'h.kind': 'transfer', 'c.state': 'handed-over' })
    .whereIn('h.state', ['sent-back', 'taken-back'])
    .whereRaw('c.organisation_id = h.from_body')
    .whereRaw(
      'NOT EXISTS (SELECT FROM handings n WHERE n.case_id = h.case_id AND n.arrival > h.arrival)',
    )
    .whereRaw(apart, [viewer.staffId])
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx)
    .from(some.as('some'))
    .first(sql(tx).raw('count(*)::int AS waiting, 0 AS late'))
  return Counted.parse(row).waiting
}

export const deleteHandings = async (tx: Tx, caseId: CaseId): Promise<void> => {
  const ids = sql(tx)('handings').where({ case_id: caseId }).select('id')
  await sql(tx)('handing_disputes').whereIn('handing_id', ids.clone()).delete()
  await sql(tx)('handing_seals').whereIn('handing_id', ids.clone()).delete()
  await sql(tx)('handings').where({ case_id: caseId }).delete()
}
