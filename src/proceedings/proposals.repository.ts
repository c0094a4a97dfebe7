import { z } from 'zod'
import { caseActions, caseStates } from '../cases'
import { sql } from '../platform/db/sql'
import type { Tx } from '../platform/db/transaction'
import type { CaseId, OrganisationId, StaffId } from '../vocabulary/ids'
import type { Proposal } from './proceedings'

const staff = z.string().transform(id => id as StaffId)

const Row = z.object({
  id: z.string(),
  case_id: z.string().transform(id => id as CaseId),
  organisation_id: z.string().transform(id => id as OrganisationId),
  arrival: z.number(),
  action: z.enum(caseActions),
  from_state: z.enum(caseStates),
  seen: z.string(),
  asked_by: staff,
  asked_at: z.date(),
  ground: z.string().nullable(),
  detail: z.string().nullable(),
  sealed_reason: z.instanceof(Buffer),
  state: z.enum(['asked', 'approved', 'turned-down', 'taken-back', 'overtaken']),
  answered_by: staff.nullable(),
  answered_at: z.date().nullable(),
  sealed_answer: z.instanceof(Buffer).nullable(),
})

export type SealedProposal = Proposal & {
  readonly arrival: number
  readonly sealedReason: Buffer
  readonly sealedAnswer: Buffer | null
}

const fromRow = (row: unknown): SealedProposal => {
  const read = Row.parse(row)
  return {
    ...{ id: read.id, caseId: read.case_id, organisationId: read.organisation_id },
    ...{ action: read.action, from: read.from_state, seen: read.seen },
    ...{ askedBy: read.asked_by, askedAt: read.asked_at },
    ...{ ground: read.ground, detail: read.detail, state: read.state, arrival: read.arrival },
    ...{ answeredBy: read.answered_by, answeredAt: read.answered_at },
    ...{ sealedReason: read.sealed_reason, sealedAnswer: read.sealed_answer },
  }
}

const table = 'case_proposals'

/** false when a step of the case waits already. */
export const insertProposal = async (
  tx: Tx,
  asked: Omit<SealedProposal, 'arrival' | 'state' | 'answeredBy' | 'answeredAt' | 'sealedAnswer'>,
): Promise<boolean> => {
  const inserted: unknown[] = await sql(tx)(table)
    .insert({
      ...{ id: asked.id, case_id: asked.caseId, organisation_id: asked.organisationId },
      ...{ action: asked.action, from_state: asked.from, seen: asked.seen },
      ...{ asked_by: asked.askedBy, asked_at: asked.askedAt, state: 'asked' },
      ...{ ground: asked.ground, detail: asked.detail, sealed_reason: asked.sealedReason },
    })
    .onConflict(sql(tx).raw(`(case_id) WHERE state = 'asked'`))
    .ignore()
    .returning('id')
  return inserted.length > 0
}

export const findProposal = async (tx: Tx, id: string): Promise<SealedProposal | undefined> => {
  const row: unknown = await sql(tx)(table).where({ id }).first()
  return row === undefined ? undefined : fromRow(row)
}

export const lockProposal = async (tx: Tx, id: string): Promise<SealedProposal | undefined> => {
  const row: unknown = await sql(tx)(table).where({ id }).forUpdate().first()
  return row === undefined ? undefined : fromRow(row)
}

/** The one that waits, else the last. */
export const latestProposal = async (
  tx: Tx,
  caseId: CaseId,
): Promise<SealedProposal | undefined> => {
  const row: unknown = await sql(tx)(table)
    .where({ case_id: caseId })
    .orderBy('arrival', 'desc')
    .first()
  return row === undefined ? undefined : fromRow(row)
}

export const answerProposal = async (
  tx: Tx,
  id: string,
  answer: {
    readonly state: 'approved' | 'turned-down' | 'taken-back'
    readonly by: StaffId
    readonly at: Date
    readonly sealed?: Buffer
  },
): Promise<void> => {
  await sql(tx)(table)
    .where({ id })
    .update({
      state: answer.state,
      answered_by: answer.by,
      answered_at: answer.at,
      sealed_answer: answer.sealed ?? null,
    })
}

/** The case has moved on without it. Whether there was one. */
export const overtake = async (tx: Tx, caseId: CaseId, at: Date): Promise<boolean> =>
  (await sql(tx)(table)
    .where({ case_id: caseId, state: 'asked' })
    .update({ state: 'overtaken', answered_at: at })) > 0

type Scope = { readonly organisationId: OrganisationId; readonly viewer: StaffId }

const waiting = (tx: Tx, { organisationId, viewer }: Scope) =>
  sql(tx)(table)
    .where({ organisation_id: organisationId, state: 'asked' })
    .whereRaw('case_id NOT IN (SELECT case_id FROM case_exclusions WHERE staff_id = ?)', [viewer])

/** What waits in the body, oldest first; nothing of cases from which the viewer is excluded. */
export const listWaiting = async (
  tx: Tx,
  scope: Scope,
  { after, limit }: { readonly after?: number | undefined; readonly limit: number },
): Promise<SealedProposal[]> => {
  const query = waiting(tx, scope)
  if (after !== undefined) void query.where('arrival', '>', after)
  const rows: unknown[] = await query.orderBy('arrival').limit(limit)
  return rows.map(fromRow)
}

const Count = z.object({ count: z.number() })

/** Those that the viewer can answer; counting stops at `cap`. */
export const countWaiting = async (tx: Tx, scope: Scope, cap: number): Promise<number> => {
  const some = waiting(tx, scope)
    .whereNot({ asked_by: scope.viewer })
    .limit(cap)
    .select(sql(tx).raw('1'))
  const row: unknown = await sql(tx).from(some.as('some')).first(sql(tx).raw('count(*)::int'))
  return Count.parse(row).count
}

export const deleteProposals = async (tx: Tx, caseId: CaseId): Promise<void> => {
  await sql(tx)(table).where({ case_id: caseId }).delete()
}
