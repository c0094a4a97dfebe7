import { z } from 'zod'
import { asDay, type Day } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, LetterId, OrganisationId, SampleId, StaffId } from '../vocabulary/ids'
import type { Letter, Sampled } from './letter'
import { letterStates, urgencies, verdicts, type NumberTyped } from './letter.rules'

const id = <Id extends string>() => z.string().transform(text => text as Id)

const Row = z.object({
  id: id<LetterId>(),
  arrival: z.number(),
  once: z.string(),
  from_body: id<OrganisationId>(),
  to_body: id<OrganisationId>(),
  year: z.number(),
  serial: z.number(),
  case_id: id<CaseId>().nullable(),
  case_year: z.number().nullable(),
  case_serial: z.number().nullable(),
  urgency: z.enum(urgencies),
  state: z.enum(letterStates),
  issued_by: id<StaffId>(),
  issued_at: z.date(),
  due_on: z.string().transform(asDay),
  received_by: id<StaffId>().nullable(),
  received_at: z.date().nullable(),
  case_sealed_key: z.instanceof(Buffer).nullable(),
  answers: z.number(),
  chases: z.number(),
  closed_by: id<StaffId>().nullable(),
  closed_at: z.date().nullable(),
  sealed_words: z.instanceof(Buffer),
  sealed_close: z.instanceof(Buffer).nullable(),
  sample_id: id<SampleId>().nullable(),
  handed_by: id<StaffId>().nullable(),
  handed_at: z.date().nullable(),
  verdict: z.enum(verdicts).nullable(),
  verdict_by: id<StaffId>().nullable(),
  verdict_at: z.date().nullable(),
  sealed_verdict: z.instanceof(Buffer).nullable(),
})
type LetterTableRow = z.output<typeof Row>

/** Opened by nobody yet. */
export type SealedLetter = Letter & {
  readonly caseSealedKey: Buffer | null
  readonly sealedWords: Buffer
  readonly sealedClose: Buffer | null
  readonly sealedVerdict: Buffer | null
}

const numberOf = (year: number | null, serial: number | null) =>
  year === null || serial === null ? undefined : { year, serial }

const sampleOf = (read: LetterTableRow): Sampled | undefined =>
  read.sample_id === null
    ? undefined
    : {
        ...{ id: read.sample_id, handedBy: read.handed_by, handedAt: read.handed_at },
        ...{ verdict: read.verdict, verdictBy: read.verdict_by, verdictAt: read.verdict_at },
      }

export const letterFromRow = (row: unknown): SealedLetter => {
  const read: LetterTableRow = Row.parse(row)
  return {
    ...{ id: read.id, arrival: read.arrival, once: read.once },
    ...{ from: read.from_body, to: read.to_body, year: read.year, serial: read.serial },
    ...{ caseId: read.case_id, caseNumber: numberOf(read.case_year, read.case_serial) },
    ...{ urgency: read.urgency, state: read.state, dueOn: read.due_on },
    ...{ issuedBy: read.issued_by, issuedAt: read.issued_at },
    ...{ receivedBy: read.received_by, receivedAt: read.received_at },
    ...{ answers: read.answers, chases: read.chases },
    ...{ closedBy: read.closed_by, closedAt: read.closed_at },
    ...{ caseSealedKey: read.case_sealed_key, sealedWords: read.sealed_words },
    ...{ sealedClose: read.sealed_close, sealedVerdict: read.sealed_verdict },
    sample: sampleOf(read),
  }
}

type NewRow = Pick<
  LetterTableRow,
  | 'id'
  | 'once'
  | 'from_body'
  | 'to_body'
  | 'case_id'
  | 'case_year'
  | 'case_serial'
  | 'urgency'
  | 'issued_by'
  | 'issued_at'
  | 'due_on'
  | 'sealed_words'
  | 'sample_id'
>

/** Letters of a body are numbered one after the other: held until the transaction ends. */
export const holdNumbers = async (tx: Tx, body: OrganisationId): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`oversight:${body}`])
}

/** Under the next number of its body's year, which is held. */
export const insertLetter = async (tx: Tx, year: number, row: NewRow): Promise<void> => {
  const next = sql(tx)('oversight_letters')
    .where({ from_body: row.from_body, year })
    .select(sql(tx).raw('coalesce(max(serial), 0) + 1'))
  await sql(tx)('oversight_letters').insert({ ...row, year, serial: next, state: 'open' })
}

