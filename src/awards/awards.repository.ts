import { z } from 'zod'
import { asDay } from '../platform/clock'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { AwardId, CaseId, DeskId, OrganisationId, ReportId, StaffId } from '../vocabulary/ids'
import type { Award } from './award'
import { awardStates } from './award.rules'

const id = <Id extends string>() => z.string().transform(text => text as Id)
const fen = z.coerce.bigint()
const day = z.string().transform(asDay)
const sealed = z.instanceof(Buffer)

const Row = z.object({
  id: id<AwardId>(),
  arrival: z.coerce.number(),
  once: z.string(),
  case_id: id<CaseId>(),
  matter_id: id<CaseId>(),
  report_id: id<ReportId>(),
  organisation_id: id<OrganisationId>(),
  finance_body: id<OrganisationId>(),
  year: z.number(),
  serial: z.number(),
  kind: z.enum(['grant', 'refusal']),
  share: z.enum(['first', 'further']),
  state: z.enum(awardStates),
  decided_on: day,
  rule_code: z.string().nullable(),
  rule_place: z.string().nullable(),
  rule_version: z.number().nullable(),
  basis_fen: fen,
  fen,
  budget_subject: z.string(),
  proposed_by: id<StaffId>(),
  proposed_at: z.date(),
  reviewed_by: id<StaffId>().nullable(),
  reviewed_at: z.date().nullable(),
  approved_by: id<StaffId>().nullable(),
  approved_at: z.date().nullable(),
  ended_by: id<StaffId>().nullable(),
  ended_at: z.date().nullable(),
  claim_until: day.nullable(),
  claim_provisional: z.boolean(),
  paid_on: day.nullable(),
  sealed_grounds: sealed,
  sealed_summary: sealed,
  sealed_note: sealed.nullable(),
  case_sealed_key: sealed,
  reporter_sealed_key: sealed,
  desk_id: id<DeskId>(),
  desk_version: z.number(),
  desk_sealed_key: sealed,
})
type AwardRow = z.output<typeof Row>

/** Opened by nobody yet. */
export type SealedAward = Award & {
  readonly deskVersion: number
  readonly sealedGrounds: Buffer
  readonly sealedSummary: Buffer
  readonly sealedNote: Buffer | null
  readonly caseSealedKey: Buffer
  readonly reporterSealedKey: Buffer
  readonly deskSealedKey: Buffer
}

const ruleOf = ({ rule_code, rule_place, rule_version }: AwardRow): Award['rule'] =>
  rule_code === null || rule_place === null || rule_version === null
    ? null
    : { code: rule_code, place: rule_place, version: rule_version }

const toAward = (row: unknown): SealedAward => {
  const read = Row.parse(row)
  return {
    ...{ id: read.id, arrival: read.arrival, once: read.once, caseId: read.case_id },
    ...{ matterId: read.matter_id, reportId: read.report_id },
    ...{ organisationId: read.organisation_id, financeBody: read.finance_body },
    ...{ year: read.year, serial: read.serial, kind: read.kind, share: read.share },
    ...{ state: read.state, decidedOn: read.decided_on, rule: ruleOf(read) },
    ...{ basis: read.basis_fen, fen: read.fen, budgetSubject: read.budget_subject },
    ...{ proposedBy: read.proposed_by, proposedAt: read.proposed_at },
    ...{ reviewedBy: read.reviewed_by, reviewedAt: read.reviewed_at },
    ...{ approvedBy: read.approved_by, approvedAt: read.approved_at },
    ...{ claimUntil: read.claim_until, claimProvisional: read.claim_provisional },
    ...{ paidOn: read.paid_on, deskId: read.desk_id, deskVersion: read.desk_version },
    ...{ sealedGrounds: read.sealed_grounds, sealedSummary: read.sealed_summary },
    ...{ sealedNote: read.sealed_note, caseSealedKey: read.case_sealed_key },
    ...{ reporterSealedKey: read.reporter_sealed_key, deskSealedKey: read.desk_sealed_key },
  }
}

export const toAwards = (rows: unknown): SealedAward[] =>
  z.array(z.unknown()).parse(rows).map(toAward)

/** Awards of a body are numbered one after the other, without gaps: held until the transaction ends. */
const holdNumbers = async (tx: Tx, body: OrganisationId): Promise<void> => {
  await sql(tx).raw('SELECT pg_advisory_xact_lock(hashtextextended(?, 0))', [`awards:${body}`])
}

