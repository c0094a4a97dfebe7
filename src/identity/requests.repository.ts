import { z } from 'zod'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import { identityFields } from '../vocabulary/identity-fields'
import type {
  CaseId,
  DeskId,
  IdentityRequestId,
  OrganisationId,
  ReportId,
  StaffId,
} from '../vocabulary/ids'
import type { IdentityRequest } from './request'
import { requestStates, type RequestState } from './requests.rules'

const staffId = z.string().transform(id => id as StaffId)
const RequestRow = z
  .object({
    id: z.string().transform(id => id as IdentityRequestId),
    position: z.number(),
    case_id: z.string().transform(id => id as CaseId),
    report_id: z.string().transform(id => id as ReportId),
    organisation_id: z.string().transform(id => id as OrganisationId),
    desk_id: z.string().transform(id => id as DeskId),
    asker_id: staffId,
    asked_at: z.date(),
    expires_at: z.date(),
    fields: z.array(z.enum(identityFields)),
    ground: z.string(),
    minutes: z.number(),
    state: z.enum(requestStates),
    approver_id: staffId.nullable(),
    approved_at: z.date().nullable(),
    answerer_id: staffId.nullable(),
    answered_at: z.date().nullable(),
    opened_at: z.date().nullable(),
    closed_by: staffId.nullable(),
    closed_at: z.date().nullable(),
  })
  .transform((row): IdentityRequest => ({
    ...{ id: row.id, position: row.position, caseId: row.case_id, reportId: row.report_id },
    ...{ organisationId: row.organisation_id, deskId: row.desk_id, askerId: row.asker_id },
    ...{ askedAt: row.asked_at, expiresAt: row.expires_at, fields: row.fields },
    ...{ ground: row.ground, minutes: row.minutes, state: row.state },
    ...{ approverId: row.approver_id, approvedAt: row.approved_at },
    ...{ answererId: row.answerer_id, answeredAt: row.answered_at, openedAt: row.opened_at },
    ...{ closedBy: row.closed_by, closedAt: row.closed_at },
  }))

type NewRow = {
  readonly id: IdentityRequestId
  readonly case_id: CaseId
  readonly report_id: ReportId
  readonly organisation_id: OrganisationId
  readonly desk_id: DeskId
  readonly asker_id: StaffId
  readonly asked_at: Date
  readonly expires_at: Date
  readonly fields: readonly string[]
  readonly ground: string
  readonly minutes: number
  readonly sealed_text: Buffer
}

/** false when this form was sent before: its row is there. */
export const insertRequest = async (tx: Tx, row: NewRow): Promise<boolean> => {
  const made: unknown[] = await sql(tx)('identity_requests')
    .insert({ ...row, state: 'asked' })
    .onConflict('id')
    .ignore()
    .returning('id')
  return made.length > 0
}

/** `hold`: keeps the row until the transaction ends. */
export const findRequest = async (
  tx: Tx,
  id: IdentityRequestId,
  hold = false,
): Promise<IdentityRequest | undefined> => {
  const query = sql(tx)('identity_requests').where({ id })
  const row: unknown = await (hold ? query.forUpdate() : query).first()
  return row === undefined ? undefined : RequestRow.parse(row)
}

const Texts = z.object({
  sealed_text: z.instanceof(Buffer),
  sealed_refusal: z.instanceof(Buffer).nullable(),
})

export const sealedTexts = async (
  tx: Tx,
  id: IdentityRequestId,
): Promise<z.output<typeof Texts>> => {
  const row: unknown = await sql(tx)('identity_requests')
    .where({ id })
    .first('sealed_text', 'sealed_refusal')
  return Texts.parse(row)
}

type Change = {
  readonly state?: RequestState
  readonly approver_id?: StaffId
  readonly approved_at?: Date
  readonly answerer_id?: StaffId
  readonly answered_at?: Date
  readonly opened_at?: Date
  readonly closed_by?: StaffId
  readonly closed_at?: Date
  readonly sealed_refusal?: Buffer
}

export const updateRequest = async (
  tx: Tx,
  id: IdentityRequestId,
  change: Change,
): Promise<void> => {
  await sql(tx)('identity_requests').where({ id }).update(change)
}

/** Which requests a list shows. */
export type RequestWish = {
  /** Sees nothing of cases from which they are excluded. */
  readonly viewer: StaffId
  readonly askerId?: StaffId
  readonly organisationId?: OrganisationId
  readonly deskIds?: readonly string[]
  readonly states?: readonly RequestState[]
  /** Not this person's own. */
  readonly notBy?: StaffId
  /** Not past this moment, where it still waits for somebody. */
  readonly waitingAt?: Date
}

const askFor = (tx: Tx, wish: RequestWish) => {
  const query = sql(tx)('identity_requests').whereRaw(
    'case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)',
    [wish.viewer],
  )
  if (wish.askerId !== undefined) query.where({ asker_id: wish.askerId })
  if (wish.organisationId !== undefined) query.where({ organisation_id: wish.organisationId })
  if (wish.deskIds !== undefined) query.whereIn('desk_id', [...wish.deskIds])
  if (wish.states !== undefined) query.whereIn('state', [...wish.states])
  if (wish.notBy !== undefined) query.whereNot({ asker_id: wish.notBy })
  if (wish.waitingAt !== undefined) query.where('expires_at', '>', wish.waitingAt)
  return query
}

/** Newest first; the last one's position is `before` of the next page. */
export const listRequests = async (
  tx: Tx,
  wish: RequestWish,
  { before, limit }: { readonly before?: number | undefined; readonly limit: number },
): Promise<IdentityRequest[]> => {
  const query = askFor(tx, wish)
  if (before !== undefined) query.where('position', '<', before)
  const rows: unknown[] = await query.orderBy('position', 'desc').limit(limit)
  return rows.map(row => RequestRow.parse(row))
}

/** How many, up to a cap. */
export const countRequests = async (tx: Tx, wish: RequestWish, cap: number): Promise<number> => {
  const rows: unknown[] = await askFor(tx, wish).limit(cap).select('id')
  return rows.length
}

/** Those that nobody answered in time, held. */
export const listOverdue = async (tx: Tx, now: Date, limit: number): Promise<IdentityRequest[]> => {
  const rows: unknown[] = await sql(tx)('identity_requests')
    .whereIn('state', ['asked', 'approved'])
    .where('expires_at', '<=', now)
    .orderBy('expires_at')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  return rows.map(row => RequestRow.parse(row))
}