export const updateLetter = async (
  tx: Tx,
  letterId: LetterId,
  change: Partial<Omit<LetterTableRow, 'id' | 'case_id' | 'from_body' | 'to_body' | 'once'>> & {
    readonly reminded?: number
  },
): Promise<void> => {
  await sql(tx)('oversight_letters').where({ id: letterId }).update(change)
}

const findBy = async (
  tx: Tx,
  which: Readonly<Record<string, string>>,
): Promise<SealedLetter | undefined> => {
  const row: unknown = await sql(tx)('oversight_letters').where(which).first()
  return row === undefined ? undefined : letterFromRow(row)
}

export const findLetter = (tx: Tx, letterId: LetterId): Promise<SealedLetter | undefined> =>
  findBy(tx, { id: letterId })

export const findIssued = (tx: Tx, once: string): Promise<SealedLetter | undefined> =>
  findBy(tx, { once })

export const lockLetter = async (tx: Tx, letterId: LetterId): Promise<SealedLetter | undefined> => {
  const row: unknown = await sql(tx)('oversight_letters')
    .where({ id: letterId })
    .forUpdate()
    .first()
  return row === undefined ? undefined : letterFromRow(row)
}

const IdRow = z.object({ id: id<CaseId>() })

/** A case of this body by its number. */
export const findCaseByNumber = async (
  tx: Tx,
  body: OrganisationId,
  { year, serial }: NumberTyped,
): Promise<CaseId | undefined> => {
  const row: unknown = await sql(tx)('cases')
    .where({ organisation_id: body, year, serial })
    .first('id')
  return row === undefined ? undefined : IdRow.parse(row).id
}

/** A day was moved: what was said of the old one no longer counts, and the new one is reminded of from the start. */
export const forgetReminders = async (tx: Tx, letterId: LetterId): Promise<void> => {
  await sql(tx).raw(
    `WITH gone AS (DELETE FROM oversight_steps WHERE oversight_id = ? RETURNING step)
     DELETE FROM staff_alerts WHERE oversight_id = ? AND step IN (SELECT step FROM gone)`,
    [letterId, letterId],
  )
}

/** Retention: with all that was said in them. */
export const deleteLetters = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('oversight_letters').where({ case_id: caseId }).delete()
}

const DueRow = z.object({
  id: id<LetterId>(),
  case_id: id<CaseId>().nullable(),
  from_body: id<OrganisationId>(),
  to_body: id<OrganisationId>(),
  due_on: z.string().transform(asDay),
  reminded: z.number(),
})

/** What waits for an answer, and how far its reminders have come. */
export type DueLetter = {
  readonly id: LetterId
  readonly caseId: CaseId | null
  readonly from: OrganisationId
  readonly to: OrganisationId
  readonly dueOn: Day
  readonly reminded: number
}

type Question = {
  readonly reminded: number
  readonly dueUntil: Day
  readonly after: { readonly dueOn: Day; readonly id: string } | undefined
  readonly limit: number
}

/** In the order in which they are due; held until the transaction ends. What another one holds is left out. */
export const takeDueLetters = async (
  tx: Tx,
  { reminded, dueUntil, after, limit }: Question,
): Promise<DueLetter[]> => {
  const query = sql(tx)('oversight_letters')
    .where({ reminded })
    .whereRaw(`state = 'open'`)
    .where('due_on', '<=', dueUntil)
    .orderBy(['due_on', 'id'])
    .limit(limit)
    .forUpdate()
    .skipLocked()
    .select('id', 'case_id', 'from_body', 'to_body', 'due_on', 'reminded')
  if (after !== undefined) void query.whereRaw('(due_on, id) > (?, ?)', [after.dueOn, after.id])
  const rows: unknown[] = await query
  return rows.map(row => {
    const { case_id, from_body, to_body, due_on, ...rest } = DueRow.parse(row)
    return { ...rest, caseId: case_id, from: from_body, to: to_body, dueOn: due_on }
  })
}

/** These have come so far. */
export const passLetters = async (
  tx: Tx,
  letters: readonly { readonly id: string; readonly reminded: number }[],
): Promise<void> => {
  if (letters.length === 0) return
  await sql(tx).raw(
    `UPDATE oversight_letters SET reminded = now.reminded
     FROM unnest(?::uuid[], ?::smallint[]) AS now (id, reminded) WHERE oversight_letters.id = now.id`,
    [letters.map(one => one.id), letters.map(({ reminded }) => reminded)],
  )
}