export type NewAwardRow = Omit<
  z.input<typeof Row>,
  | 'arrival'
  | 'serial'
  | 'state'
  | 'basis_fen'
  | 'fen'
  | `${'reviewed' | 'approved' | 'ended'}_${'by' | 'at'}`
  | 'claim_until'
  | 'claim_provisional'
  | 'paid_on'
  | 'sealed_note'
> & { readonly basis_fen: string; readonly fen: string }

/** Under the next number of its body's year. */
export const insertAward = async (tx: Tx, row: NewAwardRow): Promise<SealedAward> => {
  await holdNumbers(tx, row.organisation_id as OrganisationId)
  const next = sql(tx)('awards')
    .where({ organisation_id: row.organisation_id, year: row.year })
    .select(sql(tx).raw('coalesce(max(serial), 0) + 1'))
  const made: unknown[] = await sql(tx)('awards')
    .insert({ ...row, serial: next, state: 'proposed' })
    .returning('*')
  return toAward(made[0])
}

const findBy = async (
  tx: Tx,
  which: Readonly<Record<string, string>>,
): Promise<SealedAward | undefined> => {
  const row: unknown = await sql(tx)('awards').where(which).first()
  return row === undefined ? undefined : toAward(row)
}

export const findAward = (tx: Tx, awardId: AwardId) => findBy(tx, { id: awardId })
export const findOnce = (tx: Tx, once: string) => findBy(tx, { once })

export const listAmong = async (tx: Tx, ids: readonly AwardId[]): Promise<SealedAward[]> =>
  toAwards(await sql(tx)('awards').whereIn('id', ids))

/**
 * Held until the transaction ends. Not against payments that only name it: whoever builds a batch holds its claims, and
 * would wait here for somebody who waits for one of them.
 */
export const lockAward = async (tx: Tx, awardId: AwardId): Promise<SealedAward | undefined> => {
  const row: unknown = await sql(tx)('awards').where({ id: awardId }).forNoKeyUpdate().first()
  return row === undefined ? undefined : toAward(row)
}

/** All of these, in the order of their ids: held as one is. */
export const lockAwards = async (tx: Tx, ids: readonly AwardId[]): Promise<void> => {
  await sql(tx)('awards')
    .whereIn('id', [...ids])
    .orderBy('id')
    .forNoKeyUpdate()
    .select('id')
}

/** Newest first, those that were returned among them. */
export const listOfCase = async (tx: Tx, caseId: CaseId): Promise<SealedAward[]> =>
  toAwards(await sql(tx)('awards').where({ case_id: caseId }).orderBy('arrival', 'desc'))

/**
 * Of every report of the matter, but what was returned: of those that follow today, and of those that did when it was
 * proposed. A report that was awarded on its own and merged later brings its award along.
 */
export const listOfMatter = async (
  tx: Tx,
  lead: CaseId,
  reports: readonly CaseId[],
): Promise<SealedAward[]> =>
  toAwards(
    await sql(tx)('awards')
      .where(one => void one.whereIn('case_id', [...reports]).orWhere({ matter_id: lead }))
      .whereNot({ state: 'returned' })
      .orderBy('arrival'),
  )

/** What was told to a reporter: an award as it stands, or why there is none. */
export const findTold = async (tx: Tx, reportId: ReportId): Promise<SealedAward | undefined> => {
  const row: unknown = await sql(tx)('awards')
    .where({ report_id: reportId })
    .whereNotIn('state', ['proposed', 'reviewed', 'returned'])
    .first()
  return row === undefined ? undefined : toAward(row)
}

type Change = Partial<
  Pick<
    AwardRow,
    | 'state'
    | 'reviewed_by'
    | 'reviewed_at'
    | 'approved_by'
    | 'approved_at'
    | 'ended_by'
    | 'ended_at'
    | 'claim_until'
    | 'claim_provisional'
    | 'paid_on'
    | 'sealed_note'
  >
>

export const updateAward = async (tx: Tx, awardId: AwardId, change: Change): Promise<void> => {
  await sql(tx)('awards').where({ id: awardId }).update(change)
}

export const deleteAwards = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)('awards').where({ case_id: caseId }).delete()
}
