import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type {
  CaseId,
  DeskId,
  IdentityLetterId,
  OrganisationId,
  ReportId,
  StaffId,
} from '../vocabulary/ids'
import { letterStates, type IdentityLetter, type LetterState } from './letter'

const staffId = z.string().transform(id => id as StaffId)
const LetterRow = z
  .object({
    id: z.string().transform(id => id as IdentityLetterId),
    position: z.number(),
    case_id: z.string().transform(id => id as CaseId),
    report_id: z.string().transform(id => id as ReportId),
    organisation_id: z.string().transform(id => id as OrganisationId),
    desk_id: z.string().transform(id => id as DeskId),
    drafter_id: staffId,
    handed_at: z.date(),
    state: z.enum(letterStates),
    merged_by: staffId.nullable(),
    paper_until: z.date().nullable(),
    closed_by: staffId.nullable(),
    closed_at: z.date().nullable(),
  })
  .transform((row): IdentityLetter => ({
    ...{ id: row.id, position: row.position, caseId: row.case_id, reportId: row.report_id },
    ...{ organisationId: row.organisation_id, deskId: row.desk_id, drafterId: row.drafter_id },
    ...{ handedAt: row.handed_at, state: row.state, mergedBy: row.merged_by },
    ...{ paperUntil: row.paper_until, closedBy: row.closed_by, closedAt: row.closed_at },
  }))

type NewRow = {
  readonly id: IdentityLetterId
  readonly case_id: CaseId
  readonly report_id: ReportId
  readonly organisation_id: OrganisationId
  readonly desk_id: DeskId
  readonly drafter_id: StaffId
  readonly handed_at: Date
  readonly sealed_key: Buffer
  readonly sealed_text: Buffer
}

/** false when this form was sent before: its row is there. */
export const insertLetter = async (tx: Tx, row: NewRow): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('identity_letters')
    .insert({ ...row, state: 'handed' })
    .onConflict('id')
    .ignore()
    .returning('id')
  return made.length > 0
}

/** `hold`: keeps the row until the transaction ends. */
export const findLetter = async (
  tx: Tx,
  id: IdentityLetterId,
  hold = false,
): Promise<IdentityLetter | undefined> => {
  const query = sql(tx)('identity_letters').where({ id })
  const row: unknown = await (hold ? query.forUpdate() : query).first()
  return row === undefined ? undefined : LetterRow.parse(row)
}

const Sealed = z.object({
  sealed_key: z.instanceof(Buffer),
  sealed_text: z.instanceof(Buffer),
  sealed_paper: z.instanceof(Buffer).nullable(),
  sealed_outcome: z.instanceof(Buffer).nullable(),
})

export const sealedLetter = async (
  tx: Tx,
  id: IdentityLetterId,
): Promise<z.output<typeof Sealed>> => {
  const row: unknown = await sql(tx)('identity_letters').where({ id }).first()
  return Sealed.parse(row)
}

const Paper = z.object({
  id: z.string().transform(id => id as IdentityLetterId),
  sealed: z.instanceof(Buffer),
})

/** The merged letters of a report; few. */
export const listPapers = async (tx: Tx, reportId: ReportId): Promise<z.output<typeof Paper>[]> => {
  const rows: unknown[] = await sql(tx)('identity_letters')
    .where({ report_id: reportId })
    .whereNotNull('sealed_paper')
    .orderBy('id')
    .select({ id: 'id', sealed: 'sealed_paper' })
  return rows.map(row => Paper.parse(row))
}

type Change = {
  readonly state?: LetterState
  readonly merged_by?: StaffId
  readonly merged_at?: Date
  readonly paper_until?: Date
  readonly sealed_paper?: Buffer
  readonly closed_by?: StaffId
  readonly closed_at?: Date
  readonly sealed_outcome?: Buffer
}

export const updateLetter = async (tx: Tx, id: IdentityLetterId, change: Change): Promise<void> => {
  await sql(tx)('identity_letters').where({ id }).update(change)
}

/** Which letters a list shows; none of cases from which the viewer is excluded. */
export type LetterWish = {
  readonly viewer: StaffId
  readonly drafterId?: StaffId
  readonly caseId?: CaseId
  readonly deskIds?: readonly string[]
  readonly state?: LetterState
}

const askFor = (tx: Tx, wish: LetterWish) => {
  const query = sql(tx)('identity_letters').whereRaw(
    'case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)',
    [wish.viewer],
  )
  if (wish.drafterId !== undefined) query.where({ drafter_id: wish.drafterId })
  if (wish.caseId !== undefined) query.where({ case_id: wish.caseId })
  if (wish.deskIds !== undefined) query.whereIn('desk_id', [...wish.deskIds])
  if (wish.state !== undefined) query.where({ state: wish.state })
  return query
}

/** Newest first; the last one's position is `before` of the next page. */
export const listLetters = async (
  tx: Tx,
  wish: LetterWish,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<IdentityLetter[]> => {
  const query = askFor(tx, wish)
  if (before !== undefined) query.where('position', '<', before)
  const rows: unknown[] = await query.orderBy('position', 'desc').limit(limit)
  return rows.map(row => LetterRow.parse(row))
}

export const countLetters = async (tx: Tx, wish: LetterWish, cap: number): Promise<number> => {
  const rows: unknown[] = await askFor(tx, wish).limit(cap).select('id')
  return rows.length
}
